import { expect, test } from 'vitest';
import { EventReader, waitFor } from './events';

test('events arrive whole, wherever they are cut', () => {
  const text = 'retry: 2000\nid: a-1\nevent: ready\ndata: {}\n\n:\n\nid: a-2\nevent: change\ndata: {"kind":"audit"}\n\n';
  for (let cut = 0; cut <= text.length; cut += 1) {
    const reader = new EventReader();
    expect([...reader.read(text.slice(0, cut)), ...reader.read(text.slice(cut))]).toEqual([
      { id: 'a-1', name: 'ready', data: '{}' },
      { id: 'a-2', name: 'change', data: '{"kind":"audit"}' },
    ]);
  }
});

test('a heartbeat says nothing', () => {
  expect(new EventReader().read(':\n\n:\n\n')).toEqual([]);
});

test('waiting grows up to half a minute', () => {
  expect(waitFor(0, 0)).toBe(500);
  expect(waitFor(0, 1)).toBe(1000);
  expect(waitFor(20, 1)).toBe(30_000);
  expect([0, 1, 2, 3].map((n) => waitFor(n, 0.5))).toEqual([750, 1500, 3000, 6000]);
});
