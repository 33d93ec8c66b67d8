/** What the page of an audit is made of, for the office and for managers. */
import { api, ask } from '../../../api/client';
import { asProblem } from '../../../api/problem';
import type { AuditAppeals, AuditRemovals, Dossier, StoredBranch } from '../../../api/schema';
import { readAudit, type AuditWithChecklist } from '../../../audit/load';
import { readAppeals } from '../appeals/appeals.svelte';
import { readRemovals } from '../removal/removing';

/** `dossier` and `removals`: for the office only. */
type ForOffice = { dossier: Dossier | null; removals: AuditRemovals | null };
export type AuditInFull = AuditWithChecklist & ForOffice & { branch: StoredBranch; appeals: AuditAppeals | null };

export class AuditReading {
  /** As read last: it stays while it is read again. */
  found = $state.raw<AuditInFull | null>(null);
  erased = $state.raw<AuditRemovals | null>(null);

  async read(id: string, office: boolean): Promise<AuditInFull> {
    const params = { path: { audit_id: id } };
    const gone = (error: unknown): Promise<never> => this.#gone(id, office, error);
    const [found, dossier, removals] = await Promise.all([
      readAudit(id).catch(gone),
      office ? ask(api.GET('/api/audits/{audit_id}/dossier', { params })).catch(gone) : null,
      office ? readRemovals(id) : null,
    ]);
    const path = { branch_id: found.audit.branch_id };
    const [{ branch }, appeals] = await Promise.all([
      ask(api.GET('/api/branches/{branch_id}', { params: { path } })),
      ['finalised', 'excluded'].includes(found.audit.status) ? readAppeals(id) : null,
    ]);
    this.found = { ...found, branch, dossier, removals, appeals };
    return this.found;
  }

  /** An erased audit looks like none; the office is told that there was one. */
  async #gone(id: string, office: boolean, error: unknown): Promise<never> {
    if (office && asProblem(error).code === 'not_found') {
      const told = await readRemovals(id).catch(() => null);
      if (told?.status === 'erased') this.erased = told;
    }
    throw error;
  }
}
