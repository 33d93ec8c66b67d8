/** Days of the calendar, as 2026-03-02, and the windows between them. */
import { fromWall, wallTime } from '../../shopper/form/zoneTime';

export type Days = { from: string; to: string };
/** On which days there is no fieldwork. */
export type Rest = { weekends: boolean; closed: readonly string[] };

const DAY_MS = 86_400_000;
/** No year of fieldwork is longer: beyond it nobody counts days. */
const MANY = 400;

export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function today(now = Date.now()): string {
  return new Date(now).toISOString().slice(0, 10);
}

export function isRest(day: string, { weekends, closed }: Rest): boolean {
  const weekday = new Date(`${day}T00:00Z`).getUTCDay();
  return closed.includes(day) || (!weekends && (weekday === 0 || weekday === 6));
}

/** The days on which there is fieldwork. */
export function workingDays({ from, to }: Days, rest: Rest): string[] {
  const days: string[] = [];
  for (let day = from; day <= to && days.length < MANY; day = plusDays(day, 1)) days.push(day);
  return days.filter((day) => !isRest(day, rest));
}

/** From the first day with fieldwork to the last; as it is if there is none. */
export function trimmed(days: Days, rest: Rest): Days {
  const working = workingDays(days, rest);
  return { from: working[0] ?? days.from, to: working.at(-1) ?? days.to };
}

/** From the first to the last day, both whole, by the clock of the branch. */
export function windowOf({ from, to }: Days, zone: string): { window_starts_at: string; window_ends_at: string } {
  const at = (date: string, time: string): string => new Date(fromWall({ date, time }, zone)).toISOString();
  return { window_starts_at: at(from, '00:00'), window_ends_at: at(to, '23:59') };
}

/** The days of a wave by the clock of the branch; it ends before its last moment. */
export function daysOf(wave: { starts_at: string; ends_at: string }, zone: string): Days {
  return { from: wallTime(Date.parse(wave.starts_at), zone).date, to: wallTime(Date.parse(wave.ends_at) - 1, zone).date };
}

/** The days that a reader typed, separated as they like; what is no day stays out. */
export function daysIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter((word) => /^\d{4}-\d\d-\d\d$/.test(word) && !Number.isNaN(Date.parse(word)));
}
