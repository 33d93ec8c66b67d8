/** One audit as a whole: as far as this phone has it, or as the server tells it. */
import { api, ask } from '../../../api/client';
import type { AuditDetail, StoredAssignment } from '../../../api/schema';
import { readAudit, type AuditWithChecklist } from '../../../audit/load';
import type { SyncAssignment, SyncAudit } from '../../../phone/records';

export type Whole = AuditWithChecklist & { place: StoredAssignment };

/** Reads a whole audit from the server. Throws a `Problem`. */
export async function readWhole(auditId: string): Promise<Whole> {
  const found = await readAudit(auditId);
  const path = { assignment_id: found.audit.submission.assignment_id };
  return { ...found, place: await ask(api.GET('/api/assignments/{assignment_id}', { params: { path } })) };
}

/** Null where this phone has no answers: it keeps those of returned and corrected audits only. */
export function keptDetail(audit: SyncAudit, place: Pick<SyncAssignment, 'branch_id' | 'channel'>): AuditDetail | null {
  if (audit.submission === null) return null;
  return {
    id: audit.id,
    programme_id: '',
    region_id: '',
    branch_id: place.branch_id,
    shopper_id: null,
    channel: place.channel,
    status: audit.status,
    received_at: audit.received_at,
    finalised_at: null,
    device_skew_seconds: null,
    submission: audit.submission,
    scorecard: null,
    photos: [],
    reviews: audit.reviews,
  };
}
