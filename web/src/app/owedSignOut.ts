/**
 * A sign-out that the server has not heard of yet. Scripts cannot remove the cookie, so the phone keeps in mind that
 * it belongs to nobody any more.
 */
const KEY = 'sign-out-owed';

export function owed(): boolean {
  return localStorage.getItem(KEY) !== null;
}

export function owe(): void {
  localStorage.setItem(KEY, 'yes');
}

export function settled(): void {
  localStorage.removeItem(KEY);
}

/** One tab at a time: an old session that is ended late must not take a new one's cookie with it. */
export async function alone<T>(work: () => Promise<T>): Promise<T> {
  // Pages over plain HTTP have no locks.
  return 'locks' in navigator ? navigator.locks.request('session', work) : work();
}
