import { i18n } from '../../../i18n/i18n.svelte';
import type { Draft } from '../../../phone/records';
import { field } from '../field.svelte';
import type { Told } from './faultWords';

/** Puts the faults of a draft into words. */
export function speaker(draft: Draft, { began }: { began: number }): Told {
  return { t: i18n.t, locale: i18n.locale, zone: zoneOf(draft), began };
}

/** The branch's zone; UTC where the assignment is no longer known. */
export function zoneOf(draft: Draft): string {
  return field.assignment(draft.assignment_id)?.time_zone ?? 'UTC';
}
