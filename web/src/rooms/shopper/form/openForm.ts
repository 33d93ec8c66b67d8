/** A draft with everything that the phone keeps of it, ready to be filled. */
import type { Checklist } from '../../../api/schema';
import { readAnswers, saveAnswer } from '../../../phone/answers';
import { readTaps } from '../../../phone/calls';
import type { Draft } from '../../../phone/records';
import { field } from '../field.svelte';
import { refusalOf } from '../outbox/reopenRefused';
import { prepared } from '../photos/preparing.svelte';
import { FormState } from './formState.svelte';

export async function openForm(draft: Draft, definition: Checklist): Promise<FormState> {
  const { audit_id: auditId } = draft;
  const { db } = field;
  const [drafts, taps] = await Promise.all([readAnswers(db, auditId), readTaps(db, auditId)]);
  return new FormState({
    definition,
    drafts,
    taps,
    photos: field.photos(auditId),
    tier: field.tier(draft.assignment_id),
    startedAt: draft.started_at,
    refusal: refusalOf(auditId),
    marked: markedItems(draft),
    save: (item, answer) => saveAnswer(db, auditId, item, answer),
    prepared: () => prepared(db, auditId),
  });
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
