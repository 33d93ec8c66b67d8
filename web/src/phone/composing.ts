/** A draft as it stands in the store, composed as it would be sent. */
import { composeAnswers } from '../checklist/answers';
import { submissionOf } from '../checklist/submission';
import type { Answers } from '../checklist/visibility';
import type { Checklist, Submission } from '../api/schema';
import type { Reading, Writing } from './database';
import { partsOf } from './drafts';
import { idsByItem } from './photos';
import type { Draft, DraftAnswer, PhotoRecord, Snapshot } from './records';
import { KEY as SNAPSHOT } from './snapshot';

export const SOURCES = ['drafts', 'answers', 'taps', 'photos', 'facts'] satisfies ('drafts' | 'answers' | 'taps' | 'photos' | 'facts')[];
type Source = (typeof SOURCES)[number];

export type Composed = {
  definition: Checklist;
  drafts: Record<string, DraftAnswer>;
  /** Hidden ones included. */
  answers: Answers;
  submission: Submission;
  /** Those that the submission names. */
  photos: PhotoRecord[];
  snapshot: Snapshot;
};

/** The submission of a draft; null when the phone does not know its checklist. */
export async function composed(tx: Reading<Source> | Writing<Source | 'submissions'>, draft: Draft): Promise<Composed | null> {
  const reading = tx as Reading<Source>;
  const snapshot = (await reading.objectStore('facts').get(SNAPSHOT)) as Snapshot | undefined;
  const { key, version } = draft.checklist;
  const definition = snapshot?.body.checklists.find((one) => one.key === key && one.version === version)?.definition;
  if (snapshot === undefined || definition === undefined) return null;
  const rows = await reading.objectStore('answers').getAll(partsOf(draft.audit_id));
  const taps = await reading.objectStore('taps').getAll(partsOf(draft.audit_id));
  const taken = await reading.objectStore('photos').index('audit_id').getAll(draft.audit_id);
  const drafts = Object.fromEntries(rows.map(({ item, answer }) => [item, answer]));
  const answers = composeAnswers(definition, drafts, idsByItem(taken), taps);
  const submission = submissionOf(draft, definition, answers);
  const named = new Set(photosNamed(submission));
  return { definition, drafts, answers, submission, snapshot, photos: taken.filter(({ photo_id }) => named.has(photo_id)) };
}

/** Ids of all photos that the answers name. */
export function photosNamed(submission: Submission): string[] {
  return Object.values(submission.answers).flatMap((answer) => (answer.kind === 'photo' ? answer.photos : []));
}
