import { wallTime } from '../form/zoneTime';

/** The time of day alone where the day goes without saying. `at` and `now` in ms. */
export function shortMoment(locale: string, at: number, zone: string, now: number): string {
  const today = wallTime(at, zone).date === wallTime(now, zone).date;
  const style = today ? { timeStyle: 'short' as const } : { dateStyle: 'medium' as const, timeStyle: 'short' as const };
  try {
    return new Intl.DateTimeFormat(locale, { ...style, timeZone: zone }).format(at);
  } catch {
    // The server may know a zone that this browser is too old for.
    return new Intl.DateTimeFormat(locale, style).format(at);
  }
}

/** A field that knows minutes only must not make a moment earlier than `first`, in whose minute it lies. In ms. */
export function notBefore(at: number, first: number): number {
  return at < first && first - at < 60_000 ? first : at;
}
