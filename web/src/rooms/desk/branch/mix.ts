/** The result of a branch from all checklists of its programme, and what keeps it from having one. */
import { api, ask } from '../../../api/client';
import type { BranchMix, MixedChecklist } from '../../../api/schema';
import type { Messages } from '../../../i18n/en';

export async function readMix(id: string): Promise<BranchMix> {
  // The client's types forget how long a tuple is.
  return (await ask(api.GET('/api/branches/{branch_id}/mix', { params: { path: { branch_id: id } } }))) as BranchMix;
}

export function hasMix({ parts }: BranchMix): boolean {
  return parts.length > 0;
}

/** Why a checklist has no headline to go in. */
export function why({ checklist, headline }: MixedChecklist, audited: ReadonlySet<string>, t: Messages): string {
  if (!audited.has(checklist)) return t.mix.noAudits;
  if (headline === null) return t.mix.leagueSmall;
  return headline.missing_audits ? t.mix.missing(headline.missing_audits) : t.mix.tooFew;
}
