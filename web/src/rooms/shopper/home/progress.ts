/** How far a draft has come. */
import { composeAnswers } from '../../../checklist/answers';
import { answerTo, visible } from '../../../checklist/visibility';
import { readAnswers } from '../../../phone/answers';
import { readTaps } from '../../../phone/calls';
import { idsByItem } from '../../../phone/photos';
import type { Draft } from '../../../phone/records';
import { field } from '../field.svelte';

export type Progress = { done: number; all: number };

export async function progressOf(draft: Draft): Promise<Progress> {
  const definition = field.definition(draft.checklist);
  const photos = idsByItem(field.photos(draft.audit_id));
  if (definition === undefined) return { done: 0, all: 0 };
  const [drafts, taps] = await Promise.all([readAnswers(field.db, draft.audit_id), readTaps(field.db, draft.audit_id)]);
  const answers = composeAnswers(definition, drafts, photos, taps);
  const asked = visible(definition, answers).filter(({ item }) => item.kind !== 'info');
  return { done: asked.filter(({ item }) => answerTo(answers, item.key) !== undefined).length, all: asked.length };
}
