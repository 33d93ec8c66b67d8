/** One pass of the queue: everything that is due, one after the other, by one of all tabs and the worker. */
import type { Me } from '../../api/schema';
import { closeDueCallbacks } from '../callbacks';
import type { PhoneDatabase } from '../database';
import { listDrafts, UNTRIED } from '../drafts';
import { PhoneError } from '../errors';
import { listNotes } from '../notes';
import type { Draft, Note, Sending, StoredProblem } from '../records';
import { problemNow, Refusal, SignedOut, Unreachable, Wire } from '../wire';
import { failed, waitLeft, type Dice } from './backoff';
import { deliverAudit, deliverNote, type Sender } from './deliver';
import { noteSending, Withdrawn } from './handover';
import { changeQueue, ifRoom, readQueue } from './queue';

export type Options = {
  /** Somebody asks for it, or the network is back: waits that only the network caused are over. */
  urgent?: boolean;
  stopped?: AbortSignal;
  fetch?: typeof fetch;
  now?: () => number;
  dice?: Dice;
};

/**
 * `busy`: another tab or the worker is sending. `left`: how many audits and notes can still be sent without their
 * shopper. `wait`: ms until it is worth looking again, null when only a change can help. `sent`: how many arrived.
 */
export type Pass = { busy: boolean; sent: number; left: number; wait: number | null };

type Entry = { sending: Sending; deliver: () => Promise<void>; note: Noting };
type Noting = (change: (before: Sending) => Sending, refused: boolean) => Promise<void>;

/** Statuses by which the server speaks for itself, and not about what was sent. */
const OVERLOADED = [429, 503];

export async function flush(db: PhoneDatabase, userId: string, options: Options = {}): Promise<Pass> {
  const work = (): Promise<Pass> => new Run(db, userId, options).pass();
  // Pages over plain HTTP have no locks.
  if (!('locks' in navigator)) return work();
  return navigator.locks.request(`outbox-${userId}`, { ifAvailable: true }, (lock) =>
    lock === null ? { busy: true, sent: 0, left: 1, wait: null } : work(),
  );
}

class Run {
  readonly #db: PhoneDatabase;
  readonly #userId: string;
  readonly #urgent: boolean;
  readonly #now: () => number;
  readonly #dice: Dice;
  readonly #sender: Sender;
  #sent = 0;
  #moved = false;

  constructor(db: PhoneDatabase, userId: string, { urgent = false, stopped, fetch, now, dice }: Options) {
    this.#db = db;
    this.#userId = userId;
    this.#urgent = urgent;
    this.#now = now ?? Date.now;
    this.#dice = dice ?? Math.random;
    const wire = new Wire(userId, { ...(fetch ? { fetch } : {}), stopped });
    const moved = (): void => {
      this.#moved = true;
    };
    this.#sender = { db, wire, now: this.#now, moved };
  }

