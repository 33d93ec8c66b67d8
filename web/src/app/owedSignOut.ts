/**
 * A sign-out that the server has not heard of yet. Scripts cannot remove the cookie, so the phone keeps in mind that
 * it belongs to nobody any more.
 */
import { keep, recall } from './durable';

const KEY = 'sign-out-owed';

export async function owed(): Promise<boolean> {
  return (await recall<true>(KEY)) !== null;
}

export function owe(): Promise<void> {
  return keep(KEY, true);
}

export async function settled(): Promise<void> {
  if (await owed()) await keep(KEY, null);
}

/** One tab at a time: an old session that is ended late must not take a new one's cookie with it. */
export async function alone<T>(work: () => Promise<T>): Promise<T> {
  // Pages over plain HTTP have no locks.
  return 'locks' in navigator ? navigator.locks.request('session', work) : work();
}
