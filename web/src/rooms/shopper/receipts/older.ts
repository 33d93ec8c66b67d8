/** The audits of longer ago, which only the server has. */
import { api, ask } from '../../../api/client';
import { everyPage, WHOLE_PAGE } from '../../../api/pages';
import type { StoredAssignment } from '../../../api/schema';
import { titlesOf } from '../../../audit/load';
import type { DoneRow } from './done';

export type Older = { rows: DoneRow[]; titles: Awaited<ReturnType<typeof titlesOf>> };

/** All of this shopper's audits, with the titles of their checklists by key. Throws a `Problem`. */
export async function readOlder(): Promise<Older> {
  const [places, audits] = await Promise.all([readPlaces(), readAudits()]);
  const rows = audits.map((audit) => {
    const place = places.get(audit.id);
    return { ...audit, branch: place?.branch_name ?? '', zone: place?.time_zone, reason: '' };
  });
  return { rows, titles: await titlesOf(audits) };
}

async function readAudits() {
  const pages = await everyPage((cursor) =>
    ask(api.GET('/api/audits', { params: { query: { limit: WHOLE_PAGE, cursor } } })),
  );
  return pages.flatMap((page) => page.audits);
}

/** By audit. */
async function readPlaces(): Promise<Map<string, StoredAssignment>> {
  const pages = await everyPage((cursor) =>
    ask(api.GET('/api/assignments', { params: { query: { limit: WHOLE_PAGE, cursor } } })),
  );
  const audited = pages.flatMap((page) => page.assignments).filter(({ audit_id }) => audit_id !== null);
  return new Map(audited.map((assignment) => [assignment.audit_id ?? '', assignment]));
}
