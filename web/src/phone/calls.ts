/** Taps of a call that is timed live. */
import type { PhoneDatabase } from './database';
import { fillable, partsOf, touched } from './drafts';
import type { CallPhase, CallTap } from './records';

/** Notes a tap of a call; `at` in milliseconds of the phone's clock. What has begun already does not begin again. */
export function tap(db: PhoneDatabase, auditId: string, phase: CallPhase, at: number): Promise<void> {
  return db.write(
    ['drafts', 'taps'],
    async (tx) => {
      const taps = tx.objectStore('taps');
      const [draft, last] = await Promise.all([fillable(tx, auditId), taps.openCursor(partsOf(auditId), 'prev')]);
      if (last?.value.phase === phase) return;
      const writes = [
        tx.objectStore('drafts').put({ ...draft, saved_at: Date.now() }),
        taps.put({ audit_id: auditId, n: (last?.primaryKey[1] ?? 0) + 1, phase, at }),
      ];
      tx.commit();
      await Promise.all(writes);
    },
    { store: 'taps', audit_id: auditId },
  );
}

/** Takes the latest tap back. */
export function undoTap(db: PhoneDatabase, auditId: string): Promise<void> {
  return db.write(
    ['drafts', 'taps'],
    async (tx) => {
      await touched(tx, auditId);
      const last = await tx.objectStore('taps').openCursor(partsOf(auditId), 'prev');
      await last?.delete();
    },
    { store: 'taps', audit_id: auditId },
  );
}

/** The taps of a call, in the order in which they were made. */
export async function readTaps(db: PhoneDatabase, auditId: string): Promise<CallTap[]> {
  const rows = await db.read(['taps'], (tx) => tx.objectStore('taps').getAll(partsOf(auditId)));
  return rows.map(({ phase, at }) => ({ phase, at }));
}
