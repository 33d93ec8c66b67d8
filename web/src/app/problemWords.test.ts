import { expect, test } from 'vitest';
import { Problem } from '../api/problem';
import { messages } from '../i18n/en';
import { problemWords } from './problemWords';

const said = (code: string, retryAfter: number | null = null): string =>
  problemWords(new Problem(code, retryAfter, [], ''), messages, 'en-GB');

test('a known code has its own words', () => {
  expect(said('wrong_credentials')).toBe(messages.problems.wrong_credentials);
});

test('a pause says how long it lasts', () => {
  expect(said('too_many_attempts', 840).replace(/\s/g, ' ')).toContain('14 mins');
});

test('an unknown code is at least named', () => {
  expect(said('brand_new')).toContain('brand_new');
});
