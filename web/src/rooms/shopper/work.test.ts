import { expect, test } from 'vitest';
import type { Draft, Note, ReceiptRecord, SyncAssignment, SyncAudit, SyncBody } from '../../phone/records';
import { groupsOf, returnedOf, soonestFirst, unsentOf } from './work';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const NOTHING = { drafts: [], receipts: [], notes: [] };

const assignment = (id: string, from: string, to: string, status: SyncAssignment['status'] = 'open'): SyncAssignment =>
  ({ id, status, window_starts_at: from, window_ends_at: to }) as SyncAssignment;
const returned = (id: string, revision: number): SyncAudit => ({ id, revision, status: 'revision_requested' }) as SyncAudit;
const ids = (found: { id: string }[]): string[] => found.map(({ id }) => id);

const now = assignment('now', '2026-03-09T00:00:00Z', '2026-03-12T00:00:00Z');
const soon = assignment('soon', '2026-03-15T00:00:00Z', '2026-03-20T00:00:00Z');
const far = assignment('far', '2026-04-01T00:00:00Z', '2026-04-02T00:00:00Z');
const over = assignment('over', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z');

test('the assignment that closes first stands first, whatever offset its time is written in', () => {
  const due = (window_ends_at: string): SyncAssignment => ({ window_ends_at }) as SyncAssignment;
  const sorted = soonestFirst([due('2026-03-02T00:00:00Z'), due('2026-03-02T01:00:00+02:00')]);
  expect(sorted.map((one) => one.window_ends_at)).toEqual(['2026-03-02T01:00:00+02:00', '2026-03-02T00:00:00Z']);
});

test('what can be done now, what comes within a week, what comes later, what is over', () => {
  const groups = groupsOf([over, far, soon, now], NOTHING, NOW);
  expect(Object.entries(groups).map(([name, found]) => [name, ids(found)])).toEqual([
    ['today', ['now']],
    ['coming', ['soon']],
    ['later', ['far']],
    ['closed', ['over']],
  ]);
});

test('what this phone has begun or sent is no longer to be begun, although the server has not heard of it', () => {
  const drafts = [{ assignment_id: 'now' }] as Draft[];
  const receipts = [{ assignment_id: 'soon' }] as ReceiptRecord[];
  const groups = groupsOf([now, soon, assignment('sent', now.window_starts_at, now.window_ends_at, 'submitted')], { drafts, receipts, notes: [] }, NOW);
  expect(Object.values(groups).flat()).toEqual([]);
});

test('what the office has cancelled is not to be begun', () => {
  const cancelled = assignment('taken back', now.window_starts_at, now.window_ends_at, 'cancelled');
  expect(Object.values(groupsOf([cancelled, now], NOTHING, NOW)).flat()).toEqual([now]);
});

test('an assignment is declined at once, unless the server refuses the note', () => {
  const note = (refused: boolean): Note => ({ assignment_id: 'now', kind: 'decline', refused }) as Note;
  expect(ids(groupsOf([now], { ...NOTHING, notes: [note(false)] }, NOW).closed)).toEqual(['now']);
  expect(ids(groupsOf([now], { ...NOTHING, notes: [note(true)] }, NOW).today)).toEqual(['now']);
});

test('a returned audit waits until it is in hand again or the next revision has arrived', () => {
  const snapshot = { audits: [returned('new', 1), returned('in hand', 1), returned('mended', 1), returned('twice', 2)] } as SyncBody;
  const drafts = [{ audit_id: 'in hand', revision: 2 }] as Draft[];
  const receipt = (audit_id: string, revision: number): ReceiptRecord => ({ receipt: { audit_id, revision } }) as ReceiptRecord;
  const receipts = [receipt('new', 1), receipt('mended', 2), receipt('twice', 2)];
  expect(ids(returnedOf(snapshot, { drafts, receipts, notes: [] }))).toEqual(['new', 'twice']);
});

test('a draft of the revision that came back does not hide it, unless it may be on its way', () => {
  const snapshot = { audits: [returned('imported', 1), returned('underway', 1)] } as SyncBody;
  const drafts = [
    { audit_id: 'imported', revision: 1, underway: false },
    { audit_id: 'underway', revision: 1, underway: true },
  ] as Draft[];
  expect(ids(returnedOf(snapshot, { ...NOTHING, drafts }))).toEqual(['imported']);
});

test('unsent is what was finished here and not confirmed', () => {
  const drafts = [{ state: 'filling' }, { state: 'ready' }, { state: 'waiting' }, { state: 'refused' }] as Draft[];
  const notes = [{ sent: true }, { sent: false }] as Note[];
  expect(unsentOf({ drafts, notes })).toBe(4);
});
