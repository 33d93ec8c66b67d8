import { expect, test } from 'vitest';
import { lastQuarter, rowFault, templateAddress } from './importing';

test('the quarter that is over last', () => {
  expect(lastQuarter(new Date(2026, 0, 5))).toBe('2025-Q4');
  expect(lastQuarter(new Date(2026, 4, 5))).toBe('2026-Q1');
  expect(lastQuarter(new Date(2026, 11, 31))).toBe('2026-Q3');
});

test('a fault tells its row, its column and what stood there', () => {
  const fault = { path: 'rows[12].value', code: 'bad_number', message: '`much` is not a number.' };
  expect(rowFault(fault)).toMatchObject({ row: '12', column: 'value', cell: 'much' });
  expect(rowFault({ path: '', code: 'not_csv', message: 'No text.' })).toMatchObject({ row: '', column: '', cell: '' });
});

test('a template has the separator that spreadsheets of the language expect', () => {
  expect(templateAddress('p', '2026-Q1', 'de-DE')).toContain('separator=semicolon');
  expect(templateAddress('p', '2026-Q1', 'en-GB')).toContain('separator=comma');
});
