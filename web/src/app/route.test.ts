import { expect, test } from 'vitest';
import { href, segments } from './route';

test('an address survives the way there and back', () => {
  expect(segments(href('checklists', 'branch visit/ü', '3'))).toEqual(['checklists', 'branch visit/ü', '3']);
});

test('nothing is the first page', () => {
  expect(segments('')).toEqual([]);
  expect(segments('#/')).toEqual([]);
});

test('a mangled address does not throw', () => {
  expect(segments('#/audits/%E0%A4%A')).toEqual(['audits', '%E0%A4%A']);
});
