/** Originals become photos, one after the other: several large pictures at once do not fit into a cheap phone's memory. */
import { developed } from '../../../camera/develop';
import type { PhoneDatabase } from '../../../phone/database';
import { beginDeveloping, endDeveloping, keepDeveloped, undeveloped, type Shot } from '../../../phone/originals';
import { keepPhoto } from '../../../phone/photos';
import type { Original } from '../../../phone/records';
import { lasting } from '../../../phone/unfinished';
import { noteRoom, whyKept, whyLost } from './preparing.svelte';

let turn: Promise<unknown> = Promise.resolve();

/**
 * Resolves when all originals that were kept before are developed, or have told why they are not; also where another tab
 * is at it. Rejects only when the store itself cannot be used.
 */
export function developAll(db: PhoneDatabase): Promise<void> {
  return alone(db, async () => {
    const tried = new Set<string>();
    const next = async (): Promise<Original | undefined> =>
      (await undeveloped(db)).find((original) => whyKept(original) === null && !tried.has(original.photo_id));
    for (let original = await next(); original; original = await next()) {
      tried.add(original.photo_id);
      await lasting(develop(db, original));
    }
  });
}

/** For which there was no room as it is: developed, it may fit. Throws `NotAPhoto`, and like `keepPhoto`. */
export function developUnkept(db: PhoneDatabase, { bytes, consent, ...shot }: Shot): Promise<void> {
  return alone(db, async () => {
    const made = await lasting(developed(bytes, consent));
    await lasting(keepPhoto(db, { ...shot, ...made }));
  });
}

async function develop(db: PhoneDatabase, original: Original): Promise<void> {
  try {
    const bytes = await beginDeveloping(db, original);
    if (bytes !== null) await keepDeveloped(db, original, await developed(bytes, original.consent));
  } catch (error) {
    const why = whyLost(error);
    if (why === 'full') noteRoom(original.photo_id, false);
    await endDeveloping(db, original, why === 'full' ? null : why).catch((fault: unknown) => {
      // Without room not even that can be written down, and the shopper has to be told now.
      if (whyLost(fault) !== 'full') throw fault;
      noteRoom(original.photo_id, false);
    });
  }
}

/** By one of all tabs. */
function alone<T>(db: PhoneDatabase, work: () => Promise<T>): Promise<T> {
  if ('locks' in navigator) return navigator.locks.request(`photos-${db.userId}`, work) as Promise<T>;
  // Pages over plain HTTP have no locks. Another tab may do the same work then, and the second result is dropped.
  const mine = turn.then(work);
  turn = mine.catch(() => undefined);
  return mine;
}
