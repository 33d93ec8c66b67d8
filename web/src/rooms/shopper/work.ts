/** Everything a shopper has to do and has done, in one reading. */
import { api, ask } from '../../api/client';
import { everyPage, WHOLE_PAGE } from '../../api/pages';
import type { AuditSummary, ChecklistVersion, StoredAssignment } from '../../api/schema';
import { readVersion, titlesOf } from '../../audit/load';

export type DoneAudit = { audit: AuditSummary; place: StoredAssignment | undefined; reason: string };
export type Work = {
  open: StoredAssignment[];
  earlier: StoredAssignment[];
  /** Audits that wait for the shopper again. */
  returned: DoneAudit[];
  audits: DoneAudit[];
  checklists: Map<string, ChecklistVersion>;
};

export async function readWork(): Promise<Work> {
  const [assignments, audits] = await Promise.all([readAssignments(), readAudits()]);
  const places = new Map(assignments.map((assignment) => [assignment.audit_id, assignment]));
  const [checklists, done] = await Promise.all([
    titlesOf(audits),
    Promise.all(audits.map(async (audit) => ({ audit, place: places.get(audit.id), reason: await reasonFor(audit) }))),
  ]);
  const missing = assignments.map(({ checklist }) => checklist).filter(({ key }) => !checklists.has(key));
  for (const version of await Promise.all(missing.map(readVersion))) checklists.set(version.key, version);
  return {
    open: soonestFirst(assignments.filter(({ status }) => status === 'open')),
    earlier: assignments.filter(({ status }) => status !== 'open'),
    returned: done.filter(({ audit }) => audit.status === 'revision_requested'),
    audits: done.filter(({ audit }) => audit.status !== 'revision_requested'),
    checklists,
  };
}

/** What must be done first stands first. */
export function soonestFirst(assignments: StoredAssignment[]): StoredAssignment[] {
  return assignments.toSorted((a, b) => Date.parse(a.window_ends_at) - Date.parse(b.window_ends_at));
}

async function readAssignments(): Promise<StoredAssignment[]> {
  const pages = await everyPage((cursor) =>
    ask(api.GET('/api/assignments', { params: { query: { limit: WHOLE_PAGE, cursor } } })),
  );
  return pages.flatMap((page) => page.assignments);
}

async function readAudits(): Promise<AuditSummary[]> {
  const pages = await everyPage((cursor) =>
    ask(api.GET('/api/audits', { params: { query: { limit: WHOLE_PAGE, cursor } } })),
  );
  return pages.flatMap((page) => page.audits);
}

/** Why an audit came back. Lists carry no reviews, and few audits come back. */
async function reasonFor(audit: AuditSummary): Promise<string> {
  if (audit.status !== 'revision_requested' && audit.status !== 'rejected') return '';
  const detail = await ask(api.GET('/api/audits/{audit_id}', { params: { path: { audit_id: audit.id } } }));
  return detail.reviews.at(-1)?.reason ?? '';
}
