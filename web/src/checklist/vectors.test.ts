/** The phone must decide as the server does: what Python said about random forms, and about those that ship. */
import { describe, expect, test } from 'vitest';
import type { Checklist, Submission } from '../api/schema';
import type { Tier } from '../api/types';
import stored from '../../../tests/unit/phone_vectors.json?raw';
import { faultsOf } from './faults';
import { itemScore } from './itemScore';
import { answerTo, visible } from './visibility';

type Case = {
  tier: Tier;
  submission: Submission;
  visible: string[];
  scores: Record<string, number>;
  faults: [string, string][];
};

const forms = JSON.parse(stored) as { definition: Checklist; cases: Case[] }[];
const cases = forms.flatMap(({ definition, cases }, form) =>
  cases.map((said, n) => ({ name: `form ${form}, filled ${n + 1}`, definition, ...said })),
);

test('there are forms to compare', () => {
  expect(cases.length).toBeGreaterThan(200);
});

describe.each(cases)('$name', ({ definition, submission, tier, ...said }) => {
  test('shows the same items', () => {
    expect(visible(definition, submission.answers).map(({ item }) => item.key)).toEqual(said.visible);
  });

  test('scores them the same', () => {
    const items = definition.sections.flatMap((section) => section.items);
    for (const item of items) {
      const score = itemScore(item, answerTo(submission.answers, item.key), tier);
      const wanted = said.scores[item.key] ?? null;
      expect([item.key, score === null], `${score}, not ${wanted}`).toEqual([item.key, wanted === null]);
      expect(Math.abs((score ?? 0) - (wanted ?? 0)), item.key).toBeLessThanOrEqual(1e-12);
    }
  });

  test('finds the same faults', () => {
    expect(faultsOf(definition, submission, tier).map(({ path, code }) => [path, code])).toEqual(said.faults);
  });
});
