/** Audits that are being filled, or wait to be sent. */
import type { Answer } from '../api/types';
import type { PhoneDatabase, Writing } from './database';
import { PhoneError } from './errors';
import type { Draft, DraftAnswer, PhotoRecord, Sending, Snapshot, SyncAssignment, SyncAudit } from './records';
import type { Table } from './schema';
import { isPlanned, KEY as SNAPSHOT } from './snapshot';

/** Everything that goes when a draft goes. */
export const PARTS = ['drafts', 'answers', 'taps', 'photos', 'originals', 'bytes', 'submissions'] satisfies Table[];

export const UNTRIED: Sending = { attempts: 0, not_before: 0, problem: null };

/** Any transaction that writes drafts, whatever else it touches. */
type WithDrafts = {
  objectStore(name: 'drafts'): { get(id: string): Promise<Draft | undefined>; put(draft: Draft): Promise<string> };
};

/**
 * A new draft, or the one that there is for this assignment. Throws `assignment_gone` when the office took it back in
 * this very moment: neither it nor its checklist would be on this phone.
 */
export function startDraft(db: PhoneDatabase, assignment: SyncAssignment, language: string): Promise<Draft> {
  const fresh = blank(crypto.randomUUID(), assignment, language);
  return db.write(
    ['drafts', 'facts'],
    async (tx) => {
      const drafts = await tx.objectStore('drafts').getAll();
      const known = drafts.find(({ assignment_id }) => assignment_id === assignment.id);
      if (known) return known;
      const snapshot = (await tx.objectStore('facts').get(SNAPSHOT)) as Snapshot | undefined;
      if (!isPlanned(snapshot, assignment)) throw new PhoneError('assignment_gone');
      await tx.objectStore('drafts').put(fresh);
      return fresh;
    },
    { store: 'drafts', audit_id: fresh.audit_id },
  );
}

/**
 * A draft of the next revision, with the answers and photos of the returned one. Answers that are on this phone already
 * stay: they are the shopper's latest. Throws `draft_underway`, because what may have arrived must not change.
 */
export function startRevision(
  db: PhoneDatabase,
  audit: SyncAudit,
  assignment: SyncAssignment,
  language: string,
): Promise<Draft> {
  const { id, revision, started_at } = audit;
  const fresh = { ...blank(id, assignment, language), checklist: audit.checklist, revision: revision + 1, started_at };
  fresh.staff_alias = audit.submission?.staff_alias ?? '';
  return db.write(
    PARTS,
    async (tx) => {
      const known = await tx.objectStore('drafts').get(id);
      if (known && known.revision > revision) return known;
      if (known?.underway) throw new PhoneError('draft_underway');
      if (known) return advanced(tx, known, revision + 1);
      await tx.objectStore('drafts').put(fresh);
      await copied(tx, audit);
      return fresh;
    },
    { store: 'drafts', audit_id: id },
    { store: 'answers', audit_id: id },
    { store: 'photos', audit_id: id },
  );
}

export function listDrafts(db: PhoneDatabase): Promise<Draft[]> {
  return db.read(['drafts'], (tx) => tx.objectStore('drafts').getAll());
}

export async function readDraft(db: PhoneDatabase, auditId: string): Promise<Draft | null> {
  return (await db.read(['drafts'], (tx) => tx.objectStore('drafts').get(auditId))) ?? null;
}

export type DraftChange = Partial<Pick<Draft, 'language' | 'staff_alias' | 'opened'>>;

export function changeDraft(db: PhoneDatabase, auditId: string, change: DraftChange): Promise<Draft> {
  return changed(db, auditId, (draft) => ({ ...editable(draft), ...change }));
}

/** Submits: from here on nothing in it changes unless it is reopened. Throws `photos_undeveloped`. */
export function finishDraft(
  db: PhoneDatabase,
  auditId: string,
  finishedAt: string,
  state: 'ready' | 'waiting',
): Promise<Draft> {
  const saved_at = Date.now();
  return db.write(
    ['drafts', 'originals'],
    async (tx) => {
      const draft = await fillable(tx, auditId);
      if (await tx.objectStore('originals').index('audit_id').count(auditId)) throw new PhoneError('photos_undeveloped');
      // A clock that was set back meanwhile must not let the audit end before it began.
      const finished_at = Date.parse(finishedAt) < Date.parse(draft.started_at) ? draft.started_at : finishedAt;
      const finished: Draft = { ...draft, finished_at, state, sending: UNTRIED, saved_at };
      await tx.objectStore('drafts').put(finished);
      return finished;
    },
    { store: 'drafts', audit_id: auditId },
  );
}

/** Throws `draft_underway` while it may have arrived: then what the server has could no longer be changed. */
export function reopenDraft(db: PhoneDatabase, auditId: string): Promise<Draft> {
  return changed(db, auditId, (draft) => {
    if (draft.underway) throw new PhoneError('draft_underway');
    return { ...draft, state: 'filling', finished_at: null, sending: UNTRIED };
  });
}

