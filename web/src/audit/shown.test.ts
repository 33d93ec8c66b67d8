import { expect, test } from 'vitest';
import type { ItemScore, Review } from '../api/schema';
import { correctedItems, costsOf } from './shown';

const scored = (key: string, cost: number | null, critical_cost = 0): ItemScore => ({
  key,
  section: 's',
  state: 'scored',
  score: 0,
  earned: 0,
  possible: 1,
  cost,
  critical_cost,
});

test('losses are sorted, the ceiling included, and what rounds to nothing is left out', () => {
  const items = [scored('small', 1), scored('none', 0.01), scored('grave', 2, 20), scored('no_index', null)];
  expect(costsOf(items)).toEqual([
    { key: 'grave', cost: 22, critical: 20 },
    { key: 'small', cost: 1, critical: 0 },
  ]);
});

test('what any review corrected is marked, and what was only asked about is not', () => {
  const changes = [{ item: 'tone', before: null, after: null }];
  const reviews = [{ items: ['wait'] }, { changes }, {}] as Review[];
  expect([...correctedItems(reviews)]).toEqual(['tone']);
});
