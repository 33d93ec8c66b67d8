import { expect, test } from 'vitest';
import { numberText, readNumber } from './typedNumber';

test.each([
  ['12', 12],
  ['12,5', 12.5],
  ['12.5', 12.5],
  [',5', 0.5],
  ['12,', 12],
  ['-3', -3],
  ['\u22123', -3],
  ['1 234', 1234],
  ['1.234,5', 1234.5],
  ["1'234.5", 1234.5],
  ['1,234,567', 1234567],
  ['1.234.567,89', 1234567.89],
])('%s is a number', (text, value) => {
  expect(readNumber(text)).toBe(value);
});

test.each(['', ' ', '-', ',', 'abc', '12a', '1,2,3', '12.34.5', '1e5', '1,23.4', '0x10', 'Infinity'])('%j is none', (text) => {
  expect(readNumber(text)).toBeNull();
});

test('what is shown is read as the same number, in every language', () => {
  for (const locale of ['en-GB', 'de-DE', 'sv-SE', 'lt-LT', 'tr-TR']) {
    for (const value of [0, -2.5, 1234567.25, 0.1]) expect(readNumber(numberText(locale, value))).toBe(value);
  }
  expect(numberText('de-DE', 1234.5)).toBe('1234,5');
});
