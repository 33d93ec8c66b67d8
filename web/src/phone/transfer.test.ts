import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { blankPosition, readExif } from '../camera/exif';
import { readAnswers } from './answers';
import { tap, readTaps } from './calls';
import { openDatabase, type PhoneDatabase } from './database';
import { discardDraft, finishDraft, readDraft, reopenDraft } from './drafts';
import { changeOriginals, keepOriginal } from './originals';
import { listPhotos, listTaken, readPhotoBytes } from './photos';
import { filled, freshPhone, knowing, submitted } from './testing/phone';
import { assignment, NO_FACTS, OTHER_USER, picture, USER } from './testing/samples';
import { cut, Server } from './testing/server';
import { exportAudit, importAudit } from './transfer';
import { flush } from './outbox';

const place = assignment();

let db: PhoneDatabase;

beforeEach(async () => {
  db = await freshPhone([place]);
});

/** The same shopper's next phone. */
async function nextPhone(): Promise<PhoneDatabase> {
  const next = await freshPhone();
  await knowing(next, [place]);
  return next;
}

test('a record travels in a file with all it has, and can be sent from another phone', async () => {
  const draft = await filled(db, [150_000, 7], place);
  await tap(db, draft.audit_id, 'dial', 1234);
  await finishDraft(db, draft.audit_id, draft.started_at, 'ready');
  const before = {
    answers: await readAnswers(db, draft.audit_id),
    photos: await listPhotos(db, draft.audit_id),
    bytes: await readPhotoBytes(db, (await listPhotos(db, draft.audit_id))[0]?.photo_id ?? ''),
  };
  const file = await exportAudit(db, draft.audit_id, blankPosition);
  expect((await readDraft(db, draft.audit_id))?.state).toBe('ready');
  const next = await nextPhone();
  expect(await importAudit(next, file)).toMatchObject({ audit_id: draft.audit_id, state: 'filling', underway: false });
  expect(await readAnswers(next, draft.audit_id)).toEqual(before.answers);
  expect(await readTaps(next, draft.audit_id)).toEqual([{ phase: 'dial', at: 1234 }]);
  expect(await listPhotos(next, draft.audit_id)).toEqual(before.photos);
  expect(await readPhotoBytes(next, before.photos[0]?.photo_id ?? '')).toEqual(before.bytes);
  await finishDraft(next, draft.audit_id, draft.started_at, 'ready');
  const server = new Server();
  expect(await flush(next, USER, { fetch: server.fetch })).toMatchObject({ sent: 1 });
});

test('a record that may have arrived already goes on exactly as it was sent', async () => {
  const draft = await submitted(db, [10], place);
  const server = new Server();
  server.mischief = (asked, serve) => (asked.path.startsWith('/api/audits/') ? serve().then(cut) : undefined);
  await flush(db, USER, { fetch: server.fetch });
  const file = await exportAudit(db, draft.audit_id, blankPosition);
  const next = await nextPhone();
  expect(await importAudit(next, file)).toMatchObject({ state: 'ready', underway: true });
  await expect(reopenDraft(next, draft.audit_id)).rejects.toMatchObject({ code: 'draft_underway' });
  server.mischief = () => undefined;
  expect(await flush(next, USER, { fetch: server.fetch })).toMatchObject({ sent: 1 });
  expect(server.audits.get(draft.audit_id)).toHaveLength(1);
});

test('it can be taken in where it was removed, but not where it still is or has arrived', async () => {
  const draft = await submitted(db, [10], place);
  const file = await exportAudit(db, draft.audit_id, blankPosition);
  await expect(importAudit(db, file)).rejects.toMatchObject({ code: 'import_present' });
  await discardDraft(db, draft.audit_id);
  await importAudit(db, file);
  await finishDraft(db, draft.audit_id, draft.started_at, 'ready');
  await flush(db, USER, { fetch: new Server().fetch });
  await expect(importAudit(db, file)).rejects.toMatchObject({ code: 'import_sent' });
});

test("another shopper's record is refused", async () => {
  const draft = await filled(db, [], place);
  const file = await exportAudit(db, draft.audit_id, blankPosition);
  await expect(importAudit(await openDatabase(OTHER_USER), file)).rejects.toMatchObject({ code: 'import_other_user' });
});

type Loose = Record<string, unknown> & { draft: Record<string, unknown>; photos: Record<string, unknown>[] };

