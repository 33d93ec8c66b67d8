/** What the shopper's room knows, read from this phone and never from the network: the screens only look here. */
import type { Checklist, ChecklistRef, Me } from '../../api/schema';
import { onChange } from '../../phone/changes';
import { openDatabase, type PhoneDatabase } from '../../phone/database';
import { listDrafts } from '../../phone/drafts';
import { listNotes } from '../../phone/notes';
import { listPhotos } from '../../phone/photos';
import { listReceipts } from '../../phone/receipts';
import type {
  Draft,
  Note,
  PhotoRecord,
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
  /** By audit; without the bytes. */
  photos: Record<string, PhotoRecord[]>;
};

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
  get online(): boolean {
    return online;
  },
  photos(auditId: string): PhotoRecord[] {
    return here().photos[auditId] ?? [];
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

/** Opens the phone's store of this person and keeps watching it. The result stops that. */
export async function openField(me: Me): Promise<() => void> {
  const db = await openDatabase(me.user_id);
  const stop = watch(me.user_id);
  const read = { snapshot: readSnapshot(db), drafts: listDrafts(db), receipts: listReceipts(db), notes: listNotes(db) };
  const drafts = await read.drafts;
  const photos = await Promise.all(drafts.map(async ({ audit_id }) => [audit_id, await listPhotos(db, audit_id)] as const));
  known = {
    db,
    me,
    drafts,
    snapshot: await read.snapshot,
    receipts: await read.receipts,
    notes: await read.notes,
    photos: Object.fromEntries(photos),
  };
  return () => {
    stop();
    known = null;
  };
}

function watch(userId: string): () => void {
  const stop = onChange(userId, ({ store, audit_id }) => {
    if (store === 'photos' && audit_id !== undefined) void rereadPhotos(audit_id);
    else void reread(store);
  });
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
};

async function reread(store: string): Promise<void> {
  const read = READERS[store];
  if (known === null || read === undefined) return;
  const { db } = known;
  const fresh = await read(db);
  if (known?.db === db) known = { ...known, ...fresh };
}

async function rereadPhotos(auditId: string): Promise<void> {
  if (known === null) return;
  const { db } = known;
  const fresh = await listPhotos(db, auditId);
  if (known?.db === db) known = { ...known, photos: { ...known.photos, [auditId]: fresh } };
}
