/** What the shopper says to photos of an item that are kept and could not be developed. */
import type { PhoneDatabase } from '../../../phone/database';
import { changeOriginals } from '../../../phone/originals';
import { field } from '../field.svelte';
import { forgive, noteRoom, whyKept, type Lost } from './preparing.svelte';

export async function tryAgain(db: PhoneDatabase, auditId: string, item: string): Promise<void> {
  const mine = field.originals(auditId).filter((original) => original.item === item);
  for (const { photo_id } of mine) noteRoom(photo_id, true);
  if (mine.some(({ why }) => why !== null)) {
    await changeOriginals(db, auditId, (original) =>
      original.item === item && original.why !== null ? { ...original, tries: 0, why: null } : original,
    );
  }
  const { developAll } = await import('./taking');
  await developAll(db);
}

/** Those that are told together go for good. */
export async function doWithout(db: PhoneDatabase, { auditId, item, why, kept }: Lost): Promise<void> {
  if (!kept) return forgive(auditId, item);
  await changeOriginals(db, auditId, (original) => (original.item === item && whyKept(original) === why ? null : original));
}
