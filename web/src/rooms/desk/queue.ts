/** Audits that wait for a reviewer, the one that has waited longest first. */
import { api, ask } from '../../api/client';
import { everyPage, WHOLE_PAGE } from '../../api/pages';
import type { AuditSummary, ChecklistVersion, StoredBranch } from '../../api/schema';
import { titlesOf } from '../../audit/load';
import { readEveryBranch } from './network';

export type Waiting = {
  audits: AuditSummary[];
  branches: Map<string, StoredBranch>;
  checklists: Map<string, ChecklistVersion>;
};

export async function readQueue(): Promise<Waiting> {
  const [audits, branches] = await Promise.all([readWaiting(), readEveryBranch()]);
  return {
    audits,
    branches: new Map(branches.map((branch) => [branch.id, branch])),
    checklists: await titlesOf(audits),
  };
}

export async function readWaiting(): Promise<AuditSummary[]> {
  const query = { status: 'submitted' as const, limit: WHOLE_PAGE };
  const pages = await everyPage((cursor) => ask(api.GET('/api/audits', { params: { query: { ...query, cursor } } })));
  return longestWaiting(pages.flatMap((page) => page.audits));
}

export function longestWaiting(audits: AuditSummary[]): AuditSummary[] {
  return audits.toSorted((a, b) => Date.parse(a.received_at) - Date.parse(b.received_at));
}
