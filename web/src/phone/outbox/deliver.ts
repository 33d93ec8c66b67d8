/** Takes one audit, or one note, to the server. */
import type { Receipt } from '../../api/schema';
import type { PhoneDatabase } from '../database';
import { UNTRIED } from '../drafts';
import type { Note, PhotoRecord } from '../records';
import { Refusal, Unreachable, type Wire } from '../wire';
import { handOver, keepReceipt, loadOf, takeBack, type Load } from './handover';
import { notePhotoProblem, renamePhotos, sendAgain } from './photoStates';
import { upload } from './tus';

/** What is needed to send. `now` in ms of the phone's clock; `moved` hears of every piece that the server has taken. */
export type Sender = { db: PhoneDatabase; wire: Wire; now: () => number; moved: () => void };

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** Answers about the content itself. */
const LOOKED_AT = [409, 422];
const JSON_BODY = { 'Content-Type': 'application/json' };

/** Photos first, then the audit, then the receipt. Throws `Unreachable`, `SignedOut`, `Refusal`, `Withdrawn`. */
export async function deliverAudit(sender: Sender, auditId: string, again = true): Promise<void> {
  try {
    const load = await loadOf(sender.db, auditId);
    for (const photo of load.photos.filter(({ state }) => state === 'kept')) await deliverPhoto(sender, photo);
    await submit(sender, load);
  } catch (error) {
    if (!again || !(error instanceof Refusal) || !(await mended(sender, auditId, error))) throw error;
    await deliverAudit(sender, auditId, false);
  }
}

export async function deliverNote({ db, wire }: Sender, { note_id, assignment_id, ...note }: Note): Promise<void> {
  const { kind, text, noted_at } = note;
  const path = `/api/assignments/${assignment_id}/notes/${note_id}`;
  const answer = await wire.json('PUT', path, JSON_BODY, { body: JSON.stringify({ kind, text, noted_at }) });
  if (answer.refusal !== null) throw answer.failure();
  await db.write(
    ['notes'],
    async (tx) => {
      const kept = await tx.objectStore('notes').get(note_id);
      if (kept) await tx.objectStore('notes').put({ ...kept, sent: true, sending: UNTRIED });
    },
    { store: 'notes' },
  );
}

async function deliverPhoto({ db, wire, moved }: Sender, photo: PhotoRecord): Promise<void> {
  try {
    await upload(db, wire, photo, moved);
  } catch (error) {
    if (!(error instanceof Refusal) || error.passes) throw error;
    await notePhotoProblem(db, photo, error.problem);
    throw error.about(photo.photo_id);
  }
}

async function submit({ db, wire, now }: Sender, load: Load): Promise<void> {
  const { audit_id } = load.draft;
  await handOver(db, load);
  const headers = { ...JSON_BODY, 'Device-Clock': new Date(now()).toISOString() };
  const answer = await wire.json<Receipt>('PUT', `/api/audits/${audit_id}`, headers, { body: JSON.stringify(load.submission) });
  if (answer.refusal === null) {
    if (!Array.isArray(answer.body?.photos)) throw new Unreachable('this is no receipt');
    return keepReceipt(db, load, answer.body);
  }
  if (isNotStored(load, answer.status)) await takeBack(db, audit_id);
  throw answer.failure();
}

/**
 * After a failure of the server's own nobody knows whether it was stored. Nor when an earlier sending got no answer and
 * this one is turned away at the door: only who looked at it would have recognised it.
 */
function isNotStored({ draft }: Load, status: number): boolean {
  return draft.underway ? LOOKED_AT.includes(status) : status < 500;
}

/** True when the phone could put right by itself what the audit was refused for. */
async function mended({ db }: Sender, auditId: string, { problem, photos }: Refusal): Promise<boolean> {
  if (problem.code === 'photos_missing') return sendAgain(db, auditId, photos);
  if (problem.code === 'photo_differs') return renamePhotos(db, auditId, photos);
  if (problem.code === 'photo_taken') return renamePhotos(db, auditId, problem.detail.match(UUID) ?? []);
  return false;
}
