/** Who works on this phone, and what waits here for whom. */
import type { Me } from '../api/schema';
import { keep, recall, recallNow } from '../app/durable';
import { mayExist, openDatabase } from './database';

const KEY = 'shopper';

/** Notes who works on this phone; resolves when it is on the disk. */
export function rememberMe(me: Me): Promise<void> {
  return keep(KEY, me);
}

/** The shopper who worked here last; null when nobody did or they signed out. */
export function recallMe(): Promise<Me | null> {
  return recall<Me>(KEY);
}

/** Who works on this phone, as far as this tab knows. */
export function rememberedMe(): Me | null {
  return recallNow<Me>(KEY);
}

export function forgetMe(): Promise<void> {
  return keep(KEY, null);
}

export type Unsent = { audits: number; photos: number; notes: number; bytes: number };

/** What the server does not have yet, drafts that are being filled included; `bytes` are those of the photos. */
export async function unsentOf(userId: string): Promise<Unsent> {
  if (!(await mayExist(userId))) return { audits: 0, photos: 0, notes: 0, bytes: 0 };
  const db = await openDatabase(userId);
  const unsent = await db.read(['drafts', 'photos', 'originals', 'notes'], async (tx) => {
    const photos = (await tx.objectStore('photos').getAll()).filter(({ state }) => state === 'kept');
    const originals = await tx.objectStore('originals').getAll();
    return {
      audits: await tx.objectStore('drafts').count(),
      photos: photos.length + originals.length,
      notes: (await tx.objectStore('notes').getAll()).filter(({ sent }) => !sent).length,
      bytes: [...photos, ...originals.map(({ bytes }) => ({ bytes, offset: 0 }))].reduce((sum, { bytes, offset }) => sum + bytes - offset, 0),
    };
  });
  db.close();
  return unsent;
}
