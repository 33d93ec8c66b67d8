/** Branches of a league in the order asked for, and apart from those that cannot be compared yet. */
import type { ComparedBranch } from '../../../api/schema';
import { folded } from '../network';

export type PlacedBranch = ComparedBranch & {
  headline: NonNullable<ComparedBranch['headline']>;
  place: NonNullable<ComparedBranch['place']>;
};

export const SORTS = ['headline', 'name', 'percent', 'rank', 'audits'] as const;
export type SortKey = (typeof SORTS)[number];
export type Sort = { by: SortKey; down: boolean };

export const BEST_FIRST: Sort = { by: 'headline', down: true };

/** Numbers are asked for with the largest first, names and ranks with the first. */
const DOWN_FIRST: Record<SortKey, boolean> = { headline: true, name: false, percent: true, rank: false, audits: true };

export function apart(branches: readonly ComparedBranch[]): { placed: PlacedBranch[]; others: ComparedBranch[] } {
  const isPlaced = (one: ComparedBranch): one is PlacedBranch => one.place !== null && one.headline?.published === true;
  return { placed: branches.filter(isPlaced), others: branches.filter((one) => !isPlaced(one)) };
}

export function readSort(text: string | null): Sort {
  const by = SORTS.find((key) => key === text?.replace(/^-/, ''));
  return by === undefined ? BEST_FIRST : { by, down: text?.startsWith('-') === true };
}

export function sortText({ by, down }: Sort): string {
  return by === BEST_FIRST.by && down === BEST_FIRST.down ? '' : `${down ? '-' : ''}${by}`;
}

/** What a press on a column's name asks for: its usual direction first, then the other one. */
export function turned(present: Sort, by: SortKey): Sort {
  return { by, down: present.by === by ? !present.down : DOWN_FIRST[by] };
}

export function sorted(branches: readonly PlacedBranch[], { by, down }: Sort, locale: string): PlacedBranch[] {
  const names = new Intl.Collator(locale, { numeric: true });
  const byName = (a: ComparedBranch, b: ComparedBranch): number => names.compare(a.branch_name, b.branch_name);
  if (by === 'name') return branches.toSorted((a, b) => (down ? byName(b, a) : byName(a, b)));
  const value = VALUE[by];
  return branches.toSorted((a, b) => (down ? value(b) - value(a) : value(a) - value(b)) || byName(a, b));
}

export function sortedByName(branches: readonly ComparedBranch[], locale: string): ComparedBranch[] {
  const names = new Intl.Collator(locale, { numeric: true });
  return branches.toSorted((a, b) => names.compare(a.branch_name, b.branch_name));
}

export function found<B extends ComparedBranch>(branches: readonly B[], query: string): B[] {
  const wanted = folded(query.trim());
  return wanted === '' ? [...branches] : branches.filter((one) => folded(one.branch_name).includes(wanted));
}

const VALUE: Record<Exclude<SortKey, 'name'>, (one: PlacedBranch) => number> = {
  // A group stays together even when a decision of today has moved one of its branches past another group's.
  headline: (one) => one.headline.headline - 1000 * one.place.standing.group,
  percent: (one) => one.score_pct ?? -1,
  rank: (one) => one.place.standing.best * 1e6 + one.place.standing.worst,
  audits: (one) => one.audits,
};
