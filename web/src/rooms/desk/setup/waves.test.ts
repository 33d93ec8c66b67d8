import { expect, test } from 'vitest';
import { messages } from '../../../i18n/en';
import { complaintsAboutWave, daysOf, overlapping, stateOf, waveDraft, waveOf } from './waves';

const WAVE = {
  id: 'one',
  programme_id: 'p',
  name: 'Spring',
  starts_at: '2026-03-01T00:00:00Z',
  ends_at: '2026-04-01T00:00:00Z',
};

test('the last day belongs to a wave', () => {
  const draft = waveDraft(WAVE);
  expect(draft).toEqual({ name: 'Spring', first: '2026-03-01', last: '2026-03-31' });
  expect(daysOf(draft)).toBe(31);
  const { id: _, ...body } = WAVE;
  expect(waveOf('p', draft)).toEqual(body);
});

test('a moment that was not a midnight stays while its day does', () => {
  const odd = { ...WAVE, starts_at: '2026-03-01T08:00:00Z', ends_at: '2026-03-31T18:00:00Z' };
  const draft = { ...waveDraft(odd), last: '2026-04-02' };
  expect(waveOf('p', draft, odd)).toMatchObject({ starts_at: odd.starts_at, ends_at: '2026-04-03T00:00:00Z' });
});

test('waves overlap where they share a day, and never themselves', () => {
  const next = { name: '', first: '2026-04-01', last: '2026-04-30' };
  expect(overlapping(next, [WAVE], 'two')).toEqual([]);
  expect(overlapping({ ...next, first: '2026-03-31' }, [WAVE], 'two')).toEqual([WAVE]);
  expect(overlapping(waveDraft(WAVE), [WAVE], 'one')).toEqual([]);
  expect(overlapping({ ...next, last: '' }, [WAVE], 'two')).toEqual([]);
});

test('a wave runs, lies ahead or is over', () => {
  const at = (day: string): string => stateOf(WAVE, Date.parse(`${day}T12:00:00Z`));
  expect([at('2026-02-28'), at('2026-03-31'), at('2026-04-01')]).toEqual(['ahead', 'running', 'over']);
});

test('a wave has a name, days in order, and not too many', () => {
  const t = messages.setup;
  expect(Object.keys(complaintsAboutWave(waveDraft(), t))).toEqual(['name', 'starts_at', 'ends_at']);
  const long = { name: 'Year', first: '2026-01-01', last: '2026-12-31' };
  expect(complaintsAboutWave(long, t)).toEqual({ ends_at: t.faults.wave_too_long });
  expect(complaintsAboutWave({ ...long, last: '2025-12-31' }, t)).toEqual({ ends_at: t.faults.wave_empty });
  expect(complaintsAboutWave({ ...long, last: '2026-12-30' }, t)).toEqual({});
});
