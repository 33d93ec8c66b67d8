/** The audits that were sent: what this phone has receipts for, and what the server says about them. */
import type { AuditSummary } from '../../../api/schema';
import type { ReceiptRecord, SyncAssignment, SyncAudit } from '../../../phone/records';

export type DoneRow = Pick<AuditSummary, 'id' | 'channel' | 'status' | 'occurred_at' | 'index' | 'score_pct' | 'failed_critical'> & {
  checklist: AuditSummary['checklist'];
  branch: string;
  zone: string | undefined;
  reason: string;
};

type Places = (assignmentId: string) => SyncAssignment | undefined;

/** Latest first. A receipt of a later revision knows more than the server's last answer. */
export function doneRows(audits: readonly SyncAudit[], receipts: readonly ReceiptRecord[], place: Places): DoneRow[] {
  const rows = new Map(audits.map((audit) => [audit.id, { revision: audit.revision, row: ofAudit(audit, place) }]));
  for (const record of receipts) {
    const { audit_id: id, revision } = record.receipt;
    const known = rows.get(id);
    if (!known || known.revision < revision) rows.set(id, { revision, row: ofReceipt(record, known?.row, place) });
  }
  return latestFirst([...rows.values()].map(({ row }) => row));
}

export function latestFirst(rows: readonly DoneRow[]): DoneRow[] {
  return rows.toSorted((a, b) => Date.parse(b.occurred_at) - Date.parse(a.occurred_at));
}

function ofAudit(audit: SyncAudit, place: Places): DoneRow {
  const where = place(audit.assignment_id);
  const returned = ['revision_requested', 'rejected', 'excluded'].includes(audit.status);
  return {
    id: audit.id,
    channel: where?.channel ?? 'visit',
    status: audit.status,
    occurred_at: audit.started_at,
    index: audit.scorecard?.index ?? null,
    score_pct: audit.scorecard?.score_pct ?? null,
    failed_critical: audit.scorecard?.failed_critical ?? [],
    checklist: audit.checklist,
    branch: where?.branch_name ?? '',
    zone: where?.time_zone,
    reason: returned ? (audit.reviews.at(-1)?.reason ?? '') : '',
  };
}

function ofReceipt({ receipt, assignment_id }: ReceiptRecord, known: DoneRow | undefined, place: Places): DoneRow {
  const where = place(assignment_id);
  return {
    id: receipt.audit_id,
    channel: where?.channel ?? 'visit',
    status: 'submitted',
    occurred_at: known?.occurred_at ?? receipt.received_at,
    index: receipt.scorecard?.index ?? null,
    score_pct: receipt.scorecard?.score_pct ?? null,
    failed_critical: receipt.scorecard?.failed_critical ?? [],
    checklist: receipt.checklist,
    branch: where?.branch_name ?? '',
    zone: where?.time_zone,
    reason: '',
  };
}
