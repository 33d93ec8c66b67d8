/** How far a draft has come. The rules of checklists are fetched only by those who have begun one. */
import { readAnswers } from '../../../phone/answers';
import { readTaps } from '../../../phone/calls';
import type { Draft, PhotoRecord } from '../../../phone/records';
import { field } from '../field.svelte';

export type Progress = { done: number; all: number };

export async function progressOf(draft: Draft): Promise<Progress> {
  const definition = field.definition(draft.checklist);
  const photos = byItem(field.photos(draft.audit_id));
  if (definition === undefined) return { done: 0, all: 0 };
  const [{ composeAnswers }, { visible, answerTo }, drafts, taps] = await Promise.all([
    import('../../../checklist/answers'),
    import('../../../checklist/visibility'),
    readAnswers(field.db, draft.audit_id),
    readTaps(field.db, draft.audit_id),
  ]);
  const answers = composeAnswers(definition, drafts, photos, taps);
  const asked = visible(definition, answers).filter(({ item }) => item.kind !== 'info');
  return { done: asked.filter(({ item }) => answerTo(answers, item.key) !== undefined).length, all: asked.length };
}

export function byItem(photos: readonly PhotoRecord[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { item, photo_id } of photos.toSorted((a, b) => a.position - b.position)) (found[item] ??= []).push(photo_id);
  return found;
}
