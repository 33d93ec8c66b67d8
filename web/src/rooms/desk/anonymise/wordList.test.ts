import { expect, test } from 'vitest';
import { differences, misfits, wordsIn } from './wordList';

test('a text becomes words, each once and without empty lines', () => {
  expect(wordsIn(' Sunshine Plan \n\nAurora\r\nAurora\n  ')).toEqual(['Sunshine Plan', 'Aurora']);
  expect(wordsIn('')).toEqual([]);
});

test('what is too short or too long is told apart', () => {
  expect(misfits(['a', 'ab', 'x'.repeat(80), 'x'.repeat(81), '😀'])).toEqual(['a', 'x'.repeat(81), '😀']);
});

test('a change says what comes and what goes', () => {
  expect(differences(['a1', 'b1'], ['b1', 'c1'])).toEqual({ added: ['c1'], removed: ['a1'] });
});