/** Removes the draft with all its parts, for good. */
export function discardDraft(db: PhoneDatabase, auditId: string): Promise<void> {
  const changes = ['drafts', 'answers', 'taps', 'photos'].map((store) => ({ store, audit_id: auditId }));
  return db.write(PARTS, (tx) => removeParts(tx, auditId), ...changes);
}

export async function removeParts(tx: Writing<(typeof PARTS)[number]>, auditId: string): Promise<void> {
  const [photos, originals] = await Promise.all([
    tx.objectStore('photos').index('audit_id').getAllKeys(auditId),
    tx.objectStore('originals').index('audit_id').getAllKeys(auditId),
  ]);
  await Promise.all([
    tx.objectStore('drafts').delete(auditId),
    tx.objectStore('submissions').delete(auditId),
    tx.objectStore('answers').delete(partsOf(auditId)),
    tx.objectStore('taps').delete(partsOf(auditId)),
    ...photos.map((id) => tx.objectStore('photos').delete(id)),
    ...originals.map((id) => tx.objectStore('originals').delete(id)),
    ...[...photos, ...originals].map((id) => tx.objectStore('bytes').delete(id)),
  ]);
}

/** The keys of what belongs to one draft, where they begin with its id. */
export function partsOf(auditId: string): IDBKeyRange {
  return IDBKeyRange.bound([auditId], [auditId, []]);
}

/** The draft, if its parts may change now. Throws `draft_gone`, `draft_closed`. */
export async function fillable(tx: WithDrafts, auditId: string): Promise<Draft> {
  return editable(await existing(tx, auditId));
}

/** The draft as it is after a change of one of its parts. Throws like `fillable`. */
export async function touched(tx: WithDrafts, auditId: string): Promise<Draft> {
  const draft: Draft = { ...(await fillable(tx, auditId)), saved_at: Date.now() };
  await tx.objectStore('drafts').put(draft);
  return draft;
}

export async function existing(tx: WithDrafts, auditId: string): Promise<Draft> {
  const draft = await tx.objectStore('drafts').get(auditId);
  if (draft === undefined) throw new PhoneError('draft_gone');
  return draft;
}

/** Applies `change` to what is stored at that moment. */
export function changed(db: PhoneDatabase, auditId: string, change: (draft: Draft) => Draft): Promise<Draft> {
  const saved_at = Date.now();
  return db.write(
    ['drafts'],
    async (tx) => {
      const draft = { ...change(await existing(tx, auditId)), saved_at };
      await tx.objectStore('drafts').put(draft);
      return draft;
    },
    { store: 'drafts', audit_id: auditId },
  );
}

function editable(draft: Draft): Draft {
  if (draft.state !== 'filling' && draft.state !== 'waiting') throw new PhoneError('draft_closed');
  return draft;
}

function blank(auditId: string, assignment: SyncAssignment, language: string): Draft {
  return {
    audit_id: auditId,
    assignment_id: assignment.id,
    revision: 1,
    checklist: assignment.checklist,
    language,
    staff_alias: '',
    started_at: new Date().toISOString(),
    finished_at: null,
    opened: null,
    state: 'filling',
    sending: UNTRIED,
    underway: false,
    saved_at: Date.now(),
  };
}

async function advanced(tx: Writing<(typeof PARTS)[number]>, known: Draft, revision: number): Promise<Draft> {
  const draft: Draft = { ...known, revision, state: 'filling', finished_at: null, sending: UNTRIED, underway: false };
  await tx.objectStore('submissions').delete(known.audit_id);
  await tx.objectStore('drafts').put(draft);
  return draft;
}

async function copied(tx: Writing<(typeof PARTS)[number]>, audit: SyncAudit): Promise<void> {
  const answers = Object.entries(audit.submission?.answers ?? {});
  await Promise.all([
    ...answers.map(([item, answer]) =>
      tx.objectStore('answers').put({ audit_id: audit.id, item, answer: asDrafted(answer) }),
    ),
    ...referred(audit).map((photo) => tx.objectStore('photos').put(photo)),
  ]);
}

/** A wire answer, taken apart as the form keeps it. Photos are records of their own. */
function asDrafted(answer: Answer): DraftAnswer {
  const { narrative, ...value } = answer;
  const written = narrative ? { narrative } : {};
  if (value.kind === 'not_applicable') return { value: null, not_applicable: true, ...written };
  return { value: value.kind === 'photo' ? null : (value as Answer), ...written };
}

/** The photos of a returned audit: the server has them, the phone only their names. */
function referred(audit: SyncAudit): PhotoRecord[] {
  const facts = { taken_at: null, latitude: null, longitude: null, accuracy: null };
  const stored = new Map(audit.photos.map((photo) => [photo.id, photo]));
  return Object.entries(audit.submission?.answers ?? {}).flatMap(([item, answer]) =>
    (answer.kind === 'photo' ? answer.photos : []).flatMap((photo_id, position) => {
      const known = stored.get(photo_id);
      if (known === undefined) return [];
      const { bytes, sha256 } = known;
      const record = { photo_id, audit_id: audit.id, item, position, bytes, sha256, facts, thumbnail: null, problem: null };
      return [{ ...record, type: 'image/jpeg' as const, offset: bytes, state: 'arrived' as const }];
    }),
  );
}
