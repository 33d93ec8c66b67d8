/** Photos that break off, get lost, are refused or damaged. */
import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { finishDraft, readDraft, reopenDraft } from '../drafts';
import { listPhotos, readPhotoBytes, removePhoto } from '../photos';
import { readReceipt } from '../receipts';
import { addPhoto, submitted } from '../testing/phone';
import { cut, first, json, problem, tus } from '../testing/server';
import { Trial } from '../testing/trial';
import { resend } from '.';

let trial: Trial;

beforeEach(async () => {
  trial = await Trial.begin();
});

test('a request cut in the middle of a photo is taken up where the trial.server stands', async () => {
  const draft = await submitted(trial.db, [400_000], trial.places[0]);
  const photos = await listPhotos(trial.db, draft.audit_id);
  let patches = 0;
  trial.server.mischief = (asked, serve) => {
    if (asked.method !== 'PATCH') return undefined;
    patches += 1;
    // Of the second piece some bytes arrive before the connection breaks.
    if (patches !== 2) return undefined;
    asked.body = asked.body.slice(0, 1000);
    return serve().then(cut);
  };
  const broken = await trial.pass();
  expect(broken).toMatchObject({ sent: 0, left: 1 });
  const [photo] = await listPhotos(trial.db, draft.audit_id);
  expect(photo).toMatchObject({ offset: 65_536, state: 'kept' });
  await trial.patiently();
  await trial.expectArrived(draft, photos);
  expect(trial.server.count('POST /api/uploads')).toBe(1);
  expect(trial.server.count('HEAD /api/uploads')).toBe(1);
});

test('pieces grow while the network is quick', async () => {
  const sizes: number[] = [];
  await submitted(trial.db, [1_000_000], trial.places[0]);
  trial.server.mischief = ({ method, body }) => {
    if (method === 'PATCH') sizes.push(body.byteLength / 1024);
    return undefined;
  };
  await trial.pass();
  expect(sizes.slice(0, 4)).toEqual([64, 128, 256, 256]);
});

test('photos that the trial.server has lost are sent again by themselves', async () => {
  const draft = await submitted(trial.db, [50_000, 60_000], trial.places[0]);
  const photos = await listPhotos(trial.db, draft.audit_id);
  trial.server.mischief = ({ path }) => {
    if (path.startsWith('/api/audits/') && trial.server.count('PUT /api/audits') === 1) trial.server.uploads.clear();
    return undefined;
  };
  expect(await trial.pass()).toMatchObject({ sent: 1, left: 0 });
  await trial.expectArrived(draft, photos);
});

test('a refused photo is marked, and its audit needs the shopper', async () => {
  const draft = await submitted(trial.db, [10, 20], trial.places[0]);
  const [bad, good] = await listPhotos(trial.db, draft.audit_id);
  const patch = `/api/uploads/${bad?.photo_id}`;
  trial.server.mischief = ({ method, path }) =>
    method === 'PATCH' && path === patch ? Promise.resolve(problem(422, 'photo_corrupt')) : undefined;
  await trial.pass();
  expect(await readDraft(trial.db, draft.audit_id)).toMatchObject({ state: 'refused', sending: { problem: { code: 'photo_corrupt' } } });
  expect((await listPhotos(trial.db, draft.audit_id)).map((photo) => photo.problem?.code)).toEqual(['photo_corrupt', undefined]);
  await reopenDraft(trial.db, draft.audit_id);
  await removePhoto(trial.db, bad?.photo_id ?? '');
  const retaken = await addPhoto(trial.db, draft.audit_id, 30);
  await finishDraft(trial.db, draft.audit_id, '2026-11-22T10:00:00Z', 'ready');
  await trial.pass();
  await trial.expectArrived(draft, [retaken, ...(good ? [good] : [])]);
});