test.each<[string, (packed: Loose) => unknown, string]>([
  ['another format', (packed) => ({ ...packed, format: 'other' }), 'import_malformed'],
  ['a later version', (packed) => ({ ...packed, version: 2 }), 'import_malformed'],
  ['no draft', ({ draft: _, ...rest }) => rest, 'import_malformed'],
  ['a draft without its id', (packed) => ({ ...packed, draft: { ...packed.draft, audit_id: 7 } }), 'import_malformed'],
  ['taps that are none', (packed) => ({ ...packed, taps: ['dial'] }), 'import_malformed'],
  ['answers that are none', (packed) => ({ ...packed, answers: { greeted: true } }), 'import_malformed'],
  ['a photo without its hash', (packed) => ({ ...packed, photos: [{ ...packed.photos[0], sha256: null }] }), 'import_malformed'],
  ['another picture in a photo', (packed) => ({ ...packed, photos: [{ ...packed.photos[0], content: btoa('other') }] }), 'import_damaged'],
  ['a photo that is no Base64', (packed) => ({ ...packed, photos: [{ ...packed.photos[0], content: '*' }] }), 'import_damaged'],
  ['a list', () => [], 'import_malformed'],
  ['null', () => null, 'import_malformed'],
])('a file with %s is refused, and leaves nothing', async (_, change, code) => {
  const draft = await filled(db, [50], place);
  const packed = JSON.parse(await (await exportAudit(db, draft.audit_id, blankPosition)).text()) as Loose;
  const next = await nextPhone();
  const file = new Blob([JSON.stringify(change(packed))]);
  await expect(importAudit(next, file)).rejects.toMatchObject({ code });
  expect(await readDraft(next, draft.audit_id)).toBeNull();
  expect(await listPhotos(next, draft.audit_id)).toEqual([]);
});

test('a picture is no record', async () => {
  await expect(importAudit(db, new Blob([new Uint8Array([255, 216, 255])]))).rejects.toMatchObject({ code: 'import_malformed' });
});

test('what could not be developed travels as it was taken, and is tried anew on the next phone', async () => {
  const draft = await filled(db, [10], place);
  const bytes = picture(500);
  const shot = { photo_id: crypto.randomUUID(), audit_id: draft.audit_id, item: 'front', facts: NO_FACTS };
  await keepOriginal(db, { ...shot, consent: true, replaces: null, bytes });
  await changeOriginals(db, draft.audit_id, (original) => ({ ...original, tries: 3, why: 'unreadable' }));
  const file = await exportAudit(db, draft.audit_id, blankPosition);
  const next = await nextPhone();
  await importAudit(next, file);
  const { photos, originals } = await listTaken(next, draft.audit_id);
  expect([photos.length, originals]).toEqual([
    1,
    [{ ...shot, consent: true, replaces: null, position: 1, bytes: 500, tries: 0, why: null }],
  ]);
  expect(await readPhotoBytes(next, shot.photo_id)).toEqual(bytes);

  const packed = JSON.parse(await file.text()) as { originals: { content: string }[] };
  await discardDraft(next, draft.audit_id);
  const damaged = { ...packed, originals: [{ ...packed.originals[0], content: btoa('x'.repeat(500)) }] };
  await expect(importAudit(next, new Blob([JSON.stringify(damaged)]))).rejects.toMatchObject({ code: 'import_damaged' });
  const { originals: _, ...earlier } = packed;
  await importAudit(next, new Blob([JSON.stringify(earlier)]));
  expect(await listTaken(next, draft.audit_id)).toMatchObject({ photos: [{}], originals: [] });
});

test('the file does not tell where a photo was taken unless its shopper agreed', async () => {
  const draft = await filled(db, [], place);
  const bytes = located();
  const shot = { photo_id: crypto.randomUUID(), audit_id: draft.audit_id, item: 'front', facts: NO_FACTS };
  await keepOriginal(db, { ...shot, consent: false, replaces: null, bytes });
  expect(readExif(bytes).position).toMatchObject({ latitude: 54 });
  const next = await nextPhone();
  await importAudit(next, await exportAudit(db, draft.audit_id, blankPosition));
  const arrived = await readPhotoBytes(next, shot.photo_id);
  expect(arrived?.byteLength).toBe(bytes.byteLength);
  expect(readExif(arrived ?? bytes)).toMatchObject({ position: null, orientation: 6 });
});

/** A JPEG's first segment, with a position at 54 north and 25 east. */
function located(): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(256));
  const start = 12;
  [0xffd8, 0xffe1, 0x00f0, 0x4578, 0x6966, 0].forEach((word, n) => view.setUint16(n * 2, word));
  view.setUint32(start, 0x4d4d002a);
  view.setUint32(start + 4, 8);
  const entry = (at: number, tag: number, type: number, count: number, value: number): void => {
    view.setUint16(start + at, tag);
    view.setUint16(start + at + 2, type);
    view.setUint32(start + at + 4, count);
    view.setUint32(start + at + 8, value);
  };
  view.setUint16(start + 8, 2);
  entry(10, 0x0112, 3, 1, 6 << 16);
  entry(22, 0x8825, 4, 1, 50);
  view.setUint16(start + 50, 4);
  entry(52, 1, 2, 2, 0x4e000000);
  entry(64, 2, 5, 3, 120);
  entry(76, 3, 2, 2, 0x45000000);
  entry(88, 4, 5, 3, 144);
  [54, 1, 0, 1, 0, 1, 25, 1, 0, 1, 0, 1].forEach((number, n) => view.setUint32(start + 120 + n * 4, number));
  return view.buffer;
}
