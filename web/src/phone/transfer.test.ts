import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { readAnswers } from './answers';
import { tap, readTaps } from './calls';
import { openDatabase, type PhoneDatabase } from './database';
import { discardDraft, finishDraft, readDraft, reopenDraft } from './drafts';
import { listPhotos, readPhotoBytes } from './photos';
import { filled, freshPhone, knowing, submitted } from './testing/phone';
import { assignment, OTHER_USER, USER } from './testing/samples';
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
  const file = await exportAudit(db, draft.audit_id);
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
  const file = await exportAudit(db, draft.audit_id);
  const next = await nextPhone();
  expect(await importAudit(next, file)).toMatchObject({ state: 'ready', underway: true });
  await expect(reopenDraft(next, draft.audit_id)).rejects.toMatchObject({ code: 'draft_underway' });
  server.mischief = () => undefined;
  expect(await flush(next, USER, { fetch: server.fetch })).toMatchObject({ sent: 1 });
  expect(server.audits.get(draft.audit_id)).toHaveLength(1);
});

test('it can be taken in where it was removed, but not where it still is or has arrived', async () => {
  const draft = await submitted(db, [10], place);
  const file = await exportAudit(db, draft.audit_id);
  await expect(importAudit(db, file)).rejects.toMatchObject({ code: 'import_present' });
  await discardDraft(db, draft.audit_id);
  await importAudit(db, file);
  await finishDraft(db, draft.audit_id, draft.started_at, 'ready');
  await flush(db, USER, { fetch: new Server().fetch });
  await expect(importAudit(db, file)).rejects.toMatchObject({ code: 'import_sent' });
});

test("another shopper's record is refused", async () => {
  const draft = await filled(db, [], place);
  const file = await exportAudit(db, draft.audit_id);
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
  const packed = JSON.parse(await (await exportAudit(db, draft.audit_id)).text()) as Loose;
  const next = await nextPhone();
  const file = new Blob([JSON.stringify(change(packed))]);
  await expect(importAudit(next, file)).rejects.toMatchObject({ code });
  expect(await readDraft(next, draft.audit_id)).toBeNull();
  expect(await listPhotos(next, draft.audit_id)).toEqual([]);
});

test('a picture is no record', async () => {
  await expect(importAudit(db, new Blob([new Uint8Array([255, 216, 255])]))).rejects.toMatchObject({ code: 'import_malformed' });
});
