/** The tables of one shopper's database, and how they came to be. */
import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import type { Submission } from '../api/schema';
import type { CallTap, Draft, DraftAnswer, Note, Original, PhotoRecord, Queue, ReceiptRecord, Snapshot } from './records';

export type AnswerRow = { audit_id: string; item: string; answer: DraftAnswer };
export type TapRow = CallTap & { audit_id: string; n: number };

export interface Tables extends DBSchema {
  drafts: { key: string; value: Draft };
  answers: { key: [string, string]; value: AnswerRow };
  taps: { key: [string, number]; value: TapRow };
  photos: { key: string; value: PhotoRecord; indexes: { audit_id: string } };
  /** Photos that are not developed yet. */
  originals: { key: string; value: Original; indexes: { audit_id: string } };
  /** By photo, of its original until it is developed. ArrayBuffers, because WebKit loses Blobs. */
  bytes: { key: string; value: ArrayBuffer };
  notes: { key: string; value: Note };
  /** By audit. */
  receipts: { key: string; value: ReceiptRecord };
  /** What was handed to the network, by audit: a repetition must be the same to the last letter. */
  submissions: { key: string; value: Submission };
  /** Reference photos of checklists. */
  pictures: { key: string; value: ArrayBuffer };
  facts: { key: string; value: Snapshot | Queue };
}

export type Table =
  | 'drafts'
  | 'answers'
  | 'taps'
  | 'photos'
  | 'originals'
  | 'bytes'
  | 'notes'
  | 'receipts'
  | 'submissions'
  | 'pictures'
  | 'facts';

type Migration = (db: IDBPDatabase, tx: IDBPTransaction<unknown, string[], 'versionchange'>) => Promise<void> | void;

/**
 * The first makes version 1 out of nothing, the second version 2 out of version 1, and so on. What has once been on a
 * phone is never changed here: a new version is a new line.
 */
export const MIGRATIONS: readonly Migration[] = [createTables, partPhotosFromBytes, keepOriginals];

export const VERSION = MIGRATIONS.length;

function createTables(db: IDBPDatabase): void {
  db.createObjectStore('drafts', { keyPath: 'audit_id' });
  db.createObjectStore('answers', { keyPath: ['audit_id', 'item'] });
  db.createObjectStore('taps', { keyPath: ['audit_id', 'n'] });
  db.createObjectStore('photos', { keyPath: 'photo_id' }).createIndex('audit_id', 'audit_id');
  db.createObjectStore('notes', { keyPath: 'note_id' });
  db.createObjectStore('receipts', { keyPath: 'receipt.audit_id' });
  db.createObjectStore('facts');
}

/** A list of photos must not read megabytes; and a draft has to say whether it is on its way. */
async function partPhotosFromBytes(
  db: IDBPDatabase,
  tx: IDBPTransaction<unknown, string[], 'versionchange'>,
): Promise<void> {
  const bytes = db.createObjectStore('bytes');
  db.createObjectStore('submissions');
  db.createObjectStore('pictures');
  for (let at = await tx.objectStore('photos').openCursor(); at; at = await at.continue()) {
    const { content, ...photo } = at.value as PhotoRecord & { content: ArrayBuffer };
    await bytes.put(content, photo.photo_id);
    await at.update(photo);
  }
  for (let at = await tx.objectStore('drafts').openCursor(); at; at = await at.continue()) {
    await at.update({ ...(at.value as Draft), underway: false });
  }
}

/** What a camera has just handed over must not wait in memory until it is developed. */
function keepOriginals(db: IDBPDatabase): void {
  db.createObjectStore('originals', { keyPath: 'photo_id' }).createIndex('audit_id', 'audit_id');
}
