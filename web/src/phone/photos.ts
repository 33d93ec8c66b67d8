/** Photos of drafts: a record each, and the bytes apart. */
import type { PhoneDatabase } from './database';
import { touched } from './drafts';
import { PhoneError } from './errors';
import type { PhotoFacts, PhotoRecord } from './records';

export type TakenPhoto = {
  audit_id: string;
  item: string;
  /** As they will be sent: a JPEG unless `type` says otherwise. */
  bytes: ArrayBuffer;
  type?: PhotoRecord['type'];
  /** Null where this browser cannot show the picture. */
  thumbnail: ArrayBuffer | null;
  facts: PhotoFacts;
};

/** Throws `photo_empty`, `draft_gone`, `draft_closed`, `StorageFull`; then nothing of the photo is kept. */
export async function keepPhoto(db: PhoneDatabase, taken: TakenPhoto): Promise<PhotoRecord> {
  if (taken.bytes.byteLength === 0) throw new PhoneError('photo_empty');
  const { bytes, ...rest } = taken;
  const fresh: PhotoRecord = {
    type: 'image/jpeg',
    ...rest,
    photo_id: crypto.randomUUID(),
    position: 0,
    bytes: bytes.byteLength,
    sha256: await sha256Of(bytes),
    offset: 0,
    state: 'kept',
    problem: null,
  };
  return db.write(
    ['drafts', 'photos', 'bytes'],
    async (tx) => {
      await touched(tx, taken.audit_id);
      const others = await tx.objectStore('photos').index('audit_id').getAll(taken.audit_id);
      const positions = others.filter(({ item }) => item === taken.item).map(({ position }) => position + 1);
      const photo = { ...fresh, position: Math.max(0, ...positions) };
      await tx.objectStore('photos').put(photo);
      await tx.objectStore('bytes').put(bytes, photo.photo_id);
      return photo;
    },
    { store: 'photos', audit_id: taken.audit_id },
  );
}

/** Does nothing when it has gone already. */
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

/** By item in the order in which they were taken. */
export async function listPhotos(db: PhoneDatabase, auditId: string): Promise<PhotoRecord[]> {
  return inOrder(await db.read(['photos'], (tx) => tx.objectStore('photos').index('audit_id').getAll(auditId)));
}

/** Null for a photo of which the phone has only the name. */
export async function readPhotoBytes(db: PhoneDatabase, photoId: string): Promise<ArrayBuffer | null> {
  return (await db.read(['bytes'], (tx) => tx.objectStore('bytes').get(photoId))) ?? null;
}

export function inOrder(photos: PhotoRecord[]): PhotoRecord[] {
  return photos.sort((a, b) => a.item.localeCompare(b.item) || a.position - b.position);
}

/** Photo ids by item, in order: as answers name them. */
export function idsByItem(photos: PhotoRecord[]): Record<string, string[]> {
  const ids: Record<string, string[]> = {};
  for (const { item, photo_id } of inOrder([...photos])) (ids[item] ??= []).push(photo_id);
  return ids;
}

/** In lower-case hexadecimal. */
export async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
