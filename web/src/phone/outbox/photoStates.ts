/** What the queue learns about single photos. A photo that the shopper has removed meanwhile stays removed. */
import type { PhoneDatabase } from '../database';
import type { PhotoRecord, StoredProblem } from '../records';
import { ifRoom } from './queue';

/** Notes that the server has `offset` bytes of a photo. */
export async function notePhotoProgress(db: PhoneDatabase, photo: PhotoRecord, offset: number): Promise<void> {
  const state = offset === photo.bytes ? ('arrived' as const) : ('kept' as const);
  // Without room the next try asks the server how far it came.
  await ifRoom(changePhoto(db, photo, { offset, state, problem: null }));
}

export function notePhotoProblem(db: PhoneDatabase, photo: PhotoRecord, problem: StoredProblem): Promise<void> {
  return changePhoto(db, photo, { offset: 0, state: 'kept', problem });
}

/** Forgets that these have arrived. False when the phone no longer has the bytes of one of them. */
export function sendAgain(db: PhoneDatabase, auditId: string, ids: readonly string[]): Promise<boolean> {
  return db.write(
    ['photos', 'bytes'],
    async (tx) => {
      for (const id of ids) {
        const photo = await tx.objectStore('photos').get(id);
        if (photo === undefined || (await tx.objectStore('bytes').getKey(id)) === undefined) return false;
        await tx.objectStore('photos').put({ ...photo, offset: 0, state: 'kept' });
      }
      return ids.length > 0;
    },
    { store: 'photos', audit_id: auditId },
  );
}

/** Gives photos new ids, because the server knows the old ones as something else. False like `sendAgain`. */
export function renamePhotos(db: PhoneDatabase, auditId: string, ids: readonly string[]): Promise<boolean> {
  const names = ids.map((id) => [id, crypto.randomUUID()] as const);
  return db.write(
    ['photos', 'bytes'],
    async (tx) => {
      for (const [id, photo_id] of names) {
        const photo = await tx.objectStore('photos').get(id);
        const bytes = await tx.objectStore('bytes').get(id);
        if (photo === undefined || bytes === undefined) return false;
        await Promise.all([
          tx.objectStore('photos').put({ ...photo, photo_id, offset: 0, state: 'kept', problem: null }),
          tx.objectStore('bytes').put(bytes, photo_id),
          tx.objectStore('photos').delete(id),
          tx.objectStore('bytes').delete(id),
        ]);
      }
      return ids.length > 0;
    },
    { store: 'photos', audit_id: auditId },
  );
}

function changePhoto(db: PhoneDatabase, { photo_id, audit_id }: PhotoRecord, change: Partial<PhotoRecord>): Promise<void> {
  return db.write(
    ['photos'],
    async (tx) => {
      const photo = await tx.objectStore('photos').get(photo_id);
      if (photo !== undefined) await tx.objectStore('photos').put({ ...photo, ...change });
    },
    { store: 'photos', audit_id },
  );
}
