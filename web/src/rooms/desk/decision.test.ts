import { expect, test } from 'vitest';
import { ReviewIds } from './decision';

test('a retry keeps its id, another decision gets its own', () => {
  let made = 0;
  const ids = new ReviewIds(() => `id ${++made}`);
  const change = { decision: 'reject' as const, revision: 1, reason: 'The photos show another branch.' };
  expect(ids.idFor(change)).toBe('id 1');
  expect(ids.idFor({ ...change })).toBe('id 1');
  expect(ids.idFor({ ...change, reason: 'Other words.' })).toBe('id 2');
  expect(ids.idFor({ ...change, reason: 'Other words.', items: ['tone'] })).toBe('id 3');
  const corrections = { tone: { kind: 'scale' as const, level: 2 } };
  expect(ids.idFor({ ...change, corrections })).toBe('id 4');
  expect(ids.idFor({ ...change, corrections: { tone: { kind: 'scale', level: 3 } } })).toBe('id 5');
});
