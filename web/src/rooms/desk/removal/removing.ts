/** Excluding an audit and removing what it says, so that a repeated click or a lost answer does no harm. */
import { api, ask } from '../../../api/client';
import type { AuditRemovals, ExclusionChange, RemovalChange } from '../../../api/schema';
import type { AuditStatus } from '../../../api/types';

export type Act = 'exclude' | 'reinstate' | 'anonymise' | 'erase';
export type Cause = NonNullable<ExclusionCause | RemovalChange['cause']>;
type ExclusionCause = ExclusionChange['cause'];

export const EXCLUSION_CAUSES = ['fraud', 'wrong_branch', 'wrong_moment', 'duplicate', 'other'] as const;
export const REMOVAL_CAUSES = ['subject_request', 'not_needed', 'by_mistake', 'law'] as const;
const DECIDED: readonly AuditStatus[] = ['finalised', 'rejected', 'excluded'];

export function readRemovals(auditId: string): Promise<AuditRemovals> {
  return ask(api.GET('/api/audits/{audit_id}/removals', { params: { path: { audit_id: auditId } } }));
}

/** What can be done about an audit with this status; `removes`: the person may remove for good. */
export function actsFor(told: AuditRemovals, removes: boolean): Act[] {
  const acts: Act[] = [];
  if (told.status === 'finalised') acts.push('exclude');
  if (told.status === 'excluded') acts.push('reinstate');
  const anonymous = told.removals.some(({ kind }) => kind === 'anonymise');
  if (removes && !anonymous && DECIDED.includes(told.status)) acts.push('anonymise');
  if (removes && told.status !== 'erased') acts.push('erase');
  return acts;
}

export function forGood(act: Act): act is 'anonymise' | 'erase' {
  return act === 'anonymise' || act === 'erase';
}

/** `id` names the act: the same when it is sent again. */
export async function carryOut(auditId: string, id: string, act: Act, cause: Cause | null, reason: string): Promise<void> {
  if (forGood(act)) {
    const path = { audit_id: auditId, removal_id: id };
    const body: RemovalChange = { kind: act, cause: cause as RemovalChange['cause'] };
    await ask(api.PUT('/api/audits/{audit_id}/removals/{removal_id}', { params: { path }, body }));
    return;
  }
  const path = { audit_id: auditId, review_id: id };
  const body: ExclusionChange = { cause: act === 'exclude' ? (cause as ExclusionCause) : null, reason };
  await ask(api.PUT('/api/audits/{audit_id}/exclusions/{review_id}', { params: { path }, body }));
}
