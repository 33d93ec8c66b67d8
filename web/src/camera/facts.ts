/** What is known about a photo besides its picture; read before the picture is made smaller, which removes it. */
import type { PhotoFacts } from '../phone/records';
import { readExif, type Position } from './exif';

/**
 * `consent`: may the position be kept at all; `here`: where the phone is, for a photo taken just now;
 * `clock`: the phone's time for the file in ms, used when the camera wrote none.
 */
export type Circumstances = { consent: boolean; here: Position | null; clock: number };

export function readFacts(bytes: ArrayBuffer, { consent, here, clock }: Circumstances): PhotoFacts {
  const { local, offset, utc, position } = readExif(bytes);
  const certain = local && offset ? `${local}${offset}` : utc;
  // A camera that names no offset is most often this phone's own.
  const assumed = new Date(local ?? clock).toISOString();
  const where = consent ? (position ?? here) : null;
  return {
    taken_at: certain ?? assumed,
    latitude: where?.latitude ?? null,
    longitude: where?.longitude ?? null,
    accuracy: where?.accuracy ?? null,
  };
}
