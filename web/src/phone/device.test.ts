import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, expect, test, vi } from 'vitest';
import { forgetMe, recallMe, rememberedMe, rememberMe, unsentOf } from './device';
import { addNote } from './notes';
import { flush } from './outbox';
import { askToPersist, storageState } from './storage';
import { filled, freshPhone, submitted } from './testing/phone';
import { assignment, OTHER_USER, snapshot, USER } from './testing/samples';
import { cut, Server } from './testing/server';

afterEach(() => vi.unstubAllGlobals());

test('the shopper who worked here last is remembered until they leave', async () => {
  globalThis.indexedDB = new IDBFactory();
  const tabs = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => tabs.get(key) ?? null,
    setItem: (key: string, value: string) => tabs.set(key, value),
    removeItem: (key: string) => tabs.delete(key),
  });
  const { me } = snapshot([]);
  expect(await recallMe()).toBeNull();
  await rememberMe(me);
  expect(rememberedMe()).toEqual(me);
  // A phone that dies now may forget what only the tabs know.
  tabs.clear();
  expect(await recallMe()).toEqual(me);
  await forgetMe();
  expect(await recallMe()).toBeNull();
});

test('unsent is what the server does not have: drafts, photos, notes and their bytes', async () => {
  const places = [assignment(), assignment()];
  const db = await freshPhone(places);
  await submitted(db, [100_000], places[0]);
  await filled(db, [50], places[1]);
  await addNote(db, { assignment_id: 'a', kind: 'problem', text: 'Closed' });
  expect(await unsentOf(USER)).toEqual({ audits: 2, photos: 2, notes: 1, bytes: 100_050 });
  const server = new Server();
  server.mischief = ({ method }) => (method === 'PATCH' && server.count('PATCH') === 2 ? cut() : undefined);
  await flush(db, USER, { fetch: server.fetch });
  expect(await unsentOf(USER)).toEqual({ audits: 2, photos: 2, notes: 0, bytes: 100_050 - 65_536 });
  await flush(db, USER, { fetch: server.fetch, urgent: true });
  expect(await unsentOf(USER)).toEqual({ audits: 1, photos: 1, notes: 0, bytes: 50 });
});

test('asking about somebody who never worked here leaves no trace', async () => {
  globalThis.indexedDB = new IDBFactory();
  expect(await unsentOf(OTHER_USER)).toEqual({ audits: 0, photos: 0, notes: 0, bytes: 0 });
  expect(await indexedDB.databases()).toEqual([]);
});

const MB = 1024 * 1024;

test.each([
  ['plenty', { usage: 10 * MB, quota: 1000 * MB }, false],
  ['little', { usage: 970 * MB, quota: 1000 * MB }, true],
])('%s of room is told', async (_, estimate, low) => {
  const storage = { estimate: async () => estimate, persisted: async () => true, persist: async () => true };
  vi.stubGlobal('navigator', { storage });
  expect(await storageState()).toEqual({ persisted: true, ...estimate, low });
  expect(await askToPersist()).toBe(true);
});

test('a browser that says nothing, or refuses, promises nothing', async () => {
  const refuse = async (): Promise<never> => Promise.reject(new TypeError('refused'));
  for (const storage of [undefined, {}, { estimate: refuse, persisted: refuse, persist: refuse }]) {
    vi.stubGlobal('navigator', { storage });
    expect(await storageState()).toEqual({ persisted: false, usage: null, quota: null, low: false });
    expect(await askToPersist()).toBe(false);
  }
});
