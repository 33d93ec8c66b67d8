/** From what the phone keeps of a form to answers as they travel. */
import type { Checklist } from '../api/schema';
import type { Answer, Item } from '../api/types';
import type { CallTap, DraftAnswer } from '../phone/records';
import { isBlank } from './conditions';
import { durationOf } from './timing';
import type { Answers } from './visibility';

/** `photos`: what was taken for this item, in order. `taps`: of the whole call. */
export type Kept = { draft: DraftAnswer | undefined; photos: readonly string[]; taps: readonly CallTap[] };

/** Everything answered so far, hidden items included: their answers wait for the condition to return. */
export function composeAnswers(
  definition: Checklist,
  drafts: Record<string, DraftAnswer>,
  photos: Record<string, readonly string[]>,
  taps: readonly CallTap[],
): Answers {
  const answers: Answers = {};
  for (const item of definition.sections.flatMap((section) => section.items)) {
    const answer = composeAnswer(item, { draft: own(drafts, item.key), photos: own(photos, item.key) ?? [], taps });
    if (answer !== undefined) answers[item.key] = answer;
  }
  return answers;
}

// An item may be called `constructor`, which every object answers to.
function own<T>(record: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** The answer as it is sent; undefined when there is none yet. */
export function composeAnswer(item: Item, { draft, photos, taps }: Kept): Answer | undefined {
  if (item.kind === 'info') return undefined;
  const narrative = isBlank(draft?.narrative) ? {} : { narrative: draft?.narrative ?? '' };
  if (draft?.not_applicable) return { kind: 'not_applicable', ...narrative };
  const value = valueFor(item, { draft, photos, taps });
  return value === null ? undefined : { ...value, ...narrative };
}

function valueFor(item: Item, { draft, photos, taps }: Kept): Answer | null {
  const value = draft?.value ?? null;
  if (item.kind === 'duration') return durationOf(item, draft, taps);
  if (item.kind === 'photo') return photos.length > 0 ? { kind: 'photo', photos: [...photos] } : null;
  // White space is no answer, neither here nor to the server.
  return value?.kind === 'text' && isBlank(value.text) ? null : value;
}
