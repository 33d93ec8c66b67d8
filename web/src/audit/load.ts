/** An audit with the checklist version it was filled with: neither says anything without the other. */
import { api, ask } from '../api/client';
import type { AuditDetail, AuditSummary, ChecklistRef, ChecklistVersion } from '../api/schema';

export type AuditWithChecklist = { audit: AuditDetail; version: ChecklistVersion };

// Published versions never change.
const versions = new Map<string, Promise<ChecklistVersion>>();

export function readVersion({ key, version }: ChecklistRef): Promise<ChecklistVersion> {
  const name = `${key} ${version}`;
  const known = versions.get(name);
  if (known) return known;
  const fresh = ask(api.GET('/api/checklists/{key}/versions/{version}', { params: { path: { key, version } } }));
  versions.set(name, fresh);
  fresh.catch(() => versions.delete(name));
  return fresh;
}

export async function readAudit(auditId: string): Promise<AuditWithChecklist> {
  const audit = await ask(api.GET('/api/audits/{audit_id}', { params: { path: { audit_id: auditId } } }));
  return { audit, version: await readVersion(audit.submission.checklist) };
}

/** The titles of the checklists that `audits` were filled with, by key. */
export async function titlesOf(audits: readonly AuditSummary[]): Promise<Map<string, ChecklistVersion>> {
  const refs = new Map(audits.map((audit) => [audit.checklist.key, audit.checklist]));
  const found = await Promise.all([...refs.values()].map(readVersion));
  return new Map(found.map((version) => [version.key, version]));
}
