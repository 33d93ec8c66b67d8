/** Photos of drafts: a record each, and the bytes apart. */
import type { PhoneDatabase, Writing } from './database';
import { touched } from './drafts';
import { PhoneError } from './errors';
import type { Original, PhotoFacts, PhotoRecord } from './records';
import type { Table } from './schema';

export type TakenPhoto = {
  audit_id: string;
  item: string;
  /** As they will be sent: a JPEG unless `type` says otherwise. */
  bytes: ArrayBuffer;
  type?: PhotoRecord['type'];
  /** Null where this browser cannot show the picture. */
  thumbnail: ArrayBuffer | null;
  facts: PhotoFacts;
  /** Made anew where there is none. */
  photo_id?: string;
  /** The photo that goes with the same stroke. */
  replaces?: string | null;
};

/** What is written when a photo comes, in whatever shape. */
export const PHOTO_PARTS = ['drafts', 'photos', 'originals', 'bytes'] satisfies Table[];
type PhotoWriting = Writing<(typeof PHOTO_PARTS)[number]>;

/** Throws `photo_empty`, `draft_gone`, `draft_closed`, `StorageFull`; then nothing of the photo is kept. */
export async function keepPhoto(db: PhoneDatabase, taken: TakenPhoto): Promise<PhotoRecord> {
  const { audit_id, item, bytes, replaces = null } = taken;
  const fresh = await recordOf(taken);
  return db.write(
    PHOTO_PARTS,
    async (tx) => {
      await touched(tx, audit_id);
      const photo = { ...fresh, position: await nextPosition(tx, audit_id, item) };
      await putPhoto(tx, photo, bytes, replaces);
      return photo;
    },
    { store: 'photos', audit_id },
  );
}

/** A photo that nobody has sent yet, the first of its item. Throws `photo_empty`. */
export async function recordOf({ bytes, replaces: _, ...taken }: TakenPhoto): Promise<PhotoRecord> {
  if (bytes.byteLength === 0) throw new PhoneError('photo_empty');
  return {
    type: 'image/jpeg',
    photo_id: crypto.randomUUID(),
    ...taken,
    position: 0,
    bytes: bytes.byteLength,
    sha256: await sha256Of(bytes),
    offset: 0,
    state: 'kept',
    problem: null,
  };
}

/** Behind everything that there is of the item, developed or not. */
export async function nextPosition(tx: PhotoWriting, auditId: string, item: string): Promise<number> {
  const [photos, originals] = await Promise.all([
    tx.objectStore('photos').index('audit_id').getAll(auditId),
    tx.objectStore('originals').index('audit_id').getAll(auditId),
  ]);
  const taken = [...photos, ...originals].filter((other) => other.item === item).map(({ position }) => position + 1);
  return Math.max(0, ...taken);
}

export async function putPhoto(tx: PhotoWriting, photo: PhotoRecord, bytes: ArrayBuffer, replaces: string | null): Promise<void> {
  await tx.objectStore('photos').put(photo);
  await tx.objectStore('bytes').put(bytes, photo.photo_id);
  if (replaces === null) return;
  await Promise.all([tx.objectStore('photos').delete(replaces), tx.objectStore('bytes').delete(replaces)]);
}

/** Removes a photo; does nothing when it has gone already. */
export async function removePhoto(db: PhoneDatabase, photoId: string): Promise<void> {
  const auditId = (await db.read(['photos'], (tx) => tx.objectStore('photos').get(photoId)))?.audit_id;
  if (auditId === undefined) return;
  await db.write(
    ['drafts', 'photos', 'bytes'],
    async (tx) => {
      await touched(tx, auditId);
      await Promise.all([tx.objectStore('photos').delete(photoId), tx.objectStore('bytes').delete(photoId)]);
    },
    { store: 'photos', audit_id: auditId },
  );
}

/** What there is of an audit's photos at one moment, each list by item in the order in which they were taken. */
export type Taken = { photos: PhotoRecord[]; originals: Original[] };

export function listTaken(db: PhoneDatabase, auditId: string): Promise<Taken> {
  return db.read(['photos', 'originals'], async (tx) => {
    const [photos, originals] = await Promise.all([
      tx.objectStore('photos').index('audit_id').getAll(auditId),
      tx.objectStore('originals').index('audit_id').getAll(auditId),
    ]);
    return { photos: inOrder(photos), originals: inOrder(originals) };
  });
}

/** The photos of an audit by item, in the order in which they were taken. */
export async function listPhotos(db: PhoneDatabase, auditId: string): Promise<PhotoRecord[]> {
  return (await listTaken(db, auditId)).photos;
}

/** Null for a photo of which the phone has only the name. */
export async function readPhotoBytes(db: PhoneDatabase, photoId: string): Promise<ArrayBuffer | null> {
  return (await db.read(['bytes'], (tx) => tx.objectStore('bytes').get(photoId))) ?? null;
}

export function inOrder<P extends Pick<PhotoRecord, 'item' | 'position'>>(photos: P[]): P[] {
  return photos.sort((a, b) => a.item.localeCompare(b.item) || a.position - b.position);
}

/** Photo ids by item, in order: as answers name them. */
export function idsByItem(photos: PhotoRecord[]): Record<string, string[]> {
  const ids: Record<string, string[]> = {};
  for (const { item, photo_id } of inOrder([...photos])) (ids[item] ??= []).push(photo_id);
  return ids;
}

/** The SHA-256 in lower-case hexadecimal. */
export async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
