import { expect, test } from 'vitest';
import { fileName } from './file';

test('a file is named after the branch and the day, in letters that every phone can write', () => {
  expect(fileName('Šiauliai, Vilniaus g. 201', '2026-03-01T10:00:00Z')).toBe('audit-siauliai-vilniaus-g-201-2026-03-01.json');
  expect(fileName('中文', '2026-03-01T10:00:00Z')).toBe('audit-2026-03-01.json');
});
