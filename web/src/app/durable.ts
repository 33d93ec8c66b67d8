/**
 * A few facts about this phone that must survive its death at any moment: who works on it, and who has left. Browsers
 * write localStorage to the disk only seconds later; but other tabs hear of it, so it has them, too.
 */
import { openDB, type IDBPDatabase } from 'idb';

const NAME = 'device';
const TABLE = 'facts';

/** Resolves when it is on the disk; null removes it. */
export async function keep(key: string, value: unknown): Promise<void> {
  if (value === null) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify(value));
  await withTable(async (db) => {
    const tx = db.transaction(TABLE, 'readwrite', { durability: 'strict' });
    await tx.store.put(value, key);
    await tx.done;
  });
}

export async function recall<T>(key: string): Promise<T | null> {
  const kept = await withTable(async (db) => (await db.get(TABLE, key)) as T | null | undefined);
  return kept === undefined ? recallNow<T>(key) : kept;
}

/** What this or another tab said last; right after a start it may be out of date. */
export function recallNow<T>(key: string): T | null {
  const kept = localStorage.getItem(key);
  return kept === null ? null : (JSON.parse(kept) as T);
}

/** Undefined where the browser keeps nothing: then localStorage is the best there is. */
async function withTable<T>(work: (db: IDBPDatabase) => Promise<T>): Promise<T | undefined> {
  try {
    const db = await openDB(NAME, 1, { upgrade: (fresh) => void fresh.createObjectStore(TABLE) });
    try {
      return await work(db);
    } finally {
      db.close();
    }
  } catch {
    return undefined;
  }
}
