/** Every fault of a submission against its checklist version; the same paths and codes as `checklists/validation.py`. */
import type { Checklist, Submission } from '../api/schema';
import type { Answer, Item, Tier } from '../api/types';
import { answerFaults, tooFarAhead } from './answerFaults';
import { isBlank } from './conditions';
import { itemScore } from './itemScore';
import { answerTo, visible } from './visibility';

/** `path` names the field as in `answers.greeting.level`; `code` is stable. */
export type Fault = { path: string; code: string };

const MAX_FAULTS = 200;
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** What must be mended before the server accepts this submission. Narratives are demanded by scores, hence the tier. */
export function faultsOf(definition: Checklist, submission: Submission, tier: Tier): Fault[] {
  const shown = visible(definition, submission.answers).map(({ item }) => item);
  const began = Date.parse(submission.started_at);
  return [
    ...envelopeFaults(submission, began),
    ...keyFaults(definition, submission, shown),
    ...shown.flatMap((item) => itemFaults(item, answerTo(submission.answers, item.key), began, tier)),
  ].slice(0, MAX_FAULTS);
}

/** The faults of one visible item. `began`: when the audit started, in ms. */
export function itemFaults(item: Item, answer: Answer | undefined, began: number, tier: Tier): Fault[] {
  const path = `answers.${item.key}`;
  if (answer === undefined) return isRequired(item) ? [{ path, code: 'required_missing' }] : [];
  if (item.kind === 'info') return [{ path, code: 'wrong_kind' }];
  if (answer.kind === 'not_applicable') return item.not_applicable ? [] : [{ path, code: 'not_applicable_refused' }];
  if (answer.kind !== item.kind) return [{ path: `${path}.kind`, code: 'wrong_kind' }];
  const faults = answerFaults(path, item, answer, began);
  if (narrativeDemanded(item, answer, tier) && isBlank(answer.narrative)) {
    faults.push({ path: `${path}.narrative`, code: 'narrative_missing' });
  }
  return faults;
}

export function isRequired(item: Item): boolean {
  return item.kind !== 'info' && (item.required ?? true);
}

/** Whether the answer scores so low that the shopper must say what happened. */
export function narrativeDemanded(item: Item, answer: Answer | undefined, tier: Tier): boolean {
  if (item.narrative_below === null || item.narrative_below === undefined) return false;
  const score = itemScore(item, answer, tier);
  return score !== null && score < item.narrative_below;
}

function envelopeFaults(submission: Submission, began: number): Fault[] {
  const finished = Date.parse(submission.finished_at);
  const faults: Fault[] = [];
  if (!(began >= EARLIEST && began <= LATEST)) faults.push({ path: 'started_at', code: 'time_implausible' });
  if (finished < began) faults.push({ path: 'finished_at', code: 'finished_before_start' });
  return [...faults, ...tooFarAhead('finished_at', finished, began), ...photoFaults(submission)];
}

function photoFaults({ answers }: Submission): Fault[] {
  const photos = Object.values(answers).flatMap((answer) => (answer.kind === 'photo' ? answer.photos : []));
  const doubled = new Set(photos.filter((photo, n) => photos.indexOf(photo) !== n));
  return [...doubled].map(() => ({ path: 'answers', code: 'duplicate_photo' }));
}

function keyFaults(definition: Checklist, { answers }: Submission, shown: readonly Item[]): Fault[] {
  const known = new Set(definition.sections.flatMap((section) => section.items.map(({ key }) => key)));
  const seen = new Set(shown.map(({ key }) => key));
  return Object.keys(answers)
    .filter((key) => !seen.has(key))
    .map((key) => ({ path: `answers.${key}`, code: known.has(key) ? 'hidden_item_answered' : 'unknown_item' }));
}
