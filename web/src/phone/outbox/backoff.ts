/** When to try again: soon at first, then ever more seldom, and never all phones at once. */
import type { Sending, StoredProblem } from '../records';
import { LONGEST_WAIT_MS } from '../wire';

const FIRST_MS = 2000;
const LONGEST_MS = 300_000;
/** Chance must not make a hot loop. */
const SHORTEST_MS = 250;

export type Dice = () => number;

/** After one more failure. `wait`: what the server asked for, in ms. */
export function failed(before: Sending, problem: StoredProblem, now: number, wait: number | null, dice: Dice): Sending {
  const asked = wait === null ? 0 : wait + dice() * FIRST_MS;
  const spread = Math.max(SHORTEST_MS, dice() * Math.min(LONGEST_MS, FIRST_MS * 2 ** before.attempts));
  return { attempts: before.attempts + 1, not_before: now + (wait === null ? spread : asked), problem };
}

/** Milliseconds still to wait. A wait that nobody can have meant comes from a clock that was set back: it is over. */
export function waitLeft({ not_before }: Sending, now: number): number {
  const left = not_before - now;
  return left > LONGEST_WAIT_MS + FIRST_MS ? 0 : Math.max(0, left);
}
