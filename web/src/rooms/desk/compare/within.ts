/** Months and waves as the reader writes them. */
import type { KeptFacts } from '../../../api/schema';

const DAY_MS = 86_400_000;
/** So long after the end of a month a calibration still stands for it. */
const LATE_DAYS = 8;

export type Wave = NonNullable<KeptFacts['wave']>;

/** `2026-09` as `September 2026`; what is no month stays as it is. */
export function monthName(locale: string, month: string): string {
  const first = new Date(`${month}-01T00:00:00Z`);
  if (Number.isNaN(first.getTime())) return month;
  return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(first);
}

/** From the first to the last day: a wave ends before the moment that is called its end. */
export function waveDates(locale: string, { starts_at, ends_at }: Pick<Wave, 'starts_at' | 'ends_at'>): string {
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  return days.formatRange(new Date(starts_at), new Date(Date.parse(ends_at) - 1));
}

/** Whether a month was written down long after it had ended. */
export function isLate({ as_of, made_at }: Pick<KeptFacts, 'as_of' | 'made_at'>): boolean {
  return Date.parse(made_at) - Date.parse(as_of) > LATE_DAYS * DAY_MS;
}
