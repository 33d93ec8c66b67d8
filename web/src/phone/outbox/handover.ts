/**
 * The moments in which a draft passes from the phone to the server. Each is one transaction that looks at the draft as
 * it is then, so that a shopper who reopens it at that moment either comes in time or is told that it is too late.
 */
import type { Receipt, Submission } from '../../api/schema';
import { composed, photosNamed, SOURCES } from '../composing';
import type { PhoneDatabase } from '../database';
import { PARTS, removeParts, UNTRIED } from '../drafts';
import type { Draft, PhotoRecord, ReceiptRecord, Sending, StoredProblem } from '../records';
import { StorageFull } from '../storage';
import { problemNow, Refusal } from '../wire';

/** The shopper has reopened or removed the draft: there is nothing to send any more. */
export class Withdrawn extends Error {}

/** What was or will be sent, and the photos it names. */
export type Load = { draft: Draft; submission: Submission; photos: PhotoRecord[] };

/** Throws `Withdrawn`; `Refusal` when the phone cannot compose it. */
export function loadOf(db: PhoneDatabase, auditId: string): Promise<Load> {
  return db.read([...SOURCES, 'submissions'], async (tx) => {
    const draft = await tx.objectStore('drafts').get(auditId);
    if (draft?.state !== 'ready') throw new Withdrawn();
    const handed = draft.underway ? await tx.objectStore('submissions').get(auditId) : undefined;
    if (handed !== undefined) return { draft, submission: handed, photos: [] };
    const content = await composed(tx as never, draft);
    if (content === null) throw unable('checklist_missing');
    return { draft, submission: content.submission, photos: content.photos };
  });
}

/**
 * Notes down that the submission goes out now, and exactly which: from here on it cannot be reopened until an answer
 * has come. Throws `Withdrawn`.
 */
export async function handOver(db: PhoneDatabase, { draft, submission }: Load): Promise<void> {
  if (draft.underway) return;
  const { audit_id } = draft;
  const noted = db.write(
    ['drafts', 'submissions'],
    async (tx) => {
      const now = await tx.objectStore('drafts').get(audit_id);
      // Reopened and submitted again while its photos travelled: the next pass sends it as it is now.
      if (now === undefined || !isStill(now, draft)) throw new Withdrawn();
      await tx.objectStore('submissions').put(submission, audit_id);
      await tx.objectStore('drafts').put({ ...now, underway: true });
    },
    { store: 'drafts', audit_id },
  );
  // On a full phone sending is the only way to make room again.
  await noted.catch((error: unknown) => {
    if (!(error instanceof StorageFull)) throw error;
  });
}

/** The server has certainly not taken it: it may be changed again. */
export function takeBack(db: PhoneDatabase, auditId: string): Promise<void> {
  return db.write(
    ['drafts', 'submissions'],
    async (tx) => {
      await tx.objectStore('submissions').delete(auditId);
      const draft = await tx.objectStore('drafts').get(auditId);
      if (draft?.underway) await tx.objectStore('drafts').put({ ...draft, underway: false });
    },
    { store: 'drafts', audit_id: auditId },
  );
}

/**
 * Keeps the receipt and lets everything else of the audit go, at once. What was reopened meanwhile stays: it is not what
 * the receipt is about. Throws `Refusal` and changes nothing when the receipt does not name every photo of the
 * submission with the hash and size that the phone knows.
 */
export function keepReceipt(db: PhoneDatabase, { draft, submission }: Load, receipt: Receipt): Promise<void> {
  const { audit_id, assignment_id } = draft;
  const record: ReceiptRecord = { receipt, assignment_id, kept_at: Date.now() };
  return db.write(
    [...PARTS, 'receipts'],
    async (tx) => {
      const now = await tx.objectStore('drafts').get(audit_id);
      const reopened = now !== undefined && !isStill(now, draft);
      const photos = await tx.objectStore('photos').index('audit_id').getAll(audit_id);
      if (!reopened && !covers(receipt, draft, submission, photos)) throw unable('receipt_differs');
      await tx.objectStore('receipts').put(record);
      if (!reopened) await removeParts(tx as never, audit_id);
    },
    ...['receipts', 'drafts', 'answers', 'taps', 'photos'].map((store) => ({ store, audit_id })),
  );
}

/** Changes how sending goes, and `state` when the shopper is needed; a draft that was withdrawn stays as it is. */
export function noteSending(
  db: PhoneDatabase,
  auditId: string,
  change: (before: Sending) => Sending,
  state: 'ready' | 'refused' = 'ready',
): Promise<void> {
  return db.write(
    ['drafts'],
    async (tx) => {
      const draft = await tx.objectStore('drafts').get(auditId);
      if (draft?.state !== 'ready') return;
      await tx.objectStore('drafts').put({ ...draft, state, sending: change(draft.sending) });
    },
    { store: 'drafts', audit_id: auditId },
  );
}

/** Tries once more what the server has refused, without any change. */
export function resend(db: PhoneDatabase, auditId: string): Promise<void> {
  return db.write(
    ['drafts'],
    async (tx) => {
      const draft = await tx.objectStore('drafts').get(auditId);
      if (draft?.state === 'refused') await tx.objectStore('drafts').put({ ...draft, state: 'ready', sending: UNTRIED });
    },
    { store: 'drafts', audit_id: auditId },
  );
}

/** Nothing was changed since it was loaded. On a full phone nothing keeps the shopper from it while it travels. */
function isStill(now: Draft, { revision, saved_at }: Draft): boolean {
  return now.state === 'ready' && now.revision === revision && now.saved_at === saved_at;
}

/** A refusal that the phone itself gives. */
export function unable(code: string, detail = ''): Refusal {
  const problem: StoredProblem = problemNow(code, detail);
  return new Refusal(400, problem, [], null);
}

function covers(receipt: Receipt, draft: Draft, submission: Submission, photos: PhotoRecord[]): boolean {
  if (receipt.audit_id !== draft.audit_id || receipt.revision !== draft.revision) return false;
  const ours = new Map(photos.map((photo) => [photo.photo_id, photo]));
  const theirs = new Map(receipt.photos.map((photo) => [photo.id, photo]));
  return photosNamed(submission).every((id) => {
    const [mine, stored] = [ours.get(id), theirs.get(id)];
    return mine !== undefined && stored?.sha256 === mine.sha256 && stored.bytes === mine.bytes;
  });
}
