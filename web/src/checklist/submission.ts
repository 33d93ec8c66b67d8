/** A draft as it is sent. */
import type { Checklist, Submission } from '../api/schema';
import type { Draft } from '../phone/records';
import { isBlank } from './conditions';
import { answerTo, visible, type Answers } from './visibility';

/** Answers that a condition hides stay on the phone. A draft that is not finished yet ends `now` (ms). */
export function submissionOf(draft: Draft, definition: Checklist, answers: Answers, now = Date.now()): Submission {
  const shown = visible(definition, answers).flatMap(({ item }) => {
    const answer = answerTo(answers, item.key);
    return answer === undefined ? [] : [[item.key, answer] as const];
  });
  return {
    assignment_id: draft.assignment_id,
    checklist: draft.checklist,
    started_at: draft.started_at,
    finished_at: draft.finished_at ?? new Date(now).toISOString(),
    answers: Object.fromEntries(shown),
    revision: draft.revision,
    language: draft.language,
    staff_alias: isBlank(draft.staff_alias) ? null : draft.staff_alias.trim(),
  };
}
