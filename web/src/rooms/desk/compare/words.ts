/** Figures of a comparison as the reader writes them; the formatters are kept, because a league has thousands of figures. */
import type { ComparedBranch } from '../../../api/schema';
import type { Messages } from '../../../i18n/en';
import type { PlacedBranch } from './rows';

export type Figures = { points: (value: number) => string; whole: (value: number) => string; percent: (of100: number | null) => string };

export function figuresIn(locale: string): Figures {
  const one = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const none = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  return {
    points: (value) => one.format(value),
    whole: (value) => none.format(value),
    percent: (of100) => (of100 === null ? '–' : share.format(of100 / 100)),
  };
}

export function interval({ low, high }: { low: number; high: number }, t: Messages, figures: Figures): string {
  return t.compare.between(figures.points(low), figures.points(high));
}

export function ranks({ place }: Pick<PlacedBranch, 'place'>, t: Messages, figures: Figures): string {
  const { best, worst } = place.standing;
  const range = best === worst ? figures.whole(best) : t.compare.ranks(figures.whole(best), figures.whole(worst));
  return t.compare.of(range, figures.whole(place.of));
}

/** `2 · Professional service`, and while that is not sure: between which stages it is. */
export function stage(verdict: ComparedBranch['stage'], t: Messages): { name: string; open: string } {
  if (verdict === null) return { name: '–', open: '' };
  const name = `${verdict.stage} · ${t.compare.stages[verdict.stage]}`;
  const [first, last] = verdict.between ?? [];
  return { name, open: first && last ? t.compare.stageBetween(String(first), String(last)) : '' };
}
