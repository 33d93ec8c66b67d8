/** From the camera to the disk, before anything is made of a photo: the page may be gone in a moment. */
import type { Position } from '../../../camera/exif';
import { readFacts } from '../../../camera/facts';
import { NotAPhoto } from '../../../camera/notAPhoto';
import type { PhoneDatabase } from '../../../phone/database';
import { keepOriginal, type Shot } from '../../../phone/originals';
import type { Original } from '../../../phone/records';
import { lasting } from '../../../phone/unfinished';
import { isPhoneError } from '../phoneError';
import { developAll, developUnkept } from './developing';
import { prepare } from './preparing.svelte';

// One file has all that photos need besides the form.
export { blankPosition } from '../../../camera/exif';
export { developAll } from './developing';

export type Place = Pick<Original, 'audit_id' | 'item' | 'replaces'>;
/** `reading`: null where the file could not be read. `clock`: the phone's time for it in ms. */
export type Chosen = { reading: Promise<ArrayBuffer | null>; clock: number };
export type Circumstances = { consent: boolean; here: Position | null };

/** Goes on although the shopper leaves the screen meanwhile. Resolves when all of them are developed, or told. */
export function take(db: PhoneDatabase, place: Place, files: readonly Chosen[], round: Circumstances): Promise<unknown> {
  const { audit_id, item } = place;
  // One after the other, in the order in which they were chosen.
  let turn: Promise<unknown> = Promise.resolve();
  const all = files.map(({ reading, clock }) => {
    const photo_id = crypto.randomUUID();
    const kept = turn.then(async () => keep(db, shotOf({ ...place, photo_id }, await reading, { ...round, clock })));
    turn = kept.catch(() => undefined);
    const done = kept.then((unkept) => (unkept === null ? develop(db) : developUnkept(db, unkept)));
    prepare(audit_id, item, photo_id, lasting(kept).then(() => done));
    return done;
  });
  return Promise.allSettled(all);
}

function shotOf(place: Place & { photo_id: string }, bytes: ArrayBuffer | null, round: Circumstances & { clock: number }): Shot {
  if (bytes === null || bytes.byteLength === 0) throw new NotAPhoto();
  return { ...place, bytes, facts: readFacts(bytes, round), consent: round.consent };
}

/** Null when it is on the disk; the photo itself when there is no room for it. */
async function keep(db: PhoneDatabase, shot: Shot): Promise<Shot | null> {
  try {
    await keepOriginal(db, shot);
    return null;
  } catch (error) {
    if (!isPhoneError(error, 'storage_full')) throw error;
    return shot;
  }
}

/** What is kept is not lost, whatever is wrong: it is tried again when the app is opened next. */
function develop(db: PhoneDatabase): Promise<void> {
  return developAll(db).catch((error: unknown) => console.warn(error));
}
