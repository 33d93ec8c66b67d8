/** A photo in pieces, by the protocol tus 1.0.0: a cut connection costs at most the piece that was on its way. */
import type { PhoneDatabase } from '../database';
import { readPhotoBytes, sha256Of } from '../photos';
import type { PhotoFacts, PhotoRecord } from '../records';
import { Refusal, Unreachable, type Answer, type Wire } from '../wire';
import { unable } from './handover';
import { notePhotoProgress } from './photoStates';

const ADDRESS = '/api/uploads';
const SMALLEST = 64 * 1024;
const LARGEST = 256 * 1024;
/** A piece should take about that long: shorter ones waste round trips, longer ones are lost more often. In ms. */
const BRISK_MS = 1000;
const SLOW_MS = 5000;
/** The slowest networks need their time even for the smallest piece. */
const PIECE_PATIENCE_MS = 60_000;
/** A server that keeps forgetting or contradicting is left alone for a while. */
const DETOURS = 4;

/** Sends what the server does not have yet. Throws `Unreachable`, `SignedOut`, `Refusal`. */
export async function upload(db: PhoneDatabase, wire: Wire, photo: PhotoRecord, moved: () => void): Promise<void> {
  const bytes = await readPhotoBytes(db, photo.photo_id);
  let offset = photo.offset > 0 ? await resumed(wire, photo) : await created(wire, photo);
  let size = SMALLEST;
  let detours = 0;
  await notePhotoProgress(db, photo, offset);
  while (offset < photo.bytes) {
    if (bytes === null) throw unable('photo_lost');
    const began = performance.now();
    const answer = await send(wire, photo, bytes.slice(offset, offset + size), offset);
    if (answer.status === 204) {
      offset = advanced(answer, photo, offset);
      size = nextSize(size, performance.now() - began);
      moved();
    } else {
      detours += 1;
      offset = await recovered(wire, photo, bytes, answer, detours);
    }
    await notePhotoProgress(db, photo, offset);
  }
}

function nextSize(size: number, took: number): number {
  if (took < BRISK_MS) return Math.min(LARGEST, size * 2);
  return took > SLOW_MS ? Math.max(SMALLEST, size / 2) : size;
}

/** The offset at which the server goes on. Repeating it is safe: the upload has the photo's own id. */
async function created(wire: Wire, photo: PhotoRecord): Promise<number> {
  const answer = await wire.tus('POST', ADDRESS, {
    'Upload-Length': String(photo.bytes),
    'Upload-Metadata': metadataOf(photo),
  });
  if (answer.status !== 201) throw answer.failure();
  return offsetOf(answer, photo);
}

async function resumed(wire: Wire, photo: PhotoRecord): Promise<number> {
  const answer = await wire.tus('HEAD', addressOf(photo), {});
  if (answer.status === 200) return offsetOf(answer, photo);
  if (answer.status === 404 || answer.status === 410) return created(wire, photo);
  throw answer.failure();
}

function send(wire: Wire, photo: PhotoRecord, piece: ArrayBuffer, offset: number): Promise<Answer<unknown>> {
  const headers = { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(offset) };
  return wire.tus('PATCH', addressOf(photo), headers, { body: piece, patience: PIECE_PATIENCE_MS });
}

/** Where to go on after a piece was not taken. Throws what was answered where there is no going on. */
async function recovered(
  wire: Wire,
  photo: PhotoRecord,
  bytes: ArrayBuffer,
  answer: Answer<unknown>,
  detours: number,
): Promise<number> {
  const failure = answer.failure();
  if (detours > DETOURS) throw failure instanceof Refusal ? asPassing(failure) : failure;
  const { status, refusal } = answer;
  if (status === 404 || status === 410) return created(wire, photo);
  if (status === 409 && refusal?.problem.code !== 'photo_differs') return resumed(wire, photo);
  if (status !== 460) throw failure;
  // Something happened to it on the way; if it happened on the phone, no repetition will help.
  if ((await sha256Of(bytes)) !== photo.sha256) throw unable('photo_damaged');
  return created(wire, photo);
}

function asPassing({ problem, wait }: Refusal): Refusal {
  return new Refusal(500, problem, [], wait);
}

function advanced(answer: Answer<unknown>, photo: PhotoRecord, before: number): number {
  const offset = offsetOf(answer, photo);
  if (offset <= before) throw new Unreachable('the upload does not advance');
  return offset;
}

function offsetOf(answer: Answer<unknown>, photo: PhotoRecord): number {
  const offset = Number(answer.header('Upload-Offset') ?? 'none');
  if (!Number.isInteger(offset) || offset < 0 || offset > photo.bytes) throw new Unreachable('no sensible offset');
  return offset;
}

function addressOf(photo: PhotoRecord): string {
  return `${ADDRESS}/${photo.photo_id}`;
}

function metadataOf({ photo_id, type, sha256, facts }: PhotoRecord): string {
  const pairs = { photo_id, filetype: type, sha256, ...plausible(facts) };
  return Object.entries(pairs)
    .map(([key, value]) => `${key} ${btoa(value)}`)
    .join(',');
}

/** A camera that writes nonsense must not keep its photo out. */
function plausible({ taken_at, latitude, longitude, accuracy }: PhotoFacts): Record<string, string> {
  const time = /(?:Z|[+-]\d\d:\d\d)$/.test(taken_at ?? '') && !Number.isNaN(Date.parse(taken_at ?? ''));
  const place = within(latitude, 90) && within(longitude, 180);
  return {
    ...(time ? { taken_at: taken_at ?? '' } : {}),
    ...(place ? { latitude: String(latitude), longitude: String(longitude) } : {}),
    ...(place && accuracy !== null && accuracy >= 0 && within(accuracy, 1e7) ? { accuracy: String(accuracy) } : {}),
  };
}

function within(value: number | null, limit: number): boolean {
  return value !== null && Number.isFinite(value) && Math.abs(value) <= limit;
}
