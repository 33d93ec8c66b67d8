/**
 * A few facts about this phone that must survive its death at any moment: who works on it, and who has left. Browsers
 * write localStorage to the disk only seconds later; but other tabs hear of it, so it has them, too.
 */
import { deleteDB, openDB, type IDBPDatabase } from 'idb';

const NAME = 'device';
const TABLE = 'facts';

/**
 * Resolves when it is on the disk; null removes it. A full phone has no room to note anything: there what it knew before
 * is removed, so that localStorage speaks. Throws when not even that is possible: then the old fact is still true.
 */
export async function keep(key: string, value: unknown): Promise<void> {
  const forget = (): Promise<void> => write((table) => table.delete(key));
  const put = (): Promise<void> => write((table) => table.put(value, key));
  // Once more after a connection that the browser has dropped.
  await oneOf(put, put, forget, () => deleteDB(NAME));
  if (value === null) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify(value));
}

export async function recall<T>(key: string): Promise<T | null> {
  const read = (): Promise<T | null | undefined> => withTable(async (db) => (await db.get(TABLE, key)) as T | null | undefined);
  const kept = await read().catch(read).catch(() => undefined);
  return kept === undefined ? recallNow<T>(key) : kept;
}

/** What this or another tab said last; right after a start it may be out of date. */
export function recallNow<T>(key: string): T | null {
  const kept = localStorage.getItem(key);
  return kept === null ? null : (JSON.parse(kept) as T);
}

/** The first of these ways that works. Where the browser keeps nothing at all, localStorage is the best there is. */
async function oneOf(...ways: (() => Promise<unknown>)[]): Promise<void> {
  let failure: unknown;
  for (const way of ways) {
    try {
      return void (await way());
    } catch (error) {
      failure ??= error;
    }
  }
  if ('indexedDB' in globalThis && !(failure instanceof Error && failure.name === 'SecurityError')) throw failure;
}

type Facts = { put: (value: unknown, key: string) => Promise<unknown>; delete: (key: string) => Promise<void> };

function write(work: (table: Facts) => Promise<unknown>): Promise<void> {
  return withTable(async (db) => {
    const tx = db.transaction(TABLE, 'readwrite', { durability: 'strict' });
    // Heard now, because it may fail before `work` does.
    tx.done.catch(() => undefined);
    await work(tx.store);
    await tx.done;
  });
}

async function withTable<T>(work: (db: IDBPDatabase) => Promise<T>): Promise<T> {
  const db = await openDB(NAME, 1, { upgrade: (fresh) => void fresh.createObjectStore(TABLE) });
  try {
    return await work(db);
  } finally {
    db.close();
  }
}
