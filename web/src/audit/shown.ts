/** What of a checklist an audit shows: the sections with the items that the shopper saw. */
import type { AuditDetail, Checklist, ItemScore, Review, Section } from '../api/schema';
import type { Answer, Item } from '../api/types';

export type ShownItem = { item: Item; answer: Answer | undefined; score: ItemScore | undefined };
export type ShownSection = { section: Section; items: ShownItem[] };

/**
 * The scorecard names every visible item. A shopper may get none; then only
 * what was answered is known to have been visible.
 */
export function shownSections(checklist: Checklist, audit: AuditDetail): ShownSection[] {
  const scores = new Map(audit.scorecard?.items.map((score) => [score.key, score]));
  const { answers } = audit.submission;
  return checklist.sections
    .map((section) => ({
      section,
      items: section.items
        .map((item) => ({ item, answer: answers[item.key], score: scores.get(item.key) }))
        .filter(({ item, answer, score }) => item.kind !== 'info' && (answer ?? score) !== undefined),
    }))
    .filter(({ items }) => items.length > 0);
}

/** The questions that cost the index something, largest loss first. */
export function costsOf(items: readonly ItemScore[]): { key: string; cost: number; critical: number }[] {
  return items
    .map(({ key, cost, critical_cost: critical = 0 }) => ({ key, cost: (cost ?? 0) + critical, critical }))
    .filter(({ cost }) => cost >= 0.05)
    .sort((a, b) => b.cost - a.cost);
}

export function itemOf(checklist: Checklist, key: string): Item | undefined {
  return checklist.sections.flatMap((section) => section.items).find((item) => item.key === key);
}

/** The keys of the items whose answers a reviewer has changed. */
export function correctedItems(reviews: readonly Review[]): Set<string> {
  return new Set(reviews.flatMap((review) => (review.changes ?? []).map((change) => change.item)));
}
