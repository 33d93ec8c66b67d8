import { expect, test, vi } from 'vitest';
import { NotAPhoto } from '../../../camera/notAPhoto';
import { StorageFull } from '../../../phone/storage';
import { finished } from '../../../phone/unfinished';
import { forgive, lostPhotos, prepare, prepared, preparing } from './preparing.svelte';

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test('who sends, updates or leaves waits for the photos, and hears of those that could not be kept', async () => {
  let keep: () => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  prepare('a', 'front', new Promise<void>((resolve) => (keep = resolve)));
  prepare('a', 'till', new Promise<void>((_, reject) => (fail = reject)));
  const [sent, left] = [vi.fn(), vi.fn()];
  const waiting = [prepared('a').then(sent), finished().then(left)];
  expect([preparing('a'), preparing('a', 'till'), preparing('b'), await prepared('b')]).toEqual([2, 1, 0, true]);
  keep();
  await soon();
  expect([preparing('a'), sent.mock.calls.length, left.mock.calls.length]).toEqual([1, 0, 0]);
  fail(new StorageFull());
  await Promise.all(waiting);
  expect(sent).toHaveBeenCalledWith(false);
  expect(lostPhotos('a')).toEqual([{ auditId: 'a', item: 'till', why: 'full' }]);
  forgive('a', 'till');
  expect(await prepared('a')).toBe(true);
});

test('of each item the last loss is told', async () => {
  prepare('c', 'front', Promise.reject(new Error('no canvas')));
  await prepared('c');
  prepare('c', 'front', Promise.reject(new NotAPhoto()));
  expect(await prepared('c')).toBe(false);
  expect(lostPhotos('c').map(({ why }) => why)).toEqual(['unreadable']);
});
