/** A phone with a shopper who has work, for tests. */
import { IDBFactory } from 'fake-indexeddb';
import { saveAnswer } from '../answers';
import { openDatabase, type PhoneDatabase } from '../database';
import { finishDraft, startDraft } from '../drafts';
import { keepPhoto } from '../photos';
import type { Draft, SyncAssignment } from '../records';
import { KEY, readSnapshot } from '../snapshot';
import { assignment, NO_FACTS, picture, snapshot, USER } from './samples';

/** A phone with nothing of an earlier test on it. */
export async function freshPhone(assignments: SyncAssignment[] = []): Promise<PhoneDatabase> {
  globalThis.indexedDB = new IDBFactory();
  const db = await openDatabase(USER);
  await knowing(db, assignments);
  return db;
}

export async function knowing(db: PhoneDatabase, assignments: SyncAssignment[]): Promise<void> {
  await db.write(['facts'], (tx) => tx.objectStore('facts').put({ etag: '"1"', body: snapshot(assignments), fetched_at: 0 }, KEY));
}

/** A draft without answers, of an assignment that the phone has heard of. */
export async function begun(db: PhoneDatabase, place = assignment()): Promise<Draft> {
  const known = (await readSnapshot(db))?.body.assignments ?? [];
  if (!known.some(({ id }) => id === place.id)) await knowing(db, [...known, place]);
  return startDraft(db, place, 'en');
}

/** A submitted draft with photos of these sizes. */
export async function submitted(db: PhoneDatabase, sizes: number[] = [], place = assignment()): Promise<Draft> {
  const draft = await filled(db, sizes, place);
  return finishDraft(db, draft.audit_id, new Date(Date.parse(draft.started_at) + 60_000).toISOString(), 'ready');
}

export async function filled(db: PhoneDatabase, sizes: number[] = [], place = assignment()): Promise<Draft> {
  const draft = await begun(db, place);
  await saveAnswer(db, draft.audit_id, 'greeted', { value: { kind: 'yes_no', value: true } });
  for (const size of sizes) await addPhoto(db, draft.audit_id, size);
  return draft;
}

export function addPhoto(db: PhoneDatabase, audit_id: string, size = 1000): ReturnType<typeof keepPhoto> {
  return keepPhoto(db, { audit_id, item: 'front', bytes: picture(size), thumbnail: picture(10), facts: NO_FACTS });
}
