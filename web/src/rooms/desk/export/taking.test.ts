/** How long a file is waited for. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ask } from '../../../api/client';
import type { Export } from '../../../api/schema';
import { STALL_MS, watch } from './taking';

vi.mock('../../../api/client', () => ({ api: { GET: vi.fn() }, ask: vi.fn() }));

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

async function told(answer: (passed: number) => Pick<Export, 'state' | 'done'>): Promise<{ states: string[]; passed: number }> {
  const began = Date.now();
  const states: string[] = [];
  vi.mocked(ask).mockImplementation(async () => answer(Date.now() - began));
  const watched = watch('id', ({ state }) => states.push(state ?? ''), () => false);
  let passed = -1;
  void watched.then(() => (passed = Date.now() - began));
  await vi.advanceTimersByTimeAsync(4 * STALL_MS);
  return { states, passed };
}

test('a file that goes on is waited for, however slowly', async () => {
  const slow = await told((passed) => {
    const done = Math.floor(passed / (0.9 * STALL_MS));
    return { state: done < 3 ? 'writing' : 'written', done };
  });
  expect(slow.states.at(-1)).toBe('written');
  expect(slow.states).not.toContain('broken');
});

test('one that waits in line is waited for, however long', async () => {
  const late = await told((passed) => ({ state: passed < 3 * STALL_MS ? 'ordered' : 'written', done: 0 }));
  expect(late.states.at(-1)).toBe('written');
  expect(late.states).not.toContain('broken');
});

test('one that gets no further is told to be broken, and no longer asked for', async () => {
  const stuck = await told(() => ({ state: 'writing', done: 3 }));
  expect(stuck.states.at(-1)).toBe('broken');
  expect(stuck.states.slice(0, -1)).not.toContain('broken');
  expect(stuck.passed).toBeGreaterThan(STALL_MS);
  expect(stuck.passed).toBeLessThan(STALL_MS + 2000);
});
