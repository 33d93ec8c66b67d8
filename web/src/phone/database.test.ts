import 'fake-indexeddb/auto';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readAnswers, saveAnswer } from './answers';
import { readTaps } from './calls';
import { deleteDatabase, mayExist, openDatabase } from './database';
import { listDrafts, startDraft } from './drafts';
import { listNotes } from './notes';
import { keepOriginal } from './originals';
import { keepPhoto, listPhotos, listTaken, readPhotoBytes, sha256Of } from './photos';
import { readReceipt } from './receipts';
import { VERSION } from './schema';
import { readSnapshot } from './snapshot';
import { flush } from './outbox';
import { addPhoto, begun, freshPhone } from './testing/phone';
import { assignment, NO_FACTS, OTHER_USER, picture, snapshot, USER } from './testing/samples';
import { Server } from './testing/server';

const NAME = `audits-${USER}`;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => vi.restoreAllMocks());

/** A phone as the first version of the app left it, written without any code of today. */
async function firstVersion(): Promise<{ auditId: string; photoId: string; bytes: ArrayBuffer }> {
  const [auditId, photoId, place, bytes] = [crypto.randomUUID(), crypto.randomUUID(), assignment(), picture(100_000)];
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => resolve(request.result);
    request.onupgradeneeded = () => {
      const { result } = request;
      result.createObjectStore('drafts', { keyPath: 'audit_id' });
      result.createObjectStore('answers', { keyPath: ['audit_id', 'item'] });
      result.createObjectStore('taps', { keyPath: ['audit_id', 'n'] });
      result.createObjectStore('photos', { keyPath: 'photo_id' }).createIndex('audit_id', 'audit_id');
      result.createObjectStore('notes', { keyPath: 'note_id' });
      result.createObjectStore('receipts', { keyPath: 'receipt.audit_id' });
      result.createObjectStore('facts');
    };
  });
  const sending = { attempts: 0, not_before: 0, problem: null };
  const sha256 = await sha256Of(bytes);
  const tx = db.transaction([...db.objectStoreNames], 'readwrite');
  tx.objectStore('drafts').put({
    audit_id: auditId,
    assignment_id: place.id,
    revision: 1,
    checklist: { key: 'visit', version: 1 },
    language: 'lt',
    staff_alias: 'Tall',
    started_at: '2026-11-20T10:00:00Z',
    finished_at: '2026-11-20T11:00:00Z',
    opened: 'arrival',
    state: 'ready',
    sending,
    saved_at: 1,
  });
  const greeted = { value: { kind: 'yes_no', value: true }, narrative: 'Labas' };
  tx.objectStore('answers').put({ audit_id: auditId, item: 'greeted', answer: greeted });
  tx.objectStore('taps').put({ audit_id: auditId, n: 1, phase: 'dial', at: 5 });
  tx.objectStore('photos').put({
    photo_id: photoId,
    audit_id: auditId,
    item: 'front',
    position: 0,
    type: 'image/jpeg',
    bytes: bytes.byteLength,
    sha256,
    facts: NO_FACTS,
    thumbnail: null,
    offset: 0,
    state: 'kept',
    problem: null,
    content: bytes,
  });
  tx.objectStore('notes').put({ note_id: 'n', assignment_id: place.id, kind: 'problem', text: 'Shut', noted_at: '2026-11-20T09:00:00Z', sending, sent: true, refused: false });
  tx.objectStore('receipts').put({ receipt: { audit_id: 'old', revision: 1, photos: [] }, assignment_id: 'x', kept_at: 1 });
  tx.objectStore('facts').put({ etag: '"7"', body: snapshot([place]), fetched_at: 3 }, 'snapshot');
  await new Promise((resolve) => (tx.oncomplete = resolve));
  db.close();
  return { auditId, photoId, bytes };
}

