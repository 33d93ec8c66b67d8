/** A draft with everything that the phone keeps of it, ready to be filled. */
import type { Checklist } from '../../../api/schema';
import { readAnswers, saveAnswer } from '../../../phone/answers';
import { readTaps } from '../../../phone/calls';
import { reopenDraft } from '../../../phone/drafts';
import { idsByItem } from '../../../phone/photos';
import type { Draft, DraftAnswer } from '../../../phone/records';
import { field } from '../field.svelte';
import { FormState } from './formState.svelte';

export async function openForm(draft: Draft, definition: Checklist): Promise<FormState> {
  const { audit_id: auditId } = draft;
  const { db } = field;
  const [drafts, taps] = await Promise.all([readAnswers(db, auditId), readTaps(db, auditId)]);
  const form = new FormState({
    definition,
    drafts,
    tier: field.tier(draft.assignment_id),
    startedAt: draft.started_at,
    refused: draft.state === 'refused' ? (draft.sending.problem?.faults ?? []) : [],
    marked: markedItems(draft),
    save: saver(draft),
  });
  form.attach(idsByItem(field.photos(auditId)), taps);
  return form;
}

/** What the reviewer of the returned audit wrote; null for a first revision. */
export function returnedWith(draft: Draft): { reason: string; items: readonly string[] } | null {
  if (draft.revision === 1) return null;
  const reviews = field.audit(draft.audit_id)?.reviews.filter(({ decision }) => decision === 'request_revision');
  const last = reviews?.at(-1);
  return last ? { reason: last.reason, items: last.items ?? [] } : null;
}

function markedItems(draft: Draft): readonly string[] {
  return returnedWith(draft)?.items ?? [];
}

/** An audit that the server refused is opened again by the first change: who only looks, changes nothing. */
function saver(draft: Draft): (item: string, answer: DraftAnswer | null) => Promise<void> {
  const { db } = field;
  let reopened: Promise<unknown> | null = null;
  return (item, answer) => {
    if (draft.state !== 'refused') return saveAnswer(db, draft.audit_id, item, answer);
    reopened ??= reopenDraft(db, draft.audit_id).catch((error: unknown) => {
      reopened = null;
      throw error;
    });
    return reopened.then(() => saveAnswer(db, draft.audit_id, item, answer));
  };
}
