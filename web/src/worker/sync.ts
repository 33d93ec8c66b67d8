/** Sending without a page: the browser wakes the worker when the network is back. */
import type { Me } from '../api/schema';
import { mayExist, openDatabase } from '../phone/database';
import { flush } from '../phone/outbox/pass';

/** A tab that is sending at the moment may be killed before it is done. */
const BUSY_MS = 2000;
const BUSY_TIMES = 15;
const PATIENCE_MS = 30_000;

/**
 * Sends what waits of the shopper who is signed in, and of nobody else. Throws while something is left that may be
 * sent later: then the browser comes again.
 */
export async function sendInBackground(): Promise<void> {
  const userId = await whoIsSignedIn();
  if (userId === null || !(await mayExist(userId))) return;
  const db = await openDatabase(userId);
  try {
    for (let time = 0; time < BUSY_TIMES; time += 1) {
      const { busy, left } = await flush(db, userId, { urgent: true });
      if (!busy && left > 0) throw new Error(`${left} not sent yet`);
      if (!busy) return;
      await new Promise((resolve) => setTimeout(resolve, BUSY_MS));
    }
    throw new Error('another tab has been sending all the time');
  } finally {
    db.close();
  }
}

async function whoIsSignedIn(): Promise<string | null> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch('/api/session', { cache: 'no-store', redirect: 'error', signal });
  if (response.status === 401) return null;
  if (!response.ok || !response.headers.get('Content-Type')?.startsWith('application/json')) {
    throw new Error('the server does not answer');
  }
  return ((await response.json()) as Me).user_id;
}
