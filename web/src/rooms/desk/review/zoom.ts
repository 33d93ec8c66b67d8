/** Every photo of an audit, in the order of the questions, with what it answers. */
import type { AuditDetail, Checklist } from '../../../api/schema';
import { shownSections } from '../../../audit/shown';
import { i18n } from '../../../i18n/i18n.svelte';
import { wording } from '../../../i18n/wording';

export function photosOf(audit: AuditDetail, checklist: Checklist): { id: string; name: string }[] {
  return shownSections(checklist, audit)
    .flatMap(({ items }) => items)
    .flatMap(({ item, answer }) => {
      const name = wording(item.text, i18n.language, checklist.languages[0]);
      return answer?.kind === 'photo' ? answer.photos.map((id) => ({ id, name })) : [];
    });
}
