/**
 * Times of a call, derived from the taps that the shopper made while it happened.
 *
 * Only taps are stored, so a locked, killed or restarted phone loses no second. The clock may be set back between two
 * taps: the stretch across the jump then counts as nothing, and everything after it keeps its length.
 */
import type { Duration, DurationAnswer, Segment } from '../api/schema';
import type { Answer, Phase } from '../api/types';
import type { CallPhase, CallTap, DraftAnswer } from '../phone/records';

/** The phases that a call's taps can measure; others are timed by themselves. */
const CALL_PHASES: readonly Phase[] = ['ring', 'menu', 'hold', 'talk'];

/** From one tap to the next. `started_at` in ms; `seconds` is null while it lasts; `attempt` counts calls from 1. */
export type Lap = { phase: CallPhase; started_at: number; seconds: number | null; attempt: number };

export type Running = { phase: CallPhase; seconds: number };

/** Every stretch of every call, oldest first. */
export function lapsOf(taps: readonly CallTap[]): Lap[] {
  const laps: Lap[] = [];
  let attempt = 0;
  let over = true;
  for (const { phase, at } of steady(taps)) {
    const last = laps.at(-1);
    if (last?.seconds === null) last.seconds = inSeconds(at - last.started_at);
    if (phase === 'dial' || (over && phase !== 'ended')) attempt += 1;
    over = phase === 'ended';
    if (!over) laps.push({ phase, started_at: at, seconds: null, attempt });
  }
  return laps;
}

/** What runs at `now` (ms); null before the first call and between calls. */
export function running(taps: readonly CallTap[], now: number): Running | null {
  const last = taps.at(-1);
  if (last === undefined || last.phase === 'ended') return null;
  return { phase: last.phase, seconds: Math.max(0, now - last.at) / 1000 };
}

/**
 * The finished stretches of the call that counts.
 * Dialling is part of the ringing, because the caller waits from the moment of dialling.
 */
export function segmentsOf(taps: readonly CallTap[]): Segment[] {
  const segments: Segment[] = [];
  for (const { phase, started_at, seconds } of countingLaps(taps)) {
    if (seconds === null) continue;
    const named = wirePhase(phase);
    const last = segments.at(-1);
    if (last?.phase === named) last.seconds = tenths(last.seconds + seconds);
    else segments.push({ phase: named, started_at: new Date(started_at).toISOString(), seconds });
  }
  return segments;
}

/** The seconds spent in any of `phases`. */
function secondsIn(segments: readonly Segment[], phases: readonly Phase[]): number {
  return tenths(segments.reduce((sum, { phase, seconds }) => (phases.includes(phase) ? sum + seconds : sum), 0));
}

/** True for an item that the call screen fills; the others are timed where they stand. */
export function timedByCall(item: Duration): boolean {
  return item.measures.some((phase) => CALL_PHASES.includes(phase));
}

export function measured(item: Duration, segments: Segment[]): DurationAnswer {
  return { kind: 'duration', seconds: secondsIn(segments, item.measures), segments };
}

/** The measured answer; null as long as the call that counts is not over. */
export function timedAnswer(item: Duration, taps: readonly CallTap[]): DurationAnswer | null {
  const laps = timedByCall(item) ? countingLaps(taps) : [];
  const over = laps.length > 0 && laps.every(({ seconds }) => seconds !== null);
  return over ? measured(item, segmentsOf(taps)) : null;
}

/**
 * What an item is answered with: what was typed by hand or measured in place, else what the call's taps say.
 * A stopwatch that still runs is no answer.
 */
export function durationOf(item: Duration, draft: DraftAnswer | undefined, taps: readonly CallTap[]): Answer | null {
  if (draft?.stamp !== undefined) return null;
  return draft?.value ?? timedAnswer(item, taps);
}

/** The segments of a stopwatch that is stopped at `now` after having run since `since` (both ms). */
export function stopped(segments: readonly Segment[], since: number, now: number): Segment[] {
  return [...segments, { phase: 'wait', started_at: new Date(since).toISOString(), seconds: inSeconds(now - since) }];
}

/** The first call in which somebody spoke, else the first: a second one is made because the first led nowhere. */
function countingLaps(taps: readonly CallTap[]): Lap[] {
  const laps = lapsOf(taps);
  const counts = laps.find(({ phase }) => phase === 'talk')?.attempt ?? 1;
  return laps.filter(({ attempt }) => attempt === counts);
}

function steady(taps: readonly CallTap[]): CallTap[] {
  let behind = 0;
  let before = -Infinity;
  return taps.map(({ phase, at }) => {
    if (at + behind < before) behind = before - at;
    before = at + behind;
    return { phase, at: before };
  });
}

function wirePhase(phase: CallPhase): Phase {
  return phase === 'dial' || phase === 'ended' ? 'ring' : phase;
}

function inSeconds(ms: number): number {
  return tenths(Math.max(0, ms) / 1000);
}

function tenths(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
