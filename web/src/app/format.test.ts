import { expect, test } from 'vitest';
import { distance, figure, moment, percent, size, span } from './format';

const plain = (text: string): string => text.replace(/\s/g, ' ');

test('a span names its two largest units', () => {
  expect(plain(span('en-GB', 0))).toBe('0 secs');
  expect(plain(span('en-GB', 200))).toBe('3 mins 20 secs');
  expect(plain(span('en-GB', 7505))).toBe('2 hrs 5 mins');
  expect(plain(span('en-GB', 3600))).toBe('1 hr');
  expect(plain(span('de-DE', 90))).toBe('1 Min. 30 Sek.');
});

test('a time is told in the zone of the branch', () => {
  expect(moment('en-GB', '2026-03-01T12:00:00Z', 'Europe/Vilnius')).toContain('14:00');
});

test('an unknown zone does not break the page', () => {
  expect(moment('en-GB', '2026-03-01T12:00:00Z', 'Mars/Olympus')).toContain('2026');
});

test('numbers follow the language', () => {
  expect(figure('de-DE', 3.25, 1)).toBe('3,3');
  expect(percent('tr-TR', 0.42)).toBe('%42');
});

test('a distance is told as people say it', () => {
  const now = Date.parse('2026-03-10T12:00:00Z');
  expect(distance('en-GB', '2026-03-07T12:00:00Z', 'UTC', now)).toBe('3 days ago');
  expect(distance('en-GB', '2026-03-10T14:10:00Z', 'UTC', now)).toBe('in 2 hours');
});

test('no deadline sounds later than it is', () => {
  const now = Date.parse('2026-03-10T12:00:00Z');
  expect(distance('en-GB', '2026-03-10T13:55:00Z', 'UTC', now)).toBe('in 1 hour');
  expect(distance('en-GB', '2026-03-10T12:29:50Z', 'UTC', now)).toBe('in 29 minutes');
  // 2.7 and 2.4 days, but one ends on a Friday and the other on a Thursday.
  expect(distance('en-GB', '2026-03-13T04:48:00Z', 'UTC', now)).toBe('in 3 days');
  expect(distance('en-GB', '2026-03-12T21:36:00Z', 'UTC', now)).toBe('in 2 days');
});

test('days are counted on the calendar of the branch', () => {
  const now = Date.parse('2026-03-10T12:00:00Z');
  expect(distance('en-GB', '2026-03-11T22:30:00Z', 'Europe/London', now)).toBe('tomorrow');
  expect(distance('en-GB', '2026-03-11T22:30:00Z', 'Europe/Vilnius', now)).toBe('in 2 days');
});

test('a size is told in the unit that says most', () => {
  expect(plain(size('en-GB', 0))).toBe('0 byte');
  expect(plain(size('en-GB', 840_200))).toBe('840 kB');
  expect(plain(size('de-DE', 2_440_000))).toBe('2,4 MB');
  expect(plain(size('en-GB', 31_900_000))).toBe('32 MB');
});
