/** When a callback is due, and when the promise counts as broken. */
import type { Callback, CallbackAnswer, Checklist } from '../api/schema';
import type { DraftAnswer } from '../phone/records';
import { answerTo, visible, type Answers } from './visibility';

/** A callback that comes at this many times the promised span scores nothing: it did not come. */
const LATE_FACTOR = 2;

export type OpenCallback = { item: Callback; answer: CallbackAnswer; due: Date; closes: Date };

/** The promised time where one was named, else what the checklist grants. */
export function callbackDue(item: Callback, answer: CallbackAnswer): Date {
  return after(answer, promisedSpan(item, answer));
}

/** Twice the promise: from then on it is not kept, whatever comes. */
export function closesAt(item: Callback, answer: CallbackAnswer): Date {
  return after(answer, LATE_FACTOR * promisedSpan(item, answer));
}

/** Something is owed and nobody has called yet. Where a promise was needed and none was made, nothing is waited for. */
export function awaited(item: Callback, answer: CallbackAnswer): boolean {
  return !answer.came_at && (answer.promised || item.promise_needed === false);
}

/**
 * The visible callbacks that may still come at `now` (ms), the one due first on top; without those that the shopper
 * has given up on, which only `drafts` know.
 */
export function openCallbacks(
  definition: Checklist,
  answers: Answers,
  now = Date.now(),
  drafts: Record<string, DraftAnswer> = {},
): OpenCallback[] {
  return visible(definition, answers)
    .flatMap(({ item }) => {
      const answer = answerTo(answers, item.key);
      if (item.kind !== 'callback' || answer?.kind !== 'callback') return [];
      if (!awaited(item, answer) || drafts[item.key]?.given_up) return [];
      return [{ item, answer, due: callbackDue(item, answer), closes: closesAt(item, answer) }];
    })
    .filter(({ closes }) => closes.getTime() > now)
    .sort((a, b) => a.due.getTime() - b.due.getTime());
}

/** In ms. A named time counts; it is never less than a second, so that no promise is due before it was made. */
function promisedSpan(item: Callback, answer: CallbackAnswer): number {
  if (!answer.promised_for) return item.due_within * 1000;
  return Math.max(Date.parse(answer.promised_for) - Date.parse(answer.owed_since), 1000);
}

function after(answer: CallbackAnswer, ms: number): Date {
  return new Date(Date.parse(answer.owed_since) + ms);
}
