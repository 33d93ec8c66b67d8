/** How far an audit has got on its way, and when it is tried again. */
import type { Draft, PhotoRecord, Queue } from '../../../phone/records';

const ORDER = { refused: 0, ready: 1, waiting: 2, filling: 3 };

/** What was submitted and is not confirmed: first what needs the shopper, then the earliest. */
export function inOrder(drafts: readonly Draft[]): Draft[] {
  const submitted = drafts.filter(({ state }) => state !== 'filling');
  const finished = (draft: Draft): number => Date.parse(draft.finished_at ?? draft.started_at);
  return submitted.sort((a, b) => ORDER[a.state] - ORDER[b.state] || finished(a) - finished(b));
}

/** The bytes that the server has, in [0, 1]; the answers go last and weigh nothing. */
export function shareSent(photos: readonly PhotoRecord[]): number {
  const all = photos.reduce((sum, { bytes }) => sum + bytes, 0);
  const there = photos.reduce((sum, { bytes, offset, state }) => sum + (state === 'arrived' ? bytes : offset), 0);
  return all === 0 ? 0 : there / all;
}

/** In milliseconds; null when nothing holds it back. */
export function nextTry(draft: Draft, queue: Queue, now = Date.now()): number | null {
  const at = Math.max(draft.sending.not_before, queue.sending.not_before);
  return at > now ? at : null;
}