test('work of the first version is all there in this one, and can be sent', async () => {
  const { auditId, photoId, bytes } = await firstVersion();
  const db = await openDatabase(USER);
  expect(VERSION).toBeGreaterThan(1);
  expect(await listDrafts(db)).toMatchObject([{ audit_id: auditId, staff_alias: 'Tall', state: 'ready', underway: false }]);
  expect(await readAnswers(db, auditId)).toEqual({ greeted: { value: { kind: 'yes_no', value: true }, narrative: 'Labas' } });
  expect(await readTaps(db, auditId)).toEqual([{ phase: 'dial', at: 5 }]);
  const [photo] = await listPhotos(db, auditId);
  expect(photo).toMatchObject({ photo_id: photoId, bytes: bytes.byteLength });
  expect(photo).not.toHaveProperty('content');
  expect(await readPhotoBytes(db, photoId)).toEqual(bytes);
  expect(await listNotes(db)).toMatchObject([{ text: 'Shut' }]);
  expect(await readReceipt(db, 'old')).toMatchObject({ kept_at: 1 });
  expect((await readSnapshot(db))?.etag).toBe('"7"');
  const server = new Server();
  expect(await flush(db, USER, { fetch: server.fetch })).toMatchObject({ sent: 1, left: 0 });
  expect(server.stored(photoId)?.bytes.buffer).toEqual(bytes);
});

test('work of the version before originals goes on', async () => {
  const db = await freshPhone();
  const { audit_id } = await begun(db);
  await addPhoto(db, audit_id);
  const before = await listTaken(db, audit_id);
  db.close();
  await asVersion(2);
  const next = await openDatabase(USER);
  expect(await listDrafts(next)).toMatchObject([{ audit_id }]);
  expect(await listTaken(next, audit_id)).toEqual(before);
  const shot = { photo_id: crypto.randomUUID(), audit_id, item: 'front', facts: NO_FACTS, consent: false, replaces: null };
  await keepOriginal(next, { ...shot, bytes: picture(10) });
  expect((await listTaken(next, audit_id)).originals).toMatchObject([{ ...shot, position: 1 }]);
});

/** The store as an earlier version would have left it: its tables, without those that came later. */
async function asVersion(version: number): Promise<void> {
  const all = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(NAME);
    request.onsuccess = () => resolve(request.result);
  });
  const names = [...all.objectStoreNames].filter((name) => name !== 'originals');
  type Rows = { name: string; keyPath: string | string[] | null; indexes: string[]; keys: IDBValidKey[]; values: unknown[] };
  const read = (name: string): Promise<Rows> =>
    new Promise((resolve) => {
      const store = all.transaction(name).objectStore(name);
      const [keys, values] = [store.getAllKeys(), store.getAll()];
      const { keyPath } = store;
      values.onsuccess = () => resolve({ name, keyPath, indexes: [...store.indexNames], keys: keys.result, values: values.result });
    });
  const tables = await Promise.all(names.map(read));
  all.close();
  await deleteDatabase(USER);
  const old = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(NAME, version);
    request.onsuccess = () => resolve(request.result);
    request.onupgradeneeded = () => {
      for (const { name, keyPath, indexes, keys, values } of tables) {
        const store = request.result.createObjectStore(name, { keyPath });
        for (const index of indexes) store.createIndex(index, index);
        values.forEach((value, n) => store.put(value, ...(keyPath === null ? [keys[n]] : [])));
      }
    };
  });
  old.close();
}

test('an upgrade that breaks off leaves the work as it was', async () => {
  const { auditId } = await firstVersion();
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(full);
  await expect(openDatabase(USER)).rejects.toMatchObject({ code: 'storage_full' });
  put.mockRestore();
  const db = await openDatabase(USER);
  expect(await listDrafts(db)).toMatchObject([{ audit_id: auditId }]);
  expect(await listPhotos(db, auditId)).toHaveLength(1);
});

function full(): never {
  throw new DOMException('no room', 'QuotaExceededError');
}

