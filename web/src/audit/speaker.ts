import type { Checklist } from '../api/schema';
import { i18n } from '../i18n/i18n.svelte';
import type { Speaker } from './answerWords';

/** Tells answers of `checklist` in the reader's language; `zone` is the branch's. */
export function speakerOf(checklist: Checklist, zone: string | undefined): Speaker {
  return { t: i18n.t, language: i18n.language, locale: i18n.locale, fallback: checklist.languages[0] ?? 'en', zone };
}
