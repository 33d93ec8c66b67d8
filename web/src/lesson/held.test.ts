import { afterEach, expect, test, vi } from 'vitest';
import type { Example, ShownEntry } from '../api/schema';
import { HeldPictures } from './held.svelte';

afterEach(() => vi.unstubAllGlobals());

const from = (id: string): string => `/pictures/${id}`;

function lesson(...ids: string[]): { entries: ShownEntry[] } {
  const photos = ids.map((redacted) => ({ redacted, original: null, state: 'done' as const }));
  const waiting = { redacted: null, original: 'never', state: 'waiting' as const };
  const example = { id: 'e', photos: [...photos, waiting] } as Partial<Example> as Example;
  const words = { note: '', question: '', model_answer: '', story: null, beside_story: null };
  return { entries: [{ example_id: 'e', example, beside_id: 'e', beside: example, ...words }] };
}

function network(answer: (id: string) => Response): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    return answer(url.split('/').at(-1) ?? '');
  });
  return asked;
}

test('every picture is fetched once and then comes from memory', async () => {
  const asked = network(() => new Response('picture'));
  const held = new HeldPictures(lesson('a', 'b', 'c', 'd', 'e', 'f'), from);
  expect(held.source('a', 'image')).toBe('/pictures/a');
  await held.load();
  expect([...asked].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'].map(from));
  expect(held.missing).toEqual([]);
  expect(held.source('f', 'image')).toMatch(/^blob:/);
  expect(held.source('f', 'thumbnail')).toBe(held.source('f', 'image'));
  held.release();
});

test('what is gone is gone, and what the network kept back is asked for again', async () => {
  let up = false;
  const asked = network((id) => {
    if (id === 'gone') return new Response(null, { status: 404 });
    if (!up) throw new TypeError('no network');
    return new Response('picture');
  });
  const held = new HeldPictures(lesson('gone', 'late'), from);
  await held.load();
  expect([held.source('gone', 'image'), held.source('late', 'image')]).toEqual([null, '/pictures/late']);
  expect(held.missing).toEqual(['late']);
  up = true;
  await held.load();
  expect(held.missing).toEqual([]);
  expect(asked).toEqual(['gone', 'late', 'late'].map(from));
});
