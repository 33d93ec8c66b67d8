/** Wordings that several screens of the shopper share. */
import type { ChecklistRef } from '../../api/schema';
import { distance } from '../../app/format';
import { i18n } from '../../i18n/i18n.svelte';
import { wording } from '../../i18n/wording';
import type { SyncAssignment } from '../../phone/records';
import { field } from './field.svelte';

/** The checklist's title in the reader's language; its key as long as the checklist is not on this phone. */
export function titleOf(ref: ChecklistRef): string {
  const definition = field.definition(ref);
  return wording(definition?.title, i18n.language, definition?.languages[0]) || ref.key;
}

export type Moment = 'before' | 'open' | 'over';

export function windowMoment(assignment: SyncAssignment, now = Date.now()): Moment {
  if (now < Date.parse(assignment.window_starts_at)) return 'before';
  return now < Date.parse(assignment.window_ends_at) ? 'open' : 'over';
}

/** How urgent an assignment is, in words: `Closes in 5 days`. */
export function urgencyOf(assignment: SyncAssignment): string {
  const { window_starts_at: from, window_ends_at: to, time_zone: zone } = assignment;
  const t = i18n.t.shopper;
  const when = windowMoment(assignment);
  if (when === 'before') return t.opensIn(distance(i18n.locale, from, zone));
  const end = distance(i18n.locale, to, zone);
  return when === 'open' ? t.closesIn(end) : t.closed(end);
}

/** So near to its end that it must be seen: less than a day. */
export function isUrgent(assignment: SyncAssignment, now = Date.now()): boolean {
  return windowMoment(assignment, now) === 'open' && Date.parse(assignment.window_ends_at) - now < 86_400_000;
}
