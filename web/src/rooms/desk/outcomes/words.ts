/** Outcome figures and correlations as the reader writes them. */
import type { FigureResult } from '../../../api/schema';
import type { Messages } from '../../../i18n/en';

export type Kind = FigureResult['figure'];

const PERCENT: readonly Kind[] = ['repeat_rate', 'churn_rate', 'negative_reviews'];
/** Beyond, decimals say nothing. */
const LARGE = 1000;

export function valueIn(locale: string, kind: Kind): (value: number) => string {
  const small = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const large = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  if (PERCENT.includes(kind)) return (value) => share.format(value / 100);
  return (value) => (Math.abs(value) < LARGE ? small : large).format(value);
}

export function rhoIn(locale: string): (rho: number) => string {
  const two = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' });
  return (rho) => two.format(rho);
}

/** `2026-03` as a month and `2026-Q1` as a quarter. */
export function periodIn(locale: string, period: string, t: Messages): string {
  const [year = '', part = ''] = period.split('-');
  if (part.startsWith('Q')) return t.outcomes.quarter(part.slice(1), year);
  return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${period}-01`));
}

/** In one sentence, in the same size of type whatever it says. */
export function verdict({ correlation, branches, figure }: FigureResult, needed: number, t: Messages): string {
  const name = t.outcomes.figures[figure];
  if (correlation) return t.outcomes.verdicts[correlation.verdict](name);
  return branches < needed ? t.outcomes.tooFew(String(branches), String(needed)) : t.outcomes.alike(name);
}
