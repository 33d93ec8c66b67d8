/** A refused audit is opened for changes when its shopper asks for it, and never by itself. */
import { reopenDraft } from '../../../phone/drafts';
import type { StoredProblem } from '../../../phone/records';
import { field } from '../field.svelte';

const refusals = new Map<string, StoredProblem | null>();

/** `refusal` is what the form shall point at. Throws `draft_underway`. */
export async function reopenRefused(auditId: string, refusal: StoredProblem | null): Promise<void> {
  // Before, because the form may open as soon as it is stored.
  refusals.set(auditId, refusal);
  await reopenDraft(field.db, auditId);
}

/** Told once: whoever comes back later has mended some of it. */
export function refusalOf(auditId: string): StoredProblem | null {
  const refusal = refusals.get(auditId) ?? null;
  refusals.delete(auditId);
  return refusal;
}
