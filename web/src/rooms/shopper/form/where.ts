/** Places inside a form. They are kept with the draft, and are part of the page's address. */
import { href } from '../../../app/route';
import type { FormState } from './formState.svelte';
import type { SectionState } from './sectionState.svelte';

/** The last step of a form; no key of a section has a hyphen. */
export const SENDING = 'check-and-send';

export type Place = { section: SectionState | null; item: string | null };

export function addressOf(auditId: string, section: string, item?: string): string {
  return href('audits', auditId, 'form', section, ...(item === undefined ? [] : [item]));
}

/** A place in the form as a draft keeps it: `section/item`. */
export function placeName(section: string, item: string | null): string {
  return item === null ? section : `${section}/${item}`;
}

/** Where `name` leads; the first section where it leads nowhere any more. A null section is the page for sending. */
export function placeOf(form: FormState, name: string | null | undefined): Place {
  const [key, item = null] = (name ?? '').split('/');
  if (key === SENDING) return { section: null, item: null };
  const section = form.sections.find((known) => known.key === key);
  return section ? { section, item } : { section: form.sections[0] ?? null, item: null };
}
