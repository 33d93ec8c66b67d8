import { describe, expect, it } from 'vitest';
import { daysIn, daysOf, isRest, plusDays, trimmed, windowOf, workingDays } from './days';

const REST = { weekends: false, closed: ['2026-12-24'] };

describe('days of fieldwork', () => {
  it('are without weekends and closed days', () => {
    expect(workingDays({ from: '2026-12-18', to: '2026-12-25' }, REST)).toEqual([
      '2026-12-18', '2026-12-21', '2026-12-22', '2026-12-23', '2026-12-25',
    ]);
    expect(isRest('2026-12-19', { ...REST, weekends: true })).toBe(false);
    expect(isRest('2026-12-24', { ...REST, weekends: true })).toBe(true);
  });

  it('begin and end on one with fieldwork, if there is any', () => {
    expect(trimmed({ from: '2026-12-19', to: '2026-12-27' }, REST)).toEqual({ from: '2026-12-21', to: '2026-12-25' });
    expect(trimmed({ from: '2026-12-19', to: '2026-12-20' }, REST)).toEqual({ from: '2026-12-19', to: '2026-12-20' });
  });

  it('are whole by the clock of the branch, also when it is set back', () => {
    expect(windowOf({ from: '2026-10-24', to: '2026-10-25' }, 'Europe/Vilnius')).toEqual({
      window_starts_at: '2026-10-23T21:00:00.000Z',
      window_ends_at: '2026-10-25T21:59:00.000Z',
    });
  });

  it('of a wave are those of the branch', () => {
    const wave = { starts_at: '2026-11-30T22:00:00Z', ends_at: '2026-12-31T22:00:00Z' };
    expect(daysOf(wave, 'Europe/Vilnius')).toEqual({ from: '2026-12-01', to: '2026-12-31' });
    expect(daysOf(wave, 'Europe/London')).toEqual({ from: '2026-11-30', to: '2026-12-31' });
  });

  it('go on over the end of a month', () => {
    expect(plusDays('2026-02-27', 3)).toBe('2026-03-02');
  });

  it('are read as they are typed', () => {
    expect(daysIn('2026-12-24, 2026-12-31;\n2027-01-01 soon 2026-13-01')).toEqual(['2026-12-24', '2026-12-31', '2027-01-01']);
  });
});
