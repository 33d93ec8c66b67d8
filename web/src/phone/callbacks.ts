/** Audits that wait for a callback become ready when it has come, or can no longer come in time. */
import { closesAt, openCallbacks } from '../checklist/callback';
import { faultsOf } from '../checklist/faults';
import { composed, SOURCES, type Composed } from './composing';
import type { PhoneDatabase } from './database';
import { existing } from './drafts';
import { PhoneError } from './errors';
import type { Draft, Sending } from './records';
import { problemNow } from './wire';

/** Whoever has just stamped a callback may still be writing about it. */
const QUIET_MS = 120_000;

/**
 * Sends on its way what waits for nothing more. Returns when to look again: milliseconds from `now`, null when no
 * callback is open. An audit that lacks something now (a word about the promise that was not kept) needs its shopper.
 */
export async function closeDueCallbacks(db: PhoneDatabase, now: number, quiet = QUIET_MS): Promise<number | null> {
  const drafts = await db.read(['drafts'], (tx) => tx.objectStore('drafts').getAll());
  const waits: number[] = [];
  for (const { audit_id } of drafts.filter(({ state }) => state === 'waiting')) {
    const wait = await closeIfDue(db, audit_id, now, quiet).catch(forgiven);
    if (wait !== null) waits.push(wait);
  }
  return waits.length === 0 ? null : Math.min(...waits);
}

/** What is wrong with one audit must not keep the others from being sent. */
function forgiven(error: unknown): null {
  if (!(error instanceof PhoneError)) console.error(error);
  return null;
}

async function closeIfDue(db: PhoneDatabase, auditId: string, now: number, quiet: number): Promise<number | null> {
  const wait = await db.read(SOURCES, async (tx) => {
    const draft = await existing(tx as never, auditId);
    const content = await composed(tx, draft);
    return content && waitOf(draft, content, now, quiet);
  });
  if (wait !== 0) return wait;
  await db.write(
    SOURCES,
    async (tx) => {
      const draft = await existing(tx, auditId);
      const content = await composed(tx, draft);
      // The shopper may have gone on meanwhile.
      if (draft.state !== 'waiting' || content === null || waitOf(draft, content, now, quiet) !== 0) return;
      await tx.objectStore('drafts').put(closed(draft, content));
    },
    { store: 'drafts', audit_id: auditId },
  );
  return null;
}

function waitOf(draft: Draft, { definition, answers, drafts }: Composed, now: number, quiet: number): number {
  const open = openCallbacks(definition, answers, now, drafts).map(({ item, answer }) => closesAt(item, answer).getTime() - now);
  const since = now - draft.saved_at;
  // A negative time has passed where the clock was set back: nobody is writing.
  const resting = since >= 0 && since < quiet ? quiet - since : 0;
  return Math.max(0, resting, ...open);
}

function closed(draft: Draft, { definition, submission, snapshot }: Composed): Draft {
  const tier = snapshot.body.assignments.find(({ id }) => id === draft.assignment_id)?.tier ?? 'standard';
  const faults = faultsOf(definition, submission, tier).map((fault) => ({ ...fault, message: '' }));
  if (faults.length === 0) return { ...draft, state: 'ready' };
  const sending: Sending = { ...draft.sending, problem: { ...problemNow('invalid_audit'), faults } };
  return { ...draft, state: 'refused', sending };
}
