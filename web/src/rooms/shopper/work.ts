/** What of a shopper's work stands where on the home screen. */
import type { Draft, Note, ReceiptRecord, SyncAssignment, SyncAudit, SyncBody } from '../../phone/records';

const DAY_MS = 86_400_000;
const SOON_DAYS = 7;

/** `closed`: the window is over or the shopper declined; nothing is expected any more. */
export type Group = 'today' | 'coming' | 'later' | 'closed';
export type Groups = Record<Group, SyncAssignment[]>;

type Held = { drafts: readonly Draft[]; receipts: readonly ReceiptRecord[]; notes: readonly Note[] };

/** The assignments that nobody has begun. What this phone knows better than the server counts: sent, begun, declined. */
export function groupsOf(assignments: readonly SyncAssignment[], held: Held, now: number): Groups {
  const begun = new Set([...held.drafts, ...held.receipts].map(({ assignment_id }) => assignment_id));
  const groups: Groups = { today: [], coming: [], later: [], closed: [] };
  for (const assignment of soonestFirst(assignments)) {
    if (!isPending(assignment) || begun.has(assignment.id)) continue;
    groups[isDeclined(assignment, held.notes) ? 'closed' : groupOf(assignment, now)].push(assignment);
  }
  groups.closed.reverse();
  return groups;
}

/** The server knows of no audit for it. */
function isPending({ status }: SyncAssignment): boolean {
  return status === 'open' || status === 'declined';
}

/** There is an audit of it, on the server or on its way there. */
export function isSent(assignment: SyncAssignment, receipts: readonly ReceiptRecord[]): boolean {
  return !isPending(assignment) || receipts.some(({ assignment_id }) => assignment_id === assignment.id);
}

export function isDeclined(assignment: SyncAssignment, notes: readonly Note[]): boolean {
  const declined = notes.some(({ assignment_id, kind, refused }) => assignment_id === assignment.id && kind === 'decline' && !refused);
  return assignment.status === 'declined' || declined;
}

function groupOf(assignment: SyncAssignment, now: number): Group {
  if (now >= Date.parse(assignment.window_ends_at)) return 'closed';
  const opensIn = Date.parse(assignment.window_starts_at) - now;
  if (opensIn <= 0) return 'today';
  return opensIn <= SOON_DAYS * DAY_MS ? 'coming' : 'later';
}

/** Assignments in the order in which their windows close. */
export function soonestFirst<A extends { window_ends_at: string }>(assignments: readonly A[]): A[] {
  return assignments.toSorted((a, b) => Date.parse(a.window_ends_at) - Date.parse(b.window_ends_at));
}

/** Audits that a reviewer sent back and that are not in hand again. */
export function returnedOf(snapshot: SyncBody, held: Held): SyncAudit[] {
  return snapshot.audits.filter((audit) => {
    if (audit.status !== 'revision_requested') return false;
    const inHand = held.drafts.some((draft) => draft.audit_id === audit.id && !isOvertaken(draft, audit));
    const sent = held.receipts.some(({ receipt }) => receipt.audit_id === audit.id && receipt.revision > audit.revision);
    return !inHand && !sent;
  });
}

/** The server has this revision, or a later one, and it came back: the draft is only of use for mending it. */
export function isOvertaken(draft: Draft, audit: SyncAudit | undefined): boolean {
  return audit?.status === 'revision_requested' && draft.revision <= audit.revision && !draft.underway;
}

/** What is finished and not confirmed by the server yet. */
export function unsentOf({ drafts, notes }: Pick<Held, 'drafts' | 'notes'>): number {
  return drafts.filter(({ state }) => state !== 'filling').length + notes.filter(({ sent }) => !sent).length;
}
