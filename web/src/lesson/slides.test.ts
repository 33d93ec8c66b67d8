import { expect, test } from 'vitest';
import type { ShownEntry } from '../api/schema';
import { moved, withExample } from '../rooms/coach/collections/collections';
import { slidesOf } from './slides';

function entry(id: string, seen = true): ShownEntry {
  const example = seen ? ({ id } as ShownEntry['example']) : null;
  return { example_id: id, example, beside_id: null, beside: null, note: '', question: '', model_answer: '' };
}

const ids = (entries: ShownEntry[]): string[] => entries.map(({ example_id }) => example_id);

test('what was withdrawn is no slide, and leaves no gap in the numbers', () => {
  const slides = slidesOf({ entries: [entry('a'), entry('b', false), entry('c')] });
  expect(slides.map(({ entry: { example_id }, number }) => [example_id, number])).toEqual([['a', 1], ['c', 2]]);
});

test.each([
  [0, 2, 'bca'],
  [2, 0, 'cab'],
  [1, 1, 'abc'],
  [9, 0, 'abc'],
])('an entry moves from %i to %i', (from, to, order) => {
  expect(ids(moved(['a', 'b', 'c'].map((id) => entry(id)), from, to)).join('')).toBe(order);
});

test('an example comes at the end, or beside the last one for contrast', () => {
  expect(ids(withExample([entry('a')], 'b', false))).toEqual(['a', 'b']);
  const [pair] = withExample([entry('a')], 'b', true);
  expect([pair?.example_id, pair?.beside_id]).toEqual(['a', 'b']);
  expect(ids(withExample([], 'b', true))).toEqual(['b']);
});
