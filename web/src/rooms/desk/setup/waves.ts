/** Waves as their form has them: from a first to a last day, by the calendar of UTC as everywhere. */
import type { StoredWave, Wave } from '../../../api/schema';
import type { Messages } from '../../../i18n/en';
import type { Complaints } from './faults';

const DAY_MS = 86_400_000;
export const LONGEST_DAYS = 364;
export const WAVE_FIELDS = ['name', 'starts_at', 'ends_at'];

export type WaveDraft = { name: string; first: string; last: string };
export type WaveState = 'running' | 'ahead' | 'over';
type Span = Pick<Wave, 'starts_at' | 'ends_at'>;

export function waveDraft(wave?: StoredWave): WaveDraft {
  if (!wave) return { name: '', first: '', last: '' };
  return { name: wave.name, first: firstDay(wave), last: lastDay(wave) };
}

/** The moments of an edited wave stay where its days do. */
export function waveOf(programme: string, draft: WaveDraft, known?: StoredWave): Wave {
  const starts = known && firstDay(known) === draft.first ? known.starts_at : midnight(draft.first);
  const ends = known && lastDay(known) === draft.last ? known.ends_at : midnight(draft.last, 1);
  return { programme_id: programme, name: draft.name.trim(), starts_at: starts, ends_at: ends };
}

export function complaintsAboutWave(draft: WaveDraft, t: Messages['setup']): Complaints {
  const found: Complaints = {};
  if (draft.name.trim() === '') found['name'] = t.faults.missing;
  if (draft.first === '') found['starts_at'] = t.faults.missing;
  if (draft.last === '') found['ends_at'] = t.faults.missing;
  if (draft.first === '' || draft.last === '') return found;
  if (draft.last < draft.first) found['ends_at'] = t.faults.wave_empty;
  else if (daysOf(draft) > LONGEST_DAYS) found['ends_at'] = t.faults.wave_too_long;
  return found;
}

/** How many days there are from the first to the last. */
export function daysOf({ first, last }: Pick<WaveDraft, 'first' | 'last'>): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1;
}

/** Those that share a day with the draft; an audit belongs to one wave. */
export function overlapping(draft: WaveDraft, waves: readonly StoredWave[], own: string): StoredWave[] {
  if (draft.first === '' || draft.last === '' || draft.last < draft.first) return [];
  const [from, until] = [Date.parse(midnight(draft.first)), Date.parse(midnight(draft.last, 1))];
  return waves.filter(({ id, starts_at, ends_at }) => id !== own && Date.parse(starts_at) < until && Date.parse(ends_at) > from);
}

export function stateOf({ starts_at, ends_at }: Span, now = Date.now()): WaveState {
  if (Date.parse(starts_at) > now) return 'ahead';
  return Date.parse(ends_at) > now ? 'running' : 'over';
}

function firstDay({ starts_at }: Span): string {
  return starts_at.slice(0, 10);
}

function lastDay({ ends_at }: Span): string {
  return new Date(Date.parse(ends_at) - 1).toISOString().slice(0, 10);
}

function midnight(day: string, later = 0): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + later * DAY_MS).toISOString().replace('.000', '');
}
