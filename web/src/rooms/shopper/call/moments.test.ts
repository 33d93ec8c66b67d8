import { expect, test } from 'vitest';
import { countdown } from './countdown';
import { notBefore, shortMoment } from './moments';

const plain = (text: string): string => text.replace(/\s/g, ' ');
const EVENING = Date.parse('2026-03-02T22:30:00Z');

test('today is told by the hour, on the clock of the branch', () => {
  expect(shortMoment('en-GB', EVENING, 'Europe/London', EVENING - 3_600_000)).toBe('22:30');
  expect(plain(shortMoment('en-GB', EVENING, 'Europe/Vilnius', EVENING - 3_600_000))).toBe('3 Mar 2026, 00:30');
});

test('the minute in which something began is not before it', () => {
  expect(notBefore(EVENING, EVENING + 59_000)).toBe(EVENING + 59_000);
  expect(notBefore(EVENING, EVENING + 60_000)).toBe(EVENING);
  expect(notBefore(EVENING, EVENING - 1)).toBe(EVENING);
});

test('a day and more is not counted in seconds', () => {
  expect(countdown('en-GB', 3599.9)).toBe('59:59');
  expect(plain(countdown('en-GB', 93_600.5))).toBe('1 day 2 hrs');
});