test.each([
  ['photo_differs', 'POST /api/uploads', ''],
  ['photo_taken', 'PUT /api/audits', 'Take it anew under another id: '],
])('after %s the photo gets another id, and its bytes arrive', async (code, request, detail) => {
  const draft = await submitted(trial.db, [70_000], trial.places[0]);
  const [photo] = await listPhotos(trial.db, draft.audit_id);
  trial.server.mischief = first(request, () => problem(409, code, { detail: `${detail}${photo?.photo_id}.` }));
  expect(await trial.pass()).toMatchObject({ sent: 1, left: 0 });
  const stored = trial.server.audits.get(draft.audit_id)?.[0]?.receipt.photos ?? [];
  expect(stored.map(({ sha256 }) => sha256)).toEqual([photo?.sha256]);
  expect(stored[0]?.id).not.toBe(photo?.photo_id);
});

test('a photo that was damaged on the way is sent again; one that was damaged on the phone is not', async () => {
  const draft = await submitted(trial.db, [100_000], trial.places[0]);
  const photos = await listPhotos(trial.db, draft.audit_id);
  let harmed = false;
  trial.server.mischief = (asked, serve) => {
    if (asked.method !== 'PATCH' || harmed) return undefined;
    harmed = true;
    asked.body = new Uint8Array(asked.body).reverse().buffer;
    return serve();
  };
  expect(await trial.pass()).toMatchObject({ sent: 1 });
  await trial.expectArrived(draft, photos);

  const other = await submitted(trial.db, [100_000], trial.places[1]);
  const [photo] = await listPhotos(trial.db, other.audit_id);
  await trial.db.write(['bytes'], (tx) => tx.objectStore('bytes').put(new ArrayBuffer(100_000), photo?.photo_id));
  await trial.pass();
  expect(await readDraft(trial.db, other.audit_id)).toMatchObject({ state: 'refused', sending: { problem: { code: 'photo_damaged' } } });
});

test.each(['sha256', 'bytes', 'id', 'revision', 'audit_id'])('a receipt with another %s lets nothing go', async (name) => {
  const draft = await submitted(trial.db, [10, 20], trial.places[0]);
  const photos = await listPhotos(trial.db, draft.audit_id);
  trial.server.mischief = ({ path }, serve) => {
    if (!path.startsWith('/api/audits/')) return undefined;
    return serve().then(async (answer) => {
      const receipt = (await answer.json()) as Record<string, unknown> & { photos: Record<string, unknown>[] };
      if (name in receipt) receipt[name] = 7;
      else receipt.photos = receipt.photos.map((photo, n) => (n === 0 ? { ...photo, [name]: name === 'bytes' ? 7 : 'other' } : photo));
      return json(receipt);
    });
  };
  await trial.pass();
  expect(await readDraft(trial.db, draft.audit_id)).toMatchObject({ state: 'refused', underway: true, sending: { problem: { code: 'receipt_differs' } } });
  expect(await readReceipt(trial.db, draft.audit_id)).toBeNull();
  for (const { photo_id, bytes } of photos) expect((await readPhotoBytes(trial.db, photo_id))?.byteLength).toBe(bytes);
  trial.server.mischief = () => undefined;
  await resend(trial.db, draft.audit_id);
  await trial.pass();
  await trial.expectArrived(draft, photos);
});

test('an upload that the trial.server forgets in the middle begins anew', async () => {
  const draft = await submitted(trial.db, [300_000], trial.places[0]);
  const photos = await listPhotos(trial.db, draft.audit_id);
  trial.server.mischief = (asked) => {
    if (asked.method === 'PATCH' && trial.server.count('PATCH') === 2) trial.server.uploads.clear();
    return undefined;
  };
  expect(await trial.pass()).toMatchObject({ sent: 1 });
  await trial.expectArrived(draft, photos);
});

test('a trial.server that contradicts itself is left alone for a while', async () => {
  await submitted(trial.db, [300_000], trial.places[0]);
  trial.server.mischief = ({ method }) => (method === 'PATCH' ? Promise.resolve(problem(409, 'upload_offset')) : undefined);
  expect(await trial.pass()).toMatchObject({ sent: 0, left: 1 });
  expect(trial.server.count('PATCH')).toBeLessThan(8);
  trial.server.mischief = ({ method }) => (method === 'PATCH' ? Promise.resolve(tus(204, { 'Upload-Offset': '0' })) : undefined);
  trial.now += 3_600_000;
  expect(await trial.pass()).toMatchObject({ sent: 0, left: 1 });
});
