/** A programme as its form has it. */
import type { Programme, Retention, StoredProgramme } from '../../../api/schema';
import type { Messages } from '../../../i18n/en';
import type { Complaints } from './faults';

export type Kind = 'photos' | 'words' | 'anonymise' | 'erase';
export const MONTHS = { photos: 'photo_months', words: 'word_months', anonymise: 'person_months', erase: 'audit_months' } as const;
export const KINDS: readonly Kind[] = ['photos', 'words', 'anonymise', 'erase'];
export const FEWEST: Record<Kind, number> = { photos: 1, words: 1, anonymise: 13, erase: 1 };
export const MOST_MONTHS = 600;
const WHOLE = 0.0001;

/** Months and shares as they are typed; an empty one is none. */
export type ProgrammeDraft = Required<Omit<Programme, 'mask_words' | 'mix' | 'retention'>> & {
  mix: Record<string, string>;
  retention: Record<Kind, string>;
};
export const FIELDS = ['name', 'client', 'channels', 'tiers', 'mix', ...KINDS.map((kind) => `retention.${MONTHS[kind]}`)];

export const NEW_PROGRAMME: Programme = { name: '', client: '', channels: ['visit'], tiers: ['standard'] };

export function draftOf(programme: Programme | StoredProgramme): ProgrammeDraft {
  const kept = programme.retention ?? {};
  return {
    name: programme.name,
    client: programme.client,
    channels: [...programme.channels],
    tiers: [...programme.tiers],
    staff_notice: programme.staff_notice ?? false,
    show_scores_to_shoppers: programme.show_scores_to_shoppers ?? true,
    coaching: programme.coaching ?? 'by_hand',
    trainers_see_branch: programme.trainers_see_branch ?? false,
    mix: Object.fromEntries(Object.entries(programme.mix ?? {}).map(([key, share]) => [key, percentOf(share)])),
    retention: {
      photos: String(kept.photo_months ?? ''),
      words: String(kept.word_months ?? ''),
      anonymise: String(kept.person_months ?? ''),
      erase: String(kept.audit_months ?? ''),
    },
  };
}

/** The parts of a programme that its form decides about. */
export function partsOf(draft: ProgrammeDraft): Omit<Programme, 'mask_words'> {
  const shares = Object.entries(draft.mix).filter(([, typed]) => Number(typed) > 0);
  return {
    ...draft,
    name: draft.name.trim(),
    client: draft.client.trim(),
    mix: Object.fromEntries(shares.map(([key, typed]) => [key, Number((Number(typed) / 100).toFixed(8))])),
    retention: retentionOf(draft),
  };
}

export function retentionOf({ retention }: Pick<ProgrammeDraft, 'retention'>): Required<Retention> {
  return {
    photo_months: monthsOf(retention.photos),
    word_months: monthsOf(retention.words),
    person_months: monthsOf(retention.anonymise),
    audit_months: monthsOf(retention.erase),
  };
}

export function monthsOf(typed: string): number | null {
  return typed.trim() === '' ? null : Number(typed);
}

export function isFine(kind: Kind, typed: string): boolean {
  const months = monthsOf(typed);
  return months === null || (Number.isInteger(months) && months >= FEWEST[kind] && months <= MOST_MONTHS);
}

/** The sum of a mix in percent; 0 if no share is given. */
export function sumOf(mix: Record<string, string>): number {
  return Object.values(mix).reduce((sum, typed) => sum + (Number(typed) || 0), 0);
}

export function isMixed(mix: Record<string, string>): boolean {
  const typed = Object.values(mix).filter((share) => share.trim() !== '');
  if (typed.some((share) => !(Number(share) >= 0))) return false;
  return sumOf(mix) === 0 || Math.abs(sumOf(mix) - 100) < WHOLE;
}

export function complaintsAbout(draft: ProgrammeDraft, t: Messages['setup']): Complaints {
  const found: Complaints = {};
  if (draft.name.trim() === '') found['name'] = t.faults.missing;
  if (draft.client.trim() === '') found['client'] = t.faults.missing;
  if (draft.channels.length === 0) found['channels'] = t.chooseOne;
  if (draft.tiers.length === 0) found['tiers'] = t.chooseOne;
  if (!isMixed(draft.mix)) found['mix'] = t.mixSum;
  for (const kind of KINDS) {
    if (!isFine(kind, draft.retention[kind])) found[`retention.${MONTHS[kind]}`] = t.monthsBetween(FEWEST[kind], MOST_MONTHS);
  }
  return found;
}

/** What will be removed earlier than until now, or at all. */
export function stricter(before: Record<Kind, string>, after: Record<Kind, string>): Kind[] {
  return KINDS.filter((kind) => (monthsOf(after[kind]) ?? Infinity) < (monthsOf(before[kind]) ?? Infinity));
}

/** The same day so many months ago, or the last day of that month: what took place before is removed. */
export function monthsBefore(today: Date, months: number): Date {
  const first = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(today.getUTCDate(), last)));
}

function percentOf(share: number): string {
  return String(Number((share * 100).toFixed(6)));
}