test('a full phone says so, keeps nothing of the change and everything before', async () => {
  const db = await freshPhone();
  const { audit_id } = await begun(db);
  await saveAnswer(db, audit_id, 'greeted', { value: { kind: 'yes_no', value: true } });
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(full);
  const photo = { audit_id, item: 'front', bytes: picture(), thumbnail: picture(10), facts: NO_FACTS };
  await expect(keepPhoto(db, photo)).rejects.toMatchObject({ code: 'storage_full' });
  await expect(saveAnswer(db, audit_id, 'greeted', null)).rejects.toMatchObject({ code: 'storage_full' });
  put.mockRestore();
  expect(await readAnswers(db, audit_id)).toHaveProperty('greeted');
  expect(await listPhotos(db, audit_id)).toEqual([]);
});

test('a photo of which only half fits is not kept by half', async () => {
  const db = await freshPhone();
  const { audit_id } = await begun(db);
  const original = IDBObjectStore.prototype.put;
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
    return this.name === 'bytes' ? full() : original.apply(this, args);
  });
  const photo = { audit_id, item: 'front', bytes: picture(), thumbnail: picture(10), facts: NO_FACTS };
  await expect(keepPhoto(db, photo)).rejects.toMatchObject({ code: 'storage_full' });
  put.mockRestore();
  expect(await listPhotos(db, audit_id)).toEqual([]);
});

test('every write asks for the disk', async () => {
  const place = assignment();
  const db = await freshPhone([place]);
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
  const { audit_id } = await startDraft(db, place, 'en');
  await saveAnswer(db, audit_id, 'greeted', null);
  const writes = transaction.mock.calls.filter(([, mode]) => mode === 'readwrite');
  transaction.mockRestore();
  expect(writes).toHaveLength(2);
  expect(writes.map(([, , options]) => options)).toEqual(writes.map(() => ({ durability: 'strict' })));
});

test('a connection that the browser has dropped is opened anew', async () => {
  const places = [assignment(), assignment()] as const;
  const db = await freshPhone([...places]);
  await startDraft(db, places[0], 'en');
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
    throw new DOMException('Connection to Indexed Database server lost. Refresh the page to try again', 'UnknownError');
  });
  expect(await listDrafts(db)).toHaveLength(1);
  transaction.mockImplementationOnce(() => {
    throw new DOMException('The database connection is closing.', 'InvalidStateError');
  });
  await startDraft(db, places[1], 'en');
  transaction.mockRestore();
  expect(await listDrafts(db)).toHaveLength(2);
});

test('a fault that stays is told', async () => {
  const db = await freshPhone();
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
    throw new DOMException('broken', 'UnknownError');
  });
  await expect(listDrafts(db)).rejects.toThrow('broken');
  expect(transaction).toHaveBeenCalledTimes(3);
  transaction.mockRestore();
});

test('a tab of an older version makes way for a newer one, and says that it is outdated', async () => {
  const old = await freshPhone();
  await begun(old);
  const newer = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION + 1);
    request.onblocked = () => reject(new Error('the old tab holds on'));
    request.onsuccess = () => resolve(request.result);
  });
  await expect(listDrafts(old)).rejects.toMatchObject({ code: 'outdated' });
  newer.close();
});

test('a store that was removed is not made anew by what was still under way', async () => {
  const db = await freshPhone();
  await begun(db);
  await deleteDatabase(USER);
  await expect(listDrafts(db)).rejects.toMatchObject({ code: 'store_removed' });
  expect(await mayExist(USER)).toBe(false);
});

test('each shopper has a database of their own', async () => {
  const [mine, other] = [await freshPhone(), await openDatabase(OTHER_USER)];
  await begun(mine);
  expect(await listDrafts(other)).toEqual([]);
  await deleteDatabase(OTHER_USER);
  expect(await mayExist(OTHER_USER)).toBe(false);
  expect(await mayExist(USER)).toBe(true);
  expect(await listDrafts(mine)).toHaveLength(1);
});