  async pass(): Promise<Pass> {
    const callback = await closeDueCallbacks(this.#db, this.#now());
    const due = await this.#due();
    if (due.length > 0 && this.#left((await readQueue(this.#db)).sending) === 0) await this.#deliver(due);
    await changeQueue(this.#db, { current: null });
    return this.#summary(callback);
  }

  /** Least failures first: what fails every time must not keep the others waiting. */
  async #due(): Promise<Entry[]> {
    const notes = (await unsentNotes(this.#db)).map((note) => this.#noteEntry(note));
    const drafts = (await readyDrafts(this.#db)).map((draft) => this.#auditEntry(draft));
    return [...notes, ...drafts]
      .filter(({ sending }) => this.#left(sending) === 0)
      .sort((a, b) => a.sending.attempts - b.sending.attempts);
  }

  #left(sending: Sending): number {
    return this.#urgent && sending.problem?.code === 'unreachable' ? 0 : waitLeft(sending, this.#now());
  }

  async #deliver(entries: Entry[]): Promise<void> {
    try {
      await this.#checkSession();
      for (const entry of entries) await this.#deliverOne(entry);
    } catch (error) {
      await this.#interrupted(error);
    }
  }

  /** Never one shopper's work under another's name. Throws `SignedOut`, `Unreachable`. */
  async #checkSession(): Promise<void> {
    const answer = await this.#sender.wire.json<Me>('GET', '/api/session');
    if (answer.refusal !== null) throw answer.failure();
    if (answer.body.user_id !== this.#userId) throw new SignedOut();
    await changeQueue(this.#db, { paused: null, sending: UNTRIED });
  }

  /** Throws only what concerns all others too. */
  async #deliverOne(entry: Entry): Promise<void> {
    this.#moved = false;
    try {
      await entry.deliver();
      this.#sent += 1;
    } catch (error) {
      if (error instanceof Withdrawn) return;
      if (error instanceof SignedOut) throw error;
      await this.#noteFailure(entry, error);
      if (error instanceof Unreachable || (error instanceof Refusal && OVERLOADED.includes(error.status))) throw error;
    }
  }

  async #noteFailure(entry: Entry, error: unknown): Promise<void> {
    const refused = error instanceof Refusal && !error.passes;
    const wait = error instanceof Refusal ? error.wait : null;
    const [told, at] = [toldOf(error), this.#now()];
    // A network that lets little through at a time still lets something through.
    const begun = this.#moved;
    const change = (before: Sending): Sending => failed(begun ? UNTRIED : before, told, at, wait, this.#dice);
    await ifRoom(entry.note(change, refused));
  }

  /** The queue as a whole has to wait. */
  async #interrupted(error: unknown): Promise<void> {
    if (error instanceof SignedOut) return changeQueue(this.#db, { paused: 'signed_out' });
    if (!(error instanceof Unreachable) && !(error instanceof Refusal)) throw error;
    const { sending } = await readQueue(this.#db);
    await changeQueue(this.#db, { sending: failed(sending, toldOf(error), this.#now(), error.wait, this.#dice) });
  }

  async #summary(callback: number | null): Promise<Pass> {
    const queue = await readQueue(this.#db);
    const left = [...(await unsentNotes(this.#db)), ...(await readyDrafts(this.#db))];
    const own = left.map(({ sending }) => Math.max(waitLeft(sending, this.#now()), waitLeft(queue.sending, this.#now())));
    const waits = [...(queue.paused === null ? own : []), ...(callback === null ? [] : [callback])];
    const wait = waits.length === 0 ? null : Math.min(...waits);
    return { busy: false, sent: this.#sent, left: left.length, wait };
  }

  #auditEntry({ audit_id, sending }: Draft): Entry {
    return {
      sending,
      deliver: async () => {
        await changeQueue(this.#db, { current: audit_id });
        await deliverAudit(this.#sender, audit_id);
      },
      note: (change, refused) => noteSending(this.#db, audit_id, change, refused ? 'refused' : 'ready'),
    };
  }

  #noteEntry(note: Note): Entry {
    return {
      sending: note.sending,
      deliver: () => deliverNote(this.#sender, note),
      note: (change, refused) =>
        this.#db.write(
          ['notes'],
          async (tx) => {
            const kept = await tx.objectStore('notes').get(note.note_id);
            if (kept) await tx.objectStore('notes').put({ ...kept, sending: change(kept.sending), refused });
          },
          { store: 'notes' },
        ),
    };
  }
}

async function readyDrafts(db: PhoneDatabase): Promise<Draft[]> {
  return (await listDrafts(db)).filter(({ state }) => state === 'ready');
}

async function unsentNotes(db: PhoneDatabase): Promise<Note[]> {
  return (await listNotes(db)).filter(({ sent, refused }) => !sent && !refused);
}

function toldOf(error: unknown): StoredProblem {
  if (error instanceof Refusal) return error.problem;
  if (error instanceof Unreachable) return problemNow('unreachable', error.reason);
  if (error instanceof PhoneError) return problemNow(error.code);
  // A fault of the phone's own in one audit must not stop the others.
  console.error(error);
  return problemNow('internal_error', String(error));
}
