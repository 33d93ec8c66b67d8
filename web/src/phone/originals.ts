/** Photos as they came from the camera: on the disk before anything is made of them, until they are developed. */
import type { PhoneDatabase } from './database';
import { touched } from './drafts';
import { PhoneError } from './errors';
import { inOrder, nextPosition, PHOTO_PARTS, putPhoto, recordOf, type TakenPhoto } from './photos';
import type { Original } from './records';

/** A page that was killed so often while it developed a photo may have died of it. */
const MOST_TRIES = 5;

export type Shot = Pick<Original, 'photo_id' | 'audit_id' | 'item' | 'facts' | 'consent' | 'replaces'> & { bytes: ArrayBuffer };

/** Throws `draft_gone`, `draft_closed`, `StorageFull`; then nothing of it is kept. */
export function keepOriginal(db: PhoneDatabase, { bytes, ...shot }: Shot): Promise<void> {
  const { audit_id, item } = shot;
  return db.write(
    PHOTO_PARTS,
    async (tx) => {
      const draft = await touched(tx, audit_id);
      // What has been submitted, though it may still be changed, is not looked at for originals any more.
      if (draft.state !== 'filling') throw new PhoneError('draft_closed');
      const position = await nextPosition(tx, audit_id, item);
      const original: Original = { ...shot, position, bytes: bytes.byteLength, tries: 0, why: null };
      await tx.objectStore('originals').put(original);
      await tx.objectStore('bytes').put(bytes, shot.photo_id);
    },
    { store: 'photos', audit_id },
  );
}

/** Those of all audits that can be developed, without their bytes. */
export async function undeveloped(db: PhoneDatabase): Promise<Original[]> {
  const all = await db.read(['originals'], (tx) => tx.objectStore('originals').getAll());
  return inOrder(all.filter(({ why }) => why === null));
}

/**
 * The bytes to be developed, once it is written down that they are tried; null when there is nothing to do, because it
 * has gone meanwhile or was tried too often. Throws `StorageFull`.
 */
export function beginDeveloping(db: PhoneDatabase, { photo_id, audit_id }: Original): Promise<ArrayBuffer | null> {
  return db.write(
    ['originals', 'bytes'],
    async (tx) => {
      const original = await tx.objectStore('originals').get(photo_id);
      if (original === undefined || original.why !== null) return null;
      const { tries } = original;
      const bytes = tries < MOST_TRIES ? await tx.objectStore('bytes').get(photo_id) : undefined;
      const now: Original = bytes ? { ...original, tries: tries + 1 } : { ...original, why: 'failed' };
      await tx.objectStore('originals').put(now);
      return bytes ?? null;
    },
    { store: 'photos', audit_id },
  );
}

/**
 * The photo takes the place of its original, at once, and the one that it was taken instead of goes. Does nothing when
 * the original has gone: it was removed, or somebody else was quicker. Throws like `keepPhoto`.
 */
export async function keepDeveloped(
  db: PhoneDatabase,
  original: Original,
  developed: Pick<TakenPhoto, 'bytes' | 'type' | 'thumbnail'>,
): Promise<void> {
  const { photo_id, audit_id, item, facts } = original;
  const fresh = await recordOf({ photo_id, audit_id, item, facts, ...developed });
  await db.write(
    PHOTO_PARTS,
    async (tx) => {
      const kept = await tx.objectStore('originals').get(photo_id);
      if (kept === undefined) return;
      await touched(tx, audit_id);
      await tx.objectStore('originals').delete(photo_id);
      await putPhoto(tx, { ...fresh, position: kept.position }, developed.bytes, kept.replaces);
    },
    { store: 'photos', audit_id },
  );
}

/** It could not be developed. Without room that is nobody's fault, and does not count. */
export function endDeveloping(db: PhoneDatabase, { photo_id, audit_id }: Original, why: Original['why']): Promise<void> {
  return changeOriginals(db, audit_id, (original) => {
    if (original.photo_id !== photo_id) return original;
    return { ...original, why, tries: why === null ? Math.max(0, original.tries - 1) : original.tries };
  });
}

/** Applies `change` to every original of the audit; those for which it gives null go for good. */
export function changeOriginals(
  db: PhoneDatabase,
  auditId: string,
  change: (original: Original) => Original | null,
): Promise<void> {
  return db.write(
    ['originals', 'bytes'],
    async (tx) => {
      for (const original of await tx.objectStore('originals').index('audit_id').getAll(auditId)) {
        const changed = change(original);
        if (changed === null) {
          await tx.objectStore('originals').delete(original.photo_id);
          await tx.objectStore('bytes').delete(original.photo_id);
        } else if (changed !== original) await tx.objectStore('originals').put(changed);
      }
    },
    { store: 'photos', audit_id: auditId },
  );
}
