/** What the server said last: assignments, their checklists and what came of the audits, for work without network. */
import type { PhoneDatabase } from './database';
import { PhoneError } from './errors';
import type { Snapshot, SyncBody } from './records';
import { StorageFull } from './storage';
import { SignedOut, Wire } from './wire';

const KEY = 'snapshot';

/** Null until the server was reached for the first time. */
export async function readSnapshot(db: PhoneDatabase): Promise<Snapshot | null> {
  const stored = await db.read(['facts'], (tx) => tx.objectStore('facts').get(KEY));
  return (stored as Snapshot | undefined) ?? null;
}

/** Asks the server; what has not changed costs one short answer. Throws `unreachable`, `signed_out`, `StorageFull`. */
export async function refresh(db: PhoneDatabase, wire = new Wire(db.userId)): Promise<'changed' | 'same'> {
  try {
    const changed = await refreshBody(db, wire);
    await refreshPictures(db, wire);
    return changed ? 'changed' : 'same';
  } catch (error) {
    if (error instanceof PhoneError) throw error;
    throw new PhoneError(error instanceof SignedOut ? 'signed_out' : 'unreachable');
  }
}

/** A reference photo that a checklist shows; null while it has not been fetched. */
export async function readPicture(db: PhoneDatabase, photoId: string): Promise<ArrayBuffer | null> {
  return (await db.read(['pictures'], (tx) => tx.objectStore('pictures').get(photoId))) ?? null;
}

async function refreshBody(db: PhoneDatabase, wire: Wire): Promise<boolean> {
  const known = await readSnapshot(db);
  const answer = await wire.json<SyncBody>('GET', '/api/sync', known ? { 'If-None-Match': known.etag } : {});
  if (answer.status === 304) return false;
  if (answer.status !== 200) throw answer.failure();
  const fresh: Snapshot = { etag: answer.header('ETag') ?? '', body: answer.body, fetched_at: Date.now() };
  await db.write(
    ['facts', 'notes'],
    async (tx) => {
      await tx.objectStore('facts').put(fresh, KEY);
      const open = new Set(fresh.body.assignments.map(({ id }) => id));
      const notes = await tx.objectStore('notes').getAll();
      const done = notes.filter(({ sent, assignment_id }) => sent && !open.has(assignment_id));
      await Promise.all(done.map(({ note_id }) => tx.objectStore('notes').delete(note_id)));
    },
    { store: 'snapshot' },
    { store: 'notes' },
  );
  return true;
}

/** Fetches what is missing and drops what no checklist shows any more. A missing picture stops nobody from working. */
async function refreshPictures(db: PhoneDatabase, wire: Wire): Promise<void> {
  const wanted = new Set((await readSnapshot(db))?.body.reference_photos);
  const kept = await db.read(['pictures'], (tx) => tx.objectStore('pictures').getAllKeys());
  for (const id of kept.filter((known) => !wanted.has(known))) {
    await db.write(['pictures'], (tx) => tx.objectStore('pictures').delete(id));
  }
  for (const id of [...wanted].filter((known) => !kept.includes(known))) {
    const picture = await wire.picture(`/api/photos/${id}`);
    if (picture !== null && !(await keepPicture(db, id, picture))) return;
  }
}

/** False when there is no room: audits need it more. */
async function keepPicture(db: PhoneDatabase, id: string, picture: ArrayBuffer): Promise<boolean> {
  try {
    await db.write(['pictures'], (tx) => tx.objectStore('pictures').put(picture, id), { store: 'pictures' });
    return true;
  } catch (error) {
    if (error instanceof StorageFull) return false;
    throw error;
  }
}
