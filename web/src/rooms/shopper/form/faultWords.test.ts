import { expect, test } from 'vitest';
import type { Item } from '../../../api/types';
import { messages } from '../../../i18n/en';
import { entryFaults, faultsByItem, otherFaults } from './entryFaults';
import { faultWords } from './faultWords';

const words = { en: '?' };
const told = { t: messages, locale: 'en-GB', zone: 'Europe/Vilnius', began: Date.parse('2026-03-02T09:00:00Z') };
const number: Item = { kind: 'number', key: 'n', text: words, unit: words, maximum: 90 };
const photo: Item = { kind: 'photo', key: 'p', text: words, minimum: 2 };

const said = (item: Item | undefined, code: string, path = 'answers.n'): string => faultWords(item, { path, code }, told);

test('a fault is told with what the item allows', () => {
  expect(said(number, 'out_of_range')).toContain('between 0 and 90');
  expect(said(photo, 'too_few_photos')).toContain('2 photos');
  expect(said({ kind: 'text', key: 't', text: words, max_length: 1500 }, 'text_too_long')).toContain('1,500');
  expect(said(number, 'time_before_start')).toContain('11:00');
  expect(said(undefined, 'time_implausible', 'started_at')).toBe(messages.form.faults.clock_wrong);
});

test('a fault that nobody knows is at least named', () => {
  expect(said(number, 'brand_new')).toContain('brand_new');
});

test('every fault belongs to its item, or to the audit as a whole', () => {
  const faults = ['answers.a.level', 'answers.a.narrative', 'answers.b', 'answers', 'started_at'].map((path) => ({ path, code: 'x' }));
  expect([...faultsByItem(faults)].map(([key, found]) => [key, found.length])).toEqual([['a', 2], ['b', 1]]);
  expect(otherFaults(faults).map(({ path }) => path)).toEqual(['answers', 'started_at']);
});

test('half a time is told as such, and an answer beneath it is not judged', () => {
  const item: Item = { kind: 'datetime', key: 'd', text: words };
  const faults = entryFaults(item, { value: null, typed: '2026-03-02T' }, undefined, told.began, 'standard');
  expect(faults).toEqual([{ path: 'answers.d', code: 'time_incomplete' }]);
  const off = entryFaults({ ...item, not_applicable: true }, { value: null, typed: 'x', not_applicable: true }, { kind: 'not_applicable' }, 0, 'standard');
  expect(off).toEqual([]);
});
