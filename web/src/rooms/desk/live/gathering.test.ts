import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gathering } from './gathering';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('the first change is seen soon, and the many after it together', async () => {
  const act = vi.fn(() => Promise.resolve());
  const { changed } = gathering(act, 4000);
  changed();
  await vi.advanceTimersByTimeAsync(400);
  expect(act).toHaveBeenCalledTimes(1);
  for (let n = 0; n < 100; n += 1) {
    changed();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(act.mock.calls.length).toBeGreaterThanOrEqual(3);
  expect(act.mock.calls.length).toBeLessThanOrEqual(4);
  const before = act.mock.calls.length;
  await vi.advanceTimersByTimeAsync(5000);
  expect(act).toHaveBeenCalledTimes(before + 1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(act).toHaveBeenCalledTimes(before + 1);
});

test('what changes while it is at it is not forgotten, and a failure ends nothing', async () => {
  let fail: (reason: Error) => void = () => undefined;
  const act = vi.fn(() => new Promise<void>((_, reject) => (fail = reject)));
  const { changed } = gathering(act, 0);
  changed();
  await vi.advanceTimersByTimeAsync(400);
  changed();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(act).toHaveBeenCalledTimes(1);
  fail(new Error('no network'));
  await vi.advanceTimersByTimeAsync(400);
  expect(act).toHaveBeenCalledTimes(2);
});

test('who has left is not bothered', async () => {
  const act = vi.fn(() => Promise.resolve());
  const { changed, end } = gathering(act, 0);
  changed();
  end();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(act).not.toHaveBeenCalled();
});
