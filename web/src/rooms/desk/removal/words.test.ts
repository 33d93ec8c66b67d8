import { expect, test } from 'vitest';
import type { AuditRemovals, Dependents } from '../../../api/schema';
import { removal } from '../../../i18n/en/removal';
import { actsFor } from './removing';
import { goesWith } from './words';

const NOTHING: Dependents = {
  photos: 0,
  narratives: 0,
  reviews: 0,
  examples: 0,
  collections: 0,
  alerts: 0,
  exercises: 0,
  appeals: 0,
  papers: 0,
};

function told(status: AuditRemovals['status'], kind?: 'anonymise' | 'photos'): AuditRemovals {
  const removals = kind ? [{ id: 'x', kind, cause: 'law' as const, by: null, by_name: null, at: '2026-01-01T00:00:00Z' }] : [];
  const ids = { audit_id: 'a', assignment_id: 'b', branch_id: 'c' };
  return { ...ids, status, occurred_at: '2026-01-01T00:00:00Z', clearing: false, removals, dependents: NOTHING };
}

test('only what is there is said to go', () => {
  expect(goesWith('erase', { ...NOTHING, photos: 2, appeals: 1 }, removal)).toEqual([
    'All answers and scores; the branch’s result changes',
    '2 photos, with every copy on the server',
    '1 appeal',
  ]);
  expect(goesWith('reinstate', { ...NOTHING, examples: 3 }, removal)).toEqual([]);
  expect(goesWith('exclude', { ...NOTHING, photos: 3, examples: 1 }, removal)).toHaveLength(2);
});

test('who may do what depends on the audit and on the person', () => {
  expect(actsFor(told('finalised'), false)).toEqual(['exclude']);
  expect(actsFor(told('finalised'), true)).toEqual(['exclude', 'anonymise', 'erase']);
  expect(actsFor(told('excluded'), true)).toEqual(['reinstate', 'anonymise', 'erase']);
  expect(actsFor(told('submitted'), true)).toEqual(['erase']);
  expect(actsFor(told('submitted'), false)).toEqual([]);
  expect(actsFor(told('finalised', 'photos'), true)).toContain('anonymise');
  expect(actsFor(told('finalised', 'anonymise'), true)).toEqual(['exclude', 'erase']);
  expect(actsFor(told('erased'), true)).toEqual([]);
});
