/** What the server said last: assignments, their checklists and what came of the audits, for work without network. */
import type { PhoneDatabase } from './database';
import { PhoneError } from './errors';
import type { Draft, Snapshot, SyncAssignment, SyncBody } from './records';
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

/** Another tab may store a later answer while this one is under way: then this one is out of date, and asked for again. */
async function refreshBody(db: PhoneDatabase, wire: Wire): Promise<boolean> {
  for (;;) {
    const known = (await readSnapshot(db))?.etag;
    const answer = await wire.json<SyncBody>('GET', '/api/sync', known === undefined ? {} : { 'If-None-Match': known });
    if (answer.status === 304) return false;
    if (answer.status !== 200) throw answer.failure();
    if (answer.body.me.user_id !== db.userId) throw new SignedOut();
    if (await keepBody(db, known, { etag: answer.header('ETag') ?? '', body: answer.body, fetched_at: Date.now() })) return true;
  }
}

/** False, and nothing is changed, where what is stored is no longer what the server was asked about: `known`. */
function keepBody(db: PhoneDatabase, known: string | undefined, fresh: Snapshot): Promise<boolean> {
  return db.write(
    ['facts', 'drafts', 'notes'],
    async (tx) => {
      const stored = (await tx.objectStore('facts').get(KEY)) as Snapshot | undefined;
      if (stored?.etag !== known) return false;
      const body = withHeld(fresh.body, stored?.body, await tx.objectStore('drafts').getAll());
      await tx.objectStore('facts').put({ ...fresh, body }, KEY);
      const open = new Set(body.assignments.map(({ id }) => id));
      const notes = await tx.objectStore('notes').getAll();
      const done = notes.filter(({ sent, assignment_id }) => sent && !open.has(assignment_id));
      await Promise.all(done.map(({ note_id }) => tx.objectStore('notes').delete(note_id)));
      return true;
    },
    { store: 'snapshot' },
    { store: 'notes' },
  );
}

/** Whether this assignment can be begun by what the server said last: it is there, and with it its checklist. */
export function isPlanned(snapshot: Snapshot | undefined, { id, checklist: { key, version } }: SyncAssignment): boolean {
  const { assignments = [], checklists = [] } = snapshot?.body ?? {};
  return (
    assignments.some((one) => one.id === id && one.status !== 'cancelled') &&
    checklists.some((one) => one.key === key && one.version === version)
  );
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
