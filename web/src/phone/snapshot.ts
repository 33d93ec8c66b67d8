/** What the server said last: assignments, their checklists and what came of the audits, for work without network. */
import type { PhoneDatabase } from './database';
import { PhoneError } from './errors';
import type { Draft, Snapshot, SyncBody } from './records';
import { StorageFull } from './storage';
import { Refusal, SignedOut, Unreachable, Wire } from './wire';

export const KEY = 'snapshot';

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
    if (error instanceof SignedOut) throw new PhoneError('signed_out');
    if (error instanceof Unreachable || error instanceof Refusal) throw new PhoneError('unreachable');
    throw error;
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
  if (answer.body.me.user_id !== db.userId) throw new SignedOut();
  const etag = answer.header('ETag') ?? '';
  const fetched_at = Date.now();
  await db.write(
    ['facts', 'drafts', 'notes'],
    async (tx) => {
      const body = withHeld(answer.body, known?.body, await tx.objectStore('drafts').getAll());
      await tx.objectStore('facts').put({ etag, body, fetched_at }, KEY);
      const open = new Set(body.assignments.map(({ id }) => id));
      const notes = await tx.objectStore('notes').getAll();
      const done = notes.filter(({ sent, assignment_id }) => sent && !open.has(assignment_id));
      await Promise.all(done.map(({ note_id }) => tx.objectStore('notes').delete(note_id)));
    },
    { store: 'snapshot' },
    { store: 'notes' },
  );
  return true;
}

/** `fresh`, and what drafts on this phone need that the server has stopped to mention: they may be months old. */
function withHeld(fresh: SyncBody, before: SyncBody | undefined, drafts: Draft[]): SyncBody {
  const assignments = missing(before?.assignments, fresh.assignments, drafts, ({ id }, draft) => id === draft.assignment_id);
  const checklists = missing(
    before?.checklists,
    fresh.checklists,
    drafts,
    ({ key, version }, { checklist }) => key === checklist.key && version === checklist.version,
  );
  return {
    ...fresh,
    assignments: [...fresh.assignments, ...assignments],
    checklists: [...fresh.checklists, ...checklists],
  };
}

function missing<T>(before: T[] = [], fresh: T[], drafts: Draft[], needs: (one: T, draft: Draft) => boolean): T[] {
  const bereft = drafts.filter((draft) => !fresh.some((one) => needs(one, draft)));
  return before.filter((one) => bereft.some((draft) => needs(one, draft)));
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
