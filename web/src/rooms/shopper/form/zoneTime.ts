/** A moment as a clock on the wall of the branch shows it, and back. */

/** `date` as 2026-03-02, `time` as 14:05; empty where nothing was entered. */
export type WallTime = { date: string; time: string };

export function wallTime(at: number, zone: string): WallTime {
  const [date = '', time = ''] = shifted(at, zone).toISOString().split('T');
  return { date, time: time.slice(0, 5) };
}

/** In ms. A time that the clocks skip is read as if they had not been set forward yet. */
export function fromWall({ date, time }: WallTime, zone: string): number {
  const wanted = Date.parse(`${date}T${time}Z`);
  // The offset at the first guess may be that of the other side of a change; the second guess settles it.
  const guess = wanted - offset(wanted, zone);
  return wanted - offset(guess, zone);
}

function shifted(at: number, zone: string): Date {
  return new Date(at + offset(at, zone));
}

/** What the zone's clock is ahead of UTC at that moment, in ms. */
function offset(at: number, zone: string): number {
  const parts = new Map(clock(zone).formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const read = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const wall = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
  return wall - Math.floor(at / 1000) * 1000;
}

function clock(zone: string): Intl.DateTimeFormat {
  const options = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone });
  } catch {
    // The server may know a zone that this browser is too old for.
    return new Intl.DateTimeFormat('en-US', options);
  }
}
