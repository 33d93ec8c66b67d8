import { expect, test } from 'vitest';
import type { ReceiptRecord, SyncAssignment, SyncAudit } from '../../../phone/records';
import { doneRows } from './done';

const place = (): SyncAssignment => ({ branch_name: 'Kaunas', channel: 'call', time_zone: 'Europe/Vilnius' }) as SyncAssignment;
const audit = (id: string, revision: number, status: SyncAudit['status'], started_at: string): SyncAudit =>
  ({ id, revision, status, started_at, reviews: [{ reason: 'Too dark' }], scorecard: null }) as unknown as SyncAudit;
const receipt = (audit_id: string, revision: number, received_at: string): ReceiptRecord =>
  ({ receipt: { audit_id, revision, received_at, scorecard: null }, assignment_id: 'a' }) as unknown as ReceiptRecord;

test('an audit that the server has not listed yet stands there by its receipt, latest first', () => {
  const rows = doneRows([audit('old', 1, 'finalised', '2026-03-01T10:00:00Z')], [receipt('new', 1, '2026-03-02T10:00:00Z')], place);
  expect(rows.map(({ id, status, branch }) => [id, status, branch])).toEqual([
    ['new', 'submitted', 'Kaunas'],
    ['old', 'finalised', 'Kaunas'],
  ]);
});

test('a receipt of the mended revision outweighs the return, an older one does not', () => {
  const returned = audit('x', 1, 'revision_requested', '2026-03-01T10:00:00Z');
  expect(doneRows([returned], [receipt('x', 2, '2026-03-03T10:00:00Z')], place)[0]).toMatchObject({ status: 'submitted', reason: '' });
  expect(doneRows([returned], [receipt('x', 1, '2026-03-01T11:00:00Z')], place)[0]).toMatchObject({
    status: 'revision_requested',
    reason: 'Too dark',
  });
});
