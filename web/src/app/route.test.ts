import { expect, test } from 'vitest';
import { href, hrefWith, parameters, segments } from './route';

test('an address survives the way there and back', () => {
  expect(segments(href('checklists', 'branch visit/ü', '3'))).toEqual(['checklists', 'branch visit/ü', '3']);
});

test('what a page is asked to show survives, too, and is no part of its name', () => {
  const address = hrefWith(['compare'], { q: 'šiauliai & co/2?', region: '', sort: '-name' });
  expect(segments(address)).toEqual(['compare']);
  expect(Object.fromEntries(parameters(address))).toEqual({ q: 'šiauliai & co/2?', sort: '-name' });
  expect(hrefWith(['compare'], { region: '' })).toBe('#/compare');
});

test('nothing is the first page', () => {
  expect(segments('')).toEqual([]);
  expect(segments('#/')).toEqual([]);
});

test('a mangled address does not throw', () => {
  expect(segments('#/audits/%E0%A4%A')).toEqual(['audits', '%E0%A4%A']);
});
