import 'fake-indexeddb/auto';
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PhoneDatabase } from './database';
import { unsentOf } from './device';
import { discardDraft, finishDraft, readDraft } from './drafts';
import { beginDeveloping, changeOriginals, endDeveloping, keepDeveloped, keepOriginal, undeveloped, type Shot } from './originals';
import { listTaken, readPhotoBytes, type Taken } from './photos';
import type { Original } from './records';
import { addPhoto, filled, freshPhone } from './testing/phone';
import { NO_FACTS, picture, USER } from './testing/samples';

let db: PhoneDatabase;

beforeEach(async () => {
  db = await freshPhone();
});
afterEach(() => vi.restoreAllMocks());

function shot(audit_id: string, changes: Partial<Shot> = {}): Shot {
  const photo_id = crypto.randomUUID();
  return { photo_id, audit_id, item: 'front', facts: NO_FACTS, consent: false, replaces: null, bytes: picture(900), ...changes };
}

async function kept(audit_id: string, changes: Partial<Shot> = {}): Promise<Original> {
  const one = shot(audit_id, changes);
  await keepOriginal(db, one);
  const found = (await listTaken(db, audit_id)).originals.find(({ photo_id }) => photo_id === one.photo_id);
  if (found === undefined) throw new Error('it was not kept');
  return found;
}

const developed = (size = 300): { bytes: ArrayBuffer; thumbnail: ArrayBuffer } => ({ bytes: picture(size), thumbnail: picture(10) });
const ids = (list: { photo_id: string }[]): string[] => list.map(({ photo_id }) => photo_id);
const sizes = ({ photos }: Taken): number[] => photos.map(({ bytes }) => bytes);

test('a photo takes the place of its original in one stroke: nothing is lost, nothing doubled', async () => {
  const { audit_id } = await filled(db, [100]);
  const facts = { taken_at: '2026-11-22T10:00:00Z', latitude: 54, longitude: 25, accuracy: 3 };
  const [first, second] = [await kept(audit_id, { facts }), await kept(audit_id)];
  await addPhoto(db, audit_id, 400);
  await keepDeveloped(db, second, developed(302));
  const [made] = [developed(301)];
  await keepDeveloped(db, first, made);
  const taken = await listTaken(db, audit_id);
  expect(sizes(taken)).toEqual([100, 301, 302, 400]);
  expect(taken.photos.map(({ position }) => position)).toEqual([0, 1, 2, 3]);
  expect(taken.photos[1]).toMatchObject({ photo_id: first.photo_id, facts, state: 'kept', offset: 0 });
  expect(taken.originals).toEqual([]);
  expect(await readPhotoBytes(db, first.photo_id)).toEqual(made?.bytes);
  // Another tab comes second.
  await keepDeveloped(db, first, developed(777));
  expect(sizes(await listTaken(db, audit_id))).toEqual([100, 301, 302, 400]);
});

test('where there is no room for the photo, its original stays', async () => {
  const { audit_id } = await filled(db, []);
  const original = await kept(audit_id);
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
    if (this.name === 'bytes') throw new DOMException('no room', 'QuotaExceededError');
    return put.apply(this, args);
  });
  await expect(keepDeveloped(db, original, developed())).rejects.toMatchObject({ code: 'storage_full' });
  await expect(keepOriginal(db, shot(audit_id))).rejects.toMatchObject({ code: 'storage_full' });
  vi.restoreAllMocks();
  expect(await listTaken(db, audit_id)).toMatchObject({ photos: [], originals: [{ photo_id: original.photo_id }] });
  expect((await readPhotoBytes(db, original.photo_id))?.byteLength).toBe(900);
});

test('one that was taken again goes when the new one is developed, and not before', async () => {
  const { audit_id } = await filled(db, [100, 200]);
  const [old] = (await listTaken(db, audit_id)).photos;
  const original = await kept(audit_id, { replaces: old?.photo_id ?? null });
  expect(sizes(await listTaken(db, audit_id))).toEqual([100, 200]);
  await keepDeveloped(db, original, developed(300));
  expect(sizes(await listTaken(db, audit_id))).toEqual([200, 300]);
  expect(await readPhotoBytes(db, old?.photo_id ?? '')).toBeNull();
});

test('it cannot be submitted before all are developed', async () => {
  const draft = await filled(db, []);
  const original = await kept(draft.audit_id);
  await expect(finishDraft(db, draft.audit_id, draft.started_at, 'ready')).rejects.toMatchObject({ code: 'photos_undeveloped' });
  expect((await readDraft(db, draft.audit_id))?.state).toBe('filling');
  await keepDeveloped(db, original, developed());
  await finishDraft(db, draft.audit_id, draft.started_at, 'waiting');
  await expect(keepOriginal(db, shot(draft.audit_id))).rejects.toMatchObject({ code: 'draft_closed' });
});

test('one that kills the page each time is not tried for ever', async () => {
  const { audit_id } = await filled(db, []);
  const original = await kept(audit_id);
  let times = 0;
  while ((await beginDeveloping(db, original)) !== null) times += 1;
  expect(times).toBe(5);
  expect(await undeveloped(db)).toEqual([]);
  expect((await listTaken(db, audit_id)).originals).toMatchObject([{ why: 'failed' }]);
  await changeOriginals(db, audit_id, (one) => ({ ...one, why: null, tries: 0 }));
  expect((await beginDeveloping(db, original))?.byteLength).toBe(900);
});

test('one that only found no room is tried as often as it takes, and one that is no photo is told', async () => {
  const { audit_id } = await filled(db, []);
  const original = await kept(audit_id);
  for (let time = 0; time < 12; time += 1) {
    expect(await beginDeveloping(db, original)).not.toBeNull();
    await endDeveloping(db, original, null);
  }
  await beginDeveloping(db, original);
  await endDeveloping(db, original, 'unreadable');
  expect(await beginDeveloping(db, original)).toBeNull();
  expect((await listTaken(db, audit_id)).originals).toMatchObject([{ why: 'unreadable' }]);
  await changeOriginals(db, audit_id, ({ why }) => (why === 'unreadable' ? null : original));
  expect(await readPhotoBytes(db, original.photo_id)).toBeNull();
});

test('originals are counted as unsent, and go with their audit', async () => {
  const [doomed, other] = [await filled(db, [50]), await filled(db, [])];
  const [gone, stays] = [await kept(doomed.audit_id), await kept(other.audit_id, { bytes: picture(70) })];
  expect(await unsentOf(USER)).toEqual({ audits: 2, photos: 3, notes: 0, bytes: 1020 });
  await discardDraft(db, doomed.audit_id);
  expect(ids(await undeveloped(db))).toEqual([stays.photo_id]);
  expect(await readPhotoBytes(db, gone.photo_id)).toBeNull();
  // What was being developed meanwhile stays gone.
  await keepDeveloped(db, gone, developed());
  expect(await listTaken(db, doomed.audit_id)).toEqual({ photos: [], originals: [] });
  expect((await readPhotoBytes(db, stays.photo_id))?.byteLength).toBe(70);
});
