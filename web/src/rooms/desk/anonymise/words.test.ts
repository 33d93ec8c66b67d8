import { expect, test } from 'vitest';
import { cased, hidden, tokens, toggled } from './words';

const span = (start: number, end: number, certain = true) => ({ start, end, kind: 'name' as const, certain });

test('words within a span are hidden, and stand together as one', () => {
  const found = tokens('Ask Anna Kern now', [span(4, 13, false)]);
  expect(found.filter((token) => token.kind).map((token) => [token.text, token.doubt])).toEqual([
    ['Anna', true],
    ['Kern', true],
  ]);
  expect(hidden(found)).toEqual([span(4, 13)]);
});

test('places count characters, also behind an emoji', () => {
  const found = tokens('😀 Anna', [span(2, 6)]);
  expect(hidden(found)).toEqual([span(2, 6)]);
});

test('a word is hidden and shown again', () => {
  const found = tokens('Ask Anna now', []);
  const once = toggled(found, 2, 'name');
  expect(hidden(once)).toEqual([span(4, 8)]);
  expect(hidden(toggled(once, 2, 'name'))).toEqual([]);
});

test('a text without capital letters, or with nothing else, is told from others', () => {
  expect([cased('she told anna'), cased('SHE TOLD ANNA'), cased('She told Anna')]).toEqual([false, false, true]);
});
