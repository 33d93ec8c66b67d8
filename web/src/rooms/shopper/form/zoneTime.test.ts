import { expect, test } from 'vitest';
import { fromWall, wallTime } from './zoneTime';

const iso = (date: string, time: string, zone: string): string => new Date(fromWall({ date, time }, zone)).toISOString();

test('the clock on the wall is that of the branch', () => {
  expect(wallTime(Date.parse('2026-03-02T22:05:30Z'), 'Europe/Vilnius')).toEqual({ date: '2026-03-03', time: '00:05' });
  expect(iso('2026-03-03', '00:05', 'Europe/Vilnius')).toBe('2026-03-02T22:05:00.000Z');
  expect(iso('2026-07-03', '14:00', 'Asia/Kolkata')).toBe('2026-07-03T08:30:00.000Z');
});

test('there and back is the same minute, also around the change of the clocks', () => {
  for (const zone of ['Europe/Berlin', 'America/St_Johns', 'Pacific/Auckland', 'UTC']) {
    for (let at = Date.parse('2026-03-28T20:00:00Z'); at < Date.parse('2026-03-29T06:00:00Z'); at += 17 * 60_000) {
      expect([zone, fromWall(wallTime(at, zone), zone)]).toEqual([zone, at]);
    }
  }
});

test('a time that the clocks skip is still a time near it', () => {
  expect(['2026-03-29T00:30:00.000Z', '2026-03-29T01:30:00.000Z']).toContain(iso('2026-03-29', '02:30', 'Europe/Berlin'));
});

test('an unknown zone falls back on that of the phone', () => {
  expect(wallTime(Date.parse('2026-03-02T10:00:00Z'), 'Mars/Olympus').date).toBe('2026-03-02');
});
