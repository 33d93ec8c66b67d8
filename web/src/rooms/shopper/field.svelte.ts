/** What the shopper's room knows, read from this phone and never from the network: the screens only look here. */
import type { Checklist, ChecklistRef, Me } from '../../api/schema';
import { onChange, type Change } from '../../phone/changes';
import { openDatabase, type PhoneDatabase } from '../../phone/database';
import { listDrafts } from '../../phone/drafts';
import { listNotes } from '../../phone/notes';
import { listTaken, type Taken } from '../../phone/photos';
import { readQueue } from '../../phone/outbox/queue';
import { listReceipts } from '../../phone/receipts';
import type {
  Draft,
  Note,
  Original,
  PhotoRecord,
  Queue,
  ReceiptRecord,
  Snapshot,
  SyncAssignment,
  SyncAudit,
} from '../../phone/records';
import { readSnapshot } from '../../phone/snapshot';

type Known = {
  db: PhoneDatabase;
  me: Me;
  snapshot: Snapshot | null;
  drafts: Draft[];
  receipts: ReceiptRecord[];
  notes: Note[];
  queue: Queue;
  /** By audit; without the bytes. */
  taken: Record<string, Taken>;
};

/** Longer than any healthy phone takes; a browser that is busy with its disk must not keep the page away. */
const SOON_MS = 1000;

let known = $state.raw<Known | null>(null);
let online = $state(navigator.onLine);

function here(): Known {
  if (known === null) throw new Error('the field is not open');
  return known;
}

export const field = {
  get isOpen(): boolean {
    return known !== null;
  },
  get db(): PhoneDatabase {
    return here().db;
  },
  get me(): Me {
    return here().me;
  },
  /** Null until the server was reached for the first time. */
  get snapshot(): Snapshot | null {
    return here().snapshot;
  },
  get drafts(): Draft[] {
    return here().drafts;
  },
  get receipts(): ReceiptRecord[] {
    return here().receipts;
  },
  get notes(): Note[] {
    return here().notes;
  },
  get queue(): Queue {
    return here().queue;
  },
  get online(): boolean {
    return online;
  },
  photos(auditId: string): PhotoRecord[] {
    return known?.taken[auditId]?.photos ?? [];
  },
  /** Its photos that are not developed yet. */
  originals(auditId: string): Original[] {
    return known?.taken[auditId]?.originals ?? [];
  },
  /** How many photos of all audits can be developed. */
  get undeveloped(): number {
    return Object.values(here().taken).flatMap(({ originals }) => originals.filter(({ why }) => why === null)).length;
  },
  draft(auditId: string): Draft | undefined {
    return here().drafts.find((draft) => draft.audit_id === auditId);
  },
  receipt(auditId: string): ReceiptRecord | undefined {
    return here().receipts.find(({ receipt }) => receipt.audit_id === auditId);
  },
  assignment(id: string): SyncAssignment | undefined {
    return here().snapshot?.body.assignments.find((assignment) => assignment.id === id);
  },
  audit(id: string): SyncAudit | undefined {
    return here().snapshot?.body.audits.find((audit) => audit.id === id);
  },
  /** The version that an assignment or a draft is pinned to. */
  definition(ref: ChecklistRef): Checklist | undefined {
    return here().snapshot?.body.checklists.find(({ key, version }) => key === ref.key && version === ref.version)?.definition;
  },
  /** What may be expected of the branch; the middle one where nothing is known. */
  tier(assignmentId: string): SyncAssignment['tier'] {
    return field.assignment(assignmentId)?.tier ?? 'standard';
  },
};

/** What was opened before the page is there: by it, the page need not first paint that it waits. */
let early: { userId: string; close: Promise<() => void> } | null = null;

/** Opens the store of whoever most likely works here now; resolves when it is open, or soon. */
export async function openEarly(me: Me): Promise<void> {
  const close = open(me);
  early = { userId: me.user_id, close };
  const soon = new Promise((resolve) => setTimeout(resolve, SOON_MS));
  await Promise.race([close.catch(() => undefined), soon]);
}

/** Opens the phone's store of this person and keeps watching it. The result stops that. */
export async function openField(me: Me): Promise<() => void> {
  const before = early;
  early = null;
  if (before?.userId === me.user_id) return before.close;
  // It may only be closed once it is open, and what it knows must be gone before the other one is.
  if (before) await before.close.then((close) => close(), () => undefined);
  return open(me);
}

async function open(me: Me): Promise<() => void> {
  const db = await openDatabase(me.user_id);
  const stop = watch(me.user_id);
  const [snapshot, drafts, receipts, notes, queue] = await Promise.all([
    readSnapshot(db),
    listDrafts(db),
    listReceipts(db),
    listNotes(db),
    readQueue(db),
  ]);
  const taken = await Promise.all(drafts.map(async ({ audit_id }) => [audit_id, await listTaken(db, audit_id)] as const));
  known = { db, me, snapshot, drafts, receipts, notes, queue, taken: Object.fromEntries(taken) };
  for (const change of missed.values()) reread(change);
  return () => {
    stop();
    known = null;
  };
}

function watch(userId: string): () => void {
  missed.clear();
  const stop = onChange(userId, reread);
  const connection = (): void => {
    online = navigator.onLine;
  };
  window.addEventListener('online', connection);
  window.addEventListener('offline', connection);
  return () => {
    stop();
    window.removeEventListener('online', connection);
    window.removeEventListener('offline', connection);
  };
}

const READERS: Record<string, (db: PhoneDatabase) => Promise<Partial<Known>>> = {
  snapshot: async (db) => ({ snapshot: await readSnapshot(db) }),
  drafts: async (db) => ({ drafts: await listDrafts(db) }),
  receipts: async (db) => ({ receipts: await listReceipts(db) }),
  notes: async (db) => ({ notes: await listNotes(db) }),
  queue: async (db) => ({ queue: await readQueue(db) }),
};

/** The last reading of each part that was begun: an earlier one that comes later is out of date. */
const begun = new Map<string, number>();
/** What changed while the first reading was still under way. */
const missed = new Map<string, Change>();

function reread(change: Change): void {
  const { store, audit_id } = change;
  const part = store === 'photos' ? `photos ${audit_id}` : store;
  if (known === null) missed.set(part, change);
  else if (store === 'photos' && audit_id !== undefined) void take(part, (db) => takenNow(db, audit_id));
  else if (READERS[store]) void take(part, READERS[store]);
}

async function take(part: string, read: (db: PhoneDatabase) => Promise<Partial<Known>>): Promise<void> {
  const { db } = here();
  const turn = (begun.get(part) ?? 0) + 1;
  begun.set(part, turn);
  // Whatever is wrong with the store, the one who writes is told; here the next change reads again.
  const fresh = await read(db).catch(() => null);
  if (fresh !== null && known?.db === db && begun.get(part) === turn) known = { ...known, ...fresh };
}

async function takenNow(db: PhoneDatabase, auditId: string): Promise<Partial<Known>> {
  const fresh = await listTaken(db, auditId);
  return { taken: { ...here().taken, [auditId]: fresh } };
}
