/** What is known of the queue as a whole. Never worth failing for: without room it is simply not kept. */
import type { PhoneDatabase } from '../database';
import { UNTRIED } from '../drafts';
import type { Queue } from '../records';
import { StorageFull } from '../storage';

const KEY = 'queue';
const QUIET: Queue = { paused: null, sending: UNTRIED, current: null };

export async function readQueue(db: PhoneDatabase): Promise<Queue> {
  const kept = await db.read(['facts'], (tx) => tx.objectStore('facts').get(KEY));
  return (kept as Queue | undefined) ?? QUIET;
}

export async function changeQueue(db: PhoneDatabase, change: Partial<Queue>): Promise<void> {
  const before = await readQueue(db);
  const after = { ...before, ...change };
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  await ifRoom(db.write(['facts'], (tx) => tx.objectStore('facts').put(after, KEY), { store: 'queue' }));
}

/** Waits for a write that may as well not happen. */
export async function ifRoom(write: Promise<unknown>): Promise<void> {
  await write.catch((error: unknown) => {
    if (!(error instanceof StorageFull)) throw error;
  });
}
