import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NotAPhoto } from '../../../camera/notAPhoto';
import type { PhoneDatabase } from '../../../phone/database';
import type { Original } from '../../../phone/records';
import { StorageFull } from '../../../phone/storage';
import { freshPhone } from '../../../phone/testing/phone';
import { NO_FACTS } from '../../../phone/testing/samples';
import { field } from '../field.svelte';
import { forgive, lostPhotos, noteRoom, prepare, prepared, preparing } from './preparing.svelte';

let db: PhoneDatabase;

beforeEach(async () => {
  db = await freshPhone();
});
afterEach(() => vi.restoreAllMocks());

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

function original(photo_id: string, item: string, why: Original['why'] = null): Original {
  const place = { audit_id: 'd', item, position: 0, bytes: 1, facts: NO_FACTS };
  return { photo_id, ...place, consent: false, replaces: null, tries: 0, why };
}

test('who sends waits for the photos, and hears of those that could not be kept', async () => {
  let keep: () => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  prepare('a', 'front', '1', new Promise<void>((resolve) => (keep = resolve)));
  prepare('a', 'till', '2', new Promise<void>((_, reject) => (fail = reject)));
  const sent = vi.fn();
  const waiting = prepared(db, 'a').then(sent);
  expect([preparing('a'), preparing('a', 'till'), preparing('b'), await prepared(db, 'b')]).toEqual([2, 1, 0, true]);
  keep();
  await soon();
  expect([preparing('a'), sent.mock.calls.length]).toEqual([1, 0]);
  fail(new StorageFull());
  await waiting;
  expect(sent).toHaveBeenCalledWith(false);
  expect(lostPhotos('a')).toEqual([{ auditId: 'a', item: 'till', why: 'full', kept: false }]);
  forgive('a', 'till');
  expect(await prepared(db, 'a')).toBe(true);
});

test('of each item the last loss is told, and one of each kind that is kept', async () => {
  prepare('c', 'front', '1', Promise.reject(new Error('no canvas')));
  await prepared(db, 'c');
  prepare('c', 'front', '2', Promise.reject(new NotAPhoto()));
  expect(await prepared(db, 'c')).toBe(false);
  expect(lostPhotos('c').map(({ why }) => why)).toEqual(['unreadable']);
  const kept = ['failed', 'unreadable', 'failed'].map((why, n) => original(`${n}`, 'front', why as Original['why']));
  vi.spyOn(field, 'originals').mockReturnValue(kept);
  expect(lostPhotos('c').map(({ why, kept }) => [why, kept])).toEqual([
    ['failed', true],
    ['unreadable', true],
    ['unreadable', false],
  ]);
});

test('what an earlier page has left is counted once, and told when it waits for the shopper', () => {
  const originals = vi.spyOn(field, 'originals').mockReturnValue([original('1', 'front'), original('2', 'till')]);
  prepare('d', 'front', '1', new Promise(() => undefined));
  expect([preparing('d'), preparing('d', 'front'), lostPhotos('d')]).toEqual([2, 1, []]);
  originals.mockReturnValue([original('1', 'front', 'unreadable'), original('2', 'till')]);
  noteRoom('2', false);
  expect([preparing('d'), lostPhotos('d').map(({ item, why, kept }) => [item, why, kept])]).toEqual([
    0,
    [
      ['front', 'unreadable', true],
      ['till', 'full', true],
    ],
  ]);
  noteRoom('2', true);
  expect([preparing('d'), preparing('d', 'till')]).toEqual([1, 1]);
});
