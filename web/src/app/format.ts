/** Numbers, times and spans as the reader writes them. */
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

export function figure(locale: string, value: number, digits = 0): string {
  // The first number format of a page takes a slow phone 60 ms, and counts look the same in all our languages.
  if (digits === 0 && Number.isInteger(value) && value >= 0 && value < 1000) return String(value);
  return new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** A number with as many decimals as it has, six at most. */
export function exact(locale: string, value: number): string {
  if (Number.isInteger(value)) return figure(locale, value);
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(value);
}

/** A share in [0, 1] as a percentage. */
export function percent(locale: string, share: number, digits = 0): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(share);
}

export function moment(locale: string, iso: string, zone?: string): string {
  return inZone(locale, zone, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}

export function day(locale: string, iso: string, zone?: string): string {
  return inZone(locale, zone, { dateStyle: 'medium' }).format(new Date(iso));
}

export function range(locale: string, from: string, to: string, zone?: string): string {
  return inZone(locale, zone, { dateStyle: 'medium', timeStyle: 'short' }).formatRange(new Date(from), new Date(to));
}

/** Seconds in the two largest units that say something: `3 min 20 sec`, `2 hr 5 min`. */
export function span(locale: string, seconds: number): string {
  const total = Math.round(Math.abs(seconds));
  const units: [string, number][] = [
    ['day', Math.floor(total / DAY)],
    ['hour', Math.floor((total % DAY) / HOUR)],
    ['minute', Math.floor((total % HOUR) / MINUTE)],
    ['second', total % MINUTE],
  ];
  const first = Math.max(0, units.findIndex(([, amount]) => amount > 0));
  const shown = total === 0 ? units.slice(-1) : units.slice(first, first + 2).filter(([, amount]) => amount > 0);
  return shown.map(([unit, amount]) => inUnit(locale, unit, amount)).join(' ');
}

/** `bytes` in the unit that says most: `840 kB`, `2.4 MB`. */
export function size(locale: string, bytes: number): string {
  const units = [['byte', 1], ['kilobyte', 1e3], ['megabyte', 1e6], ['gigabyte', 1e9]] as const;
  const [unit, one] = units.findLast(([, worth]) => bytes >= worth) ?? units[0];
  const amount = bytes / one;
  const maximumFractionDigits = one >= 1e6 && amount < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits }).format(amount);
}

export function clockTime(locale: string, at: number): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at);
}

/**
 * How long ago or in how long: `3 days ago`, `in 2 hours`. Whole hours and minutes only, so that no deadline sounds
 * later than it is; days are those of the calendar in `zone`, so that `tomorrow` is tomorrow.
 */
export function distance(locale: string, iso: string, zone?: string, now = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const size = Math.abs(seconds);
  if (size < HOUR) return words.format(Math.trunc(seconds / MINUTE), 'minute');
  if (size < DAY) return words.format(Math.trunc(seconds / HOUR), 'hour');
  return words.format(dayNumber(new Date(iso), zone) - dayNumber(new Date(now), zone), 'day');
}

/** Days of the calendar since 1970. */
function dayNumber(date: Date, zone: string | undefined): number {
  const parts = inZone('en-US', zone, { year: 'numeric', month: 'numeric', day: 'numeric' }).formatToParts(date);
  const [year, month, dayOfMonth] = (['year', 'month', 'day'] as const).map((type) =>
    Number(parts.find((part) => part.type === type)?.value),
  );
  return Date.UTC(year ?? 0, (month ?? 1) - 1, dayOfMonth) / (DAY * 1000);
}

function inUnit(locale: string, unit: string, amount: number): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(amount);
}

/** Making one takes a slow phone up to 15 ms, and a list needs the same few again and again. */
const calendars = new Map<string, Intl.DateTimeFormat>();

function inZone(locale: string, zone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`;
  const calendar = calendars.get(key) ?? newCalendar(locale, zone, options);
  calendars.set(key, calendar);
  return calendar;
}

function newCalendar(locale: string, zone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  } catch {
    // The server may know a zone that this browser is too old for.
    return new Intl.DateTimeFormat(locale, options);
  }
}
