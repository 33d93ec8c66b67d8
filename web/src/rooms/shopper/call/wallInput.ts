/** A moment as the browser's own field for date and time takes it, on the clock of the branch. */
import { fromWall, wallTime } from '../form/zoneTime';

/** `at` in ms. */
export function wallInput(at: number, zone: string): string {
  const { date, time } = wallTime(at, zone);
  return `${date}T${time}`;
}

/** In ms; null while the field is not complete. */
export function fromWallInput(text: string, zone: string): number | null {
  const [date = '', time = ''] = text.split('T');
  const at = fromWall({ date, time: time.slice(0, 5) }, zone);
  return Number.isNaN(at) ? null : at;
}

/** The time of day alone where the day goes without saying. */
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
