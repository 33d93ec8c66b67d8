import 'fake-indexeddb/auto';
import { IDBDatabase, IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keep, recall } from './durable';

const tabs = new Map<string, string>();

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  tabs.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => tabs.get(key) ?? null,
    setItem: (key: string, value: string) => tabs.set(key, value),
    removeItem: (key: string) => tabs.delete(key),
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function noRoom(): void {
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('no room', 'QuotaExceededError');
  });
}

test('on a full phone who has left is forgotten', async () => {
  await keep('shopper', 'A');
  noRoom();
  await keep('shopper', null);
  expect(await recall('shopper')).toBeNull();
});

test('on a full phone the latest fact counts, not the last one that fitted', async () => {
  await keep('owed', null);
  noRoom();
  await keep('owed', true);
  expect(await recall('owed')).toBe(true);
});

test('a dropped connection is tried again', async () => {
  await keep('shopper', 'A');
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
    throw new DOMException('dropped', 'InvalidStateError');
  });
  await keep('shopper', 'B');
  tabs.clear();
  expect(await recall('shopper')).toBe('B');
});

test('what cannot be written at all is said, and nobody is told otherwise', async () => {
  await keep('shopper', 'A');
  const { transaction } = IDBDatabase.prototype;
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...args) {
    const tx = transaction.apply(this, args);
    if (args[1] === 'readwrite') tx.abort();
    return tx;
  });
  vi.spyOn(IDBFactory.prototype, 'deleteDatabase').mockImplementation(() => {
    throw new DOMException('lost', 'UnknownError');
  });
  await expect(keep('shopper', null)).rejects.toThrow();
  expect([await recall('shopper'), tabs.get('shopper')]).toEqual(['A', '"A"']);
});

test('a browser that keeps nothing has localStorage', async () => {
  const deny = (): never => {
    throw new DOMException('denied', 'SecurityError');
  };
  vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(deny);
  vi.spyOn(IDBFactory.prototype, 'deleteDatabase').mockImplementation(deny);
  await keep('shopper', 'A');
  expect(await recall('shopper')).toBe('A');
  await keep('shopper', null);
  expect(await recall('shopper')).toBeNull();
});
