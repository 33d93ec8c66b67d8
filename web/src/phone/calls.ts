/** Taps of a call that is timed live. */
import type { PhoneDatabase } from './database';
import { partsOf, touched } from './drafts';
import type { CallPhase, CallTap } from './records';

/** `at` in milliseconds of the phone's clock. */
export function tap(db: PhoneDatabase, auditId: string, phase: CallPhase, at: number): Promise<void> {
  return db.write(
    ['drafts', 'taps'],
    async (tx) => {
      await touched(tx, auditId);
      const last = await tx.objectStore('taps').openKeyCursor(partsOf(auditId), 'prev');
      await tx.objectStore('taps').put({ audit_id: auditId, n: (last?.primaryKey[1] ?? 0) + 1, phase, at });
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

/** In the order in which they were made. */
export async function readTaps(db: PhoneDatabase, auditId: string): Promise<CallTap[]> {
  const rows = await db.read(['taps'], (tx) => tx.objectStore('taps').getAll(partsOf(auditId)));
  return rows.map(({ phase, at }) => ({ phase, at }));
}
