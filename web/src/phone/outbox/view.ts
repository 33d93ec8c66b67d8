/** The outbox as a screen shows it. */
import type { PhoneDatabase } from '../database';
import { inOrder } from '../photos';
import type { Draft, Note, PhotoRecord, Queue } from '../records';
import { readQueue } from './queue';

/** callback: submitted, a callback is open; needs_you: the server or the phone found something to mend. */
export type OutboxState = 'callback' | 'waiting' | 'sending' | 'needs_you';

/** `bytes` are those of all its photos, `sent` how many of them the server has. */
export type OutboxAudit = { draft: Draft; state: OutboxState; photos: PhotoRecord[]; bytes: number; sent: number };

export type Outbox = { queue: Queue; audits: OutboxAudit[]; notes: Note[] };

/** Everything that was submitted and is not confirmed yet, earliest first. */
export async function readOutbox(db: PhoneDatabase): Promise<Outbox> {
  const queue = await readQueue(db);
  return db.read(['drafts', 'photos', 'notes'], async (tx) => {
    const drafts = (await tx.objectStore('drafts').getAll()).filter(({ state }) => state !== 'filling');
    const photos = await tx.objectStore('photos').getAll();
    const notes = (await tx.objectStore('notes').getAll()).filter(({ sent }) => !sent);
    const audits = drafts.map((draft) => entryOf(draft, photos, queue));
    audits.sort((a, b) => Date.parse(a.draft.finished_at ?? '') - Date.parse(b.draft.finished_at ?? ''));
    return { queue, audits, notes };
  });
}

function entryOf(draft: Draft, all: PhotoRecord[], queue: Queue): OutboxAudit {
  const photos = inOrder(all.filter(({ audit_id }) => audit_id === draft.audit_id));
  return {
    draft,
    photos,
    state: stateOf(draft, queue),
    bytes: photos.reduce((sum, photo) => sum + photo.bytes, 0),
    sent: photos.reduce((sum, photo) => sum + photo.offset, 0),
  };
}

function stateOf({ audit_id, state }: Draft, queue: Queue): OutboxState {
  if (state === 'waiting') return 'callback';
  if (state === 'refused') return 'needs_you';
  return queue.current === audit_id ? 'sending' : 'waiting';
}
