/**
 * One database for each shopper, so that another shopper on the same phone never sees it. Everything is read and
 * written in transactions; a write is over when it is on the disk.
 */
import { deleteDB, openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { announceChange, type Change } from './changes';
import { PhoneError } from './errors';
import { MIGRATIONS, VERSION, type Table, type Tables } from './schema';
import { StorageFull } from './storage';

export type Reading<S extends Table> = IDBPTransaction<Tables, S[], 'readonly'>;
export type Writing<S extends Table> = IDBPTransaction<Tables, S[], 'readwrite'>;

/** Browsers drop connections of pages in the background; the next use opens a new one. */
const ATTEMPTS = 3;

export class PhoneDatabase {
  #handle: Promise<IDBPDatabase<Tables>> | null = null;
  /** What was still under way when the store was removed must not make it anew. */
  #removed = false;

  constructor(readonly userId: string) {}

  read<S extends Table, T>(tables: S[], work: (tx: Reading<S>) => Promise<T>): Promise<T> {
    return this.#patiently(async (handle) => {
      const tx = handle.transaction(tables, 'readonly');
      return finished(tx, work(tx));
    });
  }

  /**
   * All of `work` or nothing, durable when it resolves. It may run again after a dropped connection, so ids and times
   * are made before. `changes` are announced afterwards. Throws `StorageFull`.
   */
  async write<S extends Table, T>(tables: S[], work: (tx: Writing<S>) => Promise<T>, ...changes: Change[]): Promise<T> {
    const result = await this.#patiently(async (handle) => {
      const tx = handle.transaction(tables, 'readwrite', { durability: 'strict' });
      return finished(tx, work(tx));
    });
    announceChange(this.userId, ...changes);
    return result;
  }

  /** Opens the connection if there is none. */
  async ready(): Promise<void> {
    await this.#patiently(async () => undefined);
  }

  close(): void {
    void this.#handle?.then((handle) => handle.close()).catch(() => undefined);
    this.#handle = null;
  }

  async #patiently<T>(work: (handle: IDBPDatabase<Tables>) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work(await this.#connection());
      } catch (error) {
        if (attempt === ATTEMPTS || !isDropped(error)) throw told(error);
        this.close();
      }
    }
  }

  async #connection(): Promise<IDBPDatabase<Tables>> {
    if (this.#removed) throw new PhoneError('store_removed');
    this.#handle ??= this.#open();
    return this.#handle;
  }

  #open(): Promise<IDBPDatabase<Tables>> {
    const forget = (): void => {
      if (this.#handle === opened) this.#handle = null;
    };
    let failure: unknown = null;
    const opened = openDB<Tables>(nameOf(this.userId), VERSION, {
      upgrade: async (db, from, _, tx) => {
        try {
          for (const migrate of MIGRATIONS.slice(from)) await migrate(db as never, tx as never);
        } catch (error) {
          // Else the half that was done would stay.
          failure = error;
          tx.done.catch(() => undefined);
          abort(tx);
        }
      },
      // Whoever wants to upgrade or delete the database must not wait for us.
      blocking: (_, wanted, event) => {
        this.#removed ||= wanted === null;
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    }).catch((error: unknown) => {
      forget();
      throw failure ?? error;
    });
    return opened;
  }
}

export async function openDatabase(userId: string): Promise<PhoneDatabase> {
  const db = new PhoneDatabase(userId);
  await db.ready();
  return db;
}

export function deleteDatabase(userId: string): Promise<void> {
  return deleteDB(nameOf(userId));
}

/** False only where it is known that this shopper has kept nothing on this phone. */
export async function mayExist(userId: string): Promise<boolean> {
  const all = await indexedDB.databases?.();
  return all?.some(({ name }) => name === nameOf(userId)) ?? true;
}

function nameOf(userId: string): string {
  return `audits-${userId}`;
}

async function finished<T>(tx: { done: Promise<void>; abort: () => void }, work: Promise<T>): Promise<T> {
  // Heard now, because it may fail before `work` does.
  const ended = tx.done.then(
    () => null,
    (error: unknown) => error,
  );
  try {
    const result = await work;
    const failure = await ended;
    if (failure === null) return result;
    throw failure;
  } catch (error) {
    abort(tx);
    const reason = await ended;
    throw isFull(reason) ? reason : error;
  }
}

function abort(tx: { abort: () => void }): void {
  try {
    tx.abort();
  } catch {
    // It has ended by itself.
  }
}

/** Closed under our feet: by the browser, or by another tab that upgrades. */
function isDropped(error: unknown): boolean {
  const name = nameOfError(error);
  return name === 'InvalidStateError' || name === 'UnknownError' || name === 'AbortError';
}

function told(error: unknown): unknown {
  if (isFull(error)) return new StorageFull();
  return nameOfError(error) === 'VersionError' ? new PhoneError('outdated') : error;
}

function isFull(error: unknown): boolean {
  return nameOfError(error) === 'QuotaExceededError';
}

function nameOfError(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
