import { expect, test } from 'vitest';
import type { StoredAssignment } from '../../api/schema';
import { soonestFirst } from './work';

const due = (window_ends_at: string): StoredAssignment => ({ window_ends_at }) as StoredAssignment;

test('the assignment that closes first stands first, whatever offset its time is written in', () => {
  const sorted = soonestFirst([due('2026-03-02T00:00:00Z'), due('2026-03-02T01:00:00+02:00')]);
  expect(sorted.map((assignment) => assignment.window_ends_at)).toEqual(['2026-03-02T01:00:00+02:00', '2026-03-02T00:00:00Z']);
});
