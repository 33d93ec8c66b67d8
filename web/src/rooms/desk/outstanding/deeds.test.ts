import { expect, test } from 'vitest';
import type { OutstandingDeeds } from '../../../api/schema';
import { askedOf, deedIn, saidOf, unmarked } from './deeds';

test.each([
  ['', 12],
  ['months=3', 3],
  ['months=5', 12],
  ['months=many', 12],
])('the address %j asks for %i months, and says so again', (said, months) => {
  const asked = askedOf(new URLSearchParams(said));
  expect(asked).toEqual({ region: '', months, thanks: '' });
  expect(askedOf(new URLSearchParams(saidOf(asked)))).toEqual(asked);
});

test('what was masked leaves an ellipsis on a certificate', () => {
  expect(unmarked('⟦name⟧ came round, and ⟦name?⟧ smiled.')).toBe('… came round, and … smiled.');
});

test('a deed is found with its branch, and one that has gone is not', () => {
  const deed = { example_id: 'a' };
  const found = { branches: [{ branch_name: 'Kaunas', deeds: [deed] }] } as unknown as OutstandingDeeds;
  expect(deedIn(found, 'a')).toEqual({ deed, branch: 'Kaunas' });
  expect(deedIn(found, 'b')).toBeNull();
});
