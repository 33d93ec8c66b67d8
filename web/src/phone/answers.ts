/** Answers of drafts, each saved as it is given. */
import type { PhoneDatabase } from './database';
import { fillable, partsOf } from './drafts';
import type { DraftAnswer } from './records';

/** What waits behind a write that is under way, by audit and item. Only the latest of it is written. */
type Line = { writing: Promise<void>; next: { answer: DraftAnswer | null; done: Promise<void> } | null };

const lines = new Map<string, Line>();

/**
 * Resolves when this answer, or a later one of the same item, is durable; null removes it. May be called for each key
 * that is pressed. Throws `draft_gone`, `draft_closed`, `StorageFull`.
 */
export function saveAnswer(
  db: PhoneDatabase,
  auditId: string,
  item: string,
  answer: DraftAnswer | null,
): Promise<void> {
  const name = `${db.userId} ${auditId} ${item}`;
  const line = lines.get(name);
  if (line === undefined) {
    const fresh: Line = { writing: write(db, auditId, item, answer), next: null };
    lines.set(name, fresh);
    follow(db, auditId, item, name, fresh);
    return fresh.writing;
  }
  if (line.next === null) {
    const next: NonNullable<Line['next']> = { answer, done: Promise.resolve() };
    next.done = line.writing.catch(() => undefined).then(() => write(db, auditId, item, next.answer));
    line.next = next;
  }
  line.next.answer = answer;
  return line.next.done;
}

export async function readAnswers(db: PhoneDatabase, auditId: string): Promise<Record<string, DraftAnswer>> {
  const rows = await db.read(['answers'], (tx) => tx.objectStore('answers').getAll(partsOf(auditId)));
  return Object.fromEntries(rows.map(({ item, answer }) => [item, answer]));
}

/** Moves the line on once a write has ended, well or not. */
function follow(db: PhoneDatabase, auditId: string, item: string, name: string, line: Line): void {
  const onward = (): void => {
    if (line.next === null) {
      lines.delete(name);
      return;
    }
    line.writing = line.next.done;
    line.next = null;
    follow(db, auditId, item, name, line);
  };
  line.writing.then(onward, onward);
}

function write(db: PhoneDatabase, auditId: string, item: string, answer: DraftAnswer | null): Promise<void> {
  return db.write(
    ['drafts', 'answers'],
    async (tx) => {
      const draft = await fillable(tx, auditId);
      const rows = tx.objectStore('answers');
      const writes: Promise<unknown>[] = [
        tx.objectStore('drafts').put({ ...draft, saved_at: Date.now() }),
        answer === null ? rows.delete([auditId, item]) : rows.put({ audit_id: auditId, item, answer }),
      ];
      // Else the browser would ask first whether more is coming, and a busy page answers late, a dead one never.
      tx.commit();
      await Promise.all(writes);
    },
    { store: 'answers', audit_id: auditId },
  );
}
