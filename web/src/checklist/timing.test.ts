import { expect, test } from 'vitest';
import type { Duration } from '../api/schema';
import type { CallPhase, CallTap } from '../phone/records';
import { durationOf, lapsOf, measured, running, segmentsOf, stopped, timedAnswer } from './timing';

const NINE = Date.parse('2026-03-02T09:00:00Z');

function taps(...made: [CallPhase, number][]): CallTap[] {
  return made.map(([phase, second]) => ({ phase, at: NINE + second * 1000 }));
}

function item(...measures: Duration['measures']): Duration {
  return { kind: 'duration', key: 'wait', text: { en: 'Wait' }, measures };
}

function lengths(made: CallTap[]): [string, number][] {
  return segmentsOf(made).map(({ phase, seconds }) => [phase, seconds]);
}

test('a call becomes its stretches, and dialling is part of the ringing', () => {
  const call = taps(['dial', 0], ['ring', 3], ['menu', 15], ['hold', 20], ['talk', 65], ['hold', 80], ['talk', 90.26], ['ended', 120]);
  expect(lengths(call)).toEqual([['ring', 15], ['menu', 5], ['hold', 45], ['talk', 15], ['hold', 10.3], ['talk', 29.7]]);
  expect(segmentsOf(call)[1]?.started_at).toBe('2026-03-02T09:00:15.000Z');
});

test('an item sums its own phases and keeps the whole call as evidence', () => {
  const call = taps(['dial', 0], ['ring', 3], ['menu', 15], ['hold', 20.1], ['talk', 65.3], ['hold', 80], ['talk', 90.2], ['ended', 120]);
  expect(timedAnswer(item('ring', 'menu'), call)?.seconds).toBe(20.1);
  expect(timedAnswer(item('hold'), call)).toMatchObject({ kind: 'duration', seconds: 55.4 });
  expect(timedAnswer(item('hold'), call)?.segments).toHaveLength(6);
});

test('who was never put on hold has waited 0 seconds, with the call to prove it', () => {
  const answer = timedAnswer(item('hold'), taps(['dial', 0], ['talk', 4], ['ended', 60]));
  expect(answer?.seconds).toBe(0);
  expect(answer?.segments?.length).toBeGreaterThan(0);
});

test('what still lasts is not counted', () => {
  expect(segmentsOf(taps(['dial', 0]))).toEqual([]);
  expect(lengths(taps(['dial', 0], ['talk', 9]))).toEqual([['ring', 9]]);
});

test('an item is filled once the call is over, because the caller may be put on hold again', () => {
  const call = taps(['dial', 0], ['hold', 4], ['talk', 9], ['ended', 30]);
  expect(timedAnswer(item('hold'), [])).toBeNull();
  expect(timedAnswer(item('hold'), call.slice(0, 3))).toBeNull();
  expect(timedAnswer(item('hold'), call)?.seconds).toBe(5);
  const again = [...call, ...taps(['dial', 60])];
  expect(timedAnswer(item('hold'), again)?.seconds).toBe(5);
});

test('running time is told from the last tap, also after a restart', () => {
  const call = taps(['dial', 0], ['hold', 10]);
  expect(running(call, NINE + 130_500)).toEqual({ phase: 'hold', seconds: 120.5 });
  expect(running([], NINE)).toBeNull();
  expect(running(taps(['dial', 0], ['ended', 5]), NINE + 9000)).toBeNull();
});

test('a clock that is set back makes nothing negative and nothing after it wrong', () => {
  const call = taps(['dial', 0], ['ring', 5], ['hold', -3600], ['talk', -3570], ['ended', -3500]);
  expect(lengths(call)).toEqual([['ring', 5], ['hold', 30], ['talk', 70]]);
  expect(segmentsOf(call).every(({ started_at }) => Date.parse(started_at) >= NINE)).toBe(true);
  expect(running(call.slice(0, 3), NINE - 3_700_000)?.seconds).toBe(0);
});

test('the first call in which somebody spoke is the one that counts', () => {
  const twice = taps(['dial', 0], ['ring', 2], ['ended', 122], ['dial', 300], ['talk', 308], ['ended', 400]);
  expect(lapsOf(twice).map(({ attempt, seconds }) => [attempt, seconds])).toEqual([[1, 2], [1, 120], [2, 8], [2, 92]]);
  expect(lengths(twice)).toEqual([['ring', 8], ['talk', 92]]);
  expect(lengths(twice.slice(0, 3))).toEqual([['ring', 122]]);
  // As long as nobody has spoken, a second call in progress does not replace the first.
  expect(lengths(twice.slice(0, 4))).toEqual([['ring', 122]]);
});

test('a call without a dial tap, and an end without a call', () => {
  expect(lapsOf(taps(['ended', 0], ['ring', 1], ['ended', 4])).map(({ attempt, seconds }) => [attempt, seconds])).toEqual([[1, 3]]);
});

test('what was typed or measured in place goes before the taps; a stopwatch that runs is no answer', () => {
  const call = taps(['dial', 0], ['talk', 9], ['ended', 20]);
  const typed = { kind: 'duration', seconds: 12, typed_by_hand: true } as const;
  expect(durationOf(item('ring'), { value: typed }, call)).toBe(typed);
  expect(durationOf(item('ring'), { value: null }, call)).toMatchObject({ seconds: 9 });
  expect(durationOf(item('wait'), undefined, call)).toBeNull();
  expect(durationOf(item('wait'), { value: typed, stamp: NINE }, call)).toBeNull();
});

test('a stopwatch adds a stretch each time it is stopped', () => {
  const once = stopped([], NINE, NINE + 61_040);
  const again = stopped(once, NINE + 100_000, NINE + 90_000);
  expect(again.map(({ seconds }) => seconds)).toEqual([61, 0]);
  expect(measured(item('wait'), again)).toMatchObject({ kind: 'duration', seconds: 61 });
});
