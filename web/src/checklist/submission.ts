/** A draft as it is sent. */
import { version } from '../../package.json';
import type { Checklist, Submission } from '../api/schema';
import type { Answer } from '../api/types';
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
    started_at: beganOf(draft.started_at, shown.map(([, answer]) => answer)),
    finished_at: draft.finished_at ?? new Date(now).toISOString(),
    answers: Object.fromEntries(shown),
    revision: draft.revision,
    language: draft.language,
    staff_alias: isBlank(draft.staff_alias) ? null : draft.staff_alias.trim(),
    app_version: version,
  };
}

/**
 * An audit begins when it was begun or, where the phone's clock was set back in between, with the first moment that was
 * timed in one of its visible `answers`.
 */
export function beganOf(startedAt: string, answers: readonly Answer[]): string {
  const timed = answers.flatMap(segmentStarts);
  return timed.reduce((first, other) => (Date.parse(other) < Date.parse(first) ? other : first), startedAt);
}

function segmentStarts(answer: Answer): string[] {
  return answer.kind === 'duration' ? (answer.segments ?? []).map((segment) => segment.started_at) : [];
}
