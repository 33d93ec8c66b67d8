import { expect, test, vi } from 'vitest';
import type { ShownEntry } from '../api/schema';
import { storyLanguage } from '../examples/storyLanguage.svelte';
import { speak } from '../i18n/i18n.svelte';
import { moved, withExample } from '../rooms/coach/collections/collections';
import { slidesOf, wordsOf } from './slides';

function entry(id: string, seen = true): ShownEntry {
  const example = seen ? ({ id } as ShownEntry['example']) : null;
  return { example_id: id, example, story: null, beside_id: null, beside: null, beside_story: null, note: '', question: '', model_answer: '' };
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

test('a starter story brings its question and answer, in the language of the reader, unless the trainer has own words', async () => {
  vi.stubGlobal('document', { documentElement: {} });
  await speak('de');
  const text = (words: string) => ({ title: words, story: words, shows: words, question: `${words}?`, model_answer: `${words}!` });
  const story = { id: 's', texts: { en: text('Why'), de: text('Warum') } } as unknown as ShownEntry['story'];
  const told = { ...entry('s', false), story };
  expect(slidesOf({ entries: [told] })).toHaveLength(1);
  expect(wordsOf(told)).toMatchObject({ question: 'Warum?', model_answer: 'Warum!', spoken: { question: 'de' } });
  storyLanguage.choose('en');
  const own = wordsOf({ ...told, question: 'Und bei uns?' });
  expect(own).toMatchObject({ question: 'Und bei uns?', model_answer: 'Why!', spoken: { question: undefined, model_answer: 'en' } });
  storyLanguage.choose('');
});
