/** What a reviewer wants to change in an audit; it takes effect with the decision to finalise it. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { AuditDetail, Checklist, CorrectedAudit } from '../../../api/schema';
import { api, ask } from '../../../api/client';
import type { Answer, Item } from '../../../api/types';
import { visible, type Answers } from '../../../checklist/visibility';

export class Corrections {
  readonly made = new SvelteMap<string, Answer>();
  /** Items whose correction is begun, and not yet kept or cancelled. */
  readonly begun = new SvelteSet<string>();

  /** As it travels. */
  get all(): Record<string, Answer> {
    return Object.fromEntries(this.made);
  }

  keep(item: string, answer: Answer, before: Answer | undefined): void {
    // Nothing is corrected by what stands there already.
    if (same(answer, before)) this.made.delete(item);
    else this.made.set(item, answer);
    this.begun.delete(item);
  }

  undo(item: string): void {
    this.made.delete(item);
  }
}

/** Questions that the corrected answers bring up, and that the shopper was never asked. */
export function alsoAsked(checklist: Checklist, audit: AuditDetail, corrections: ReadonlyMap<string, Answer>): Item[] {
  const asked = new Set(audit.scorecard?.items.map(({ key }) => key));
  const answers = { ...audit.submission.answers, ...Object.fromEntries(corrections) } as Answers;
  return visible(checklist, answers)
    .map(({ item }) => item)
    .filter(({ key, kind }) => kind !== 'info' && !asked.has(key) && !(key in audit.submission.answers));
}

/** Throws a `Problem` with the faults when they do not fit the checklist. */
export function tryCorrections(audit: AuditDetail, corrections: Record<string, Answer>): Promise<CorrectedAudit> {
  const params = { path: { audit_id: audit.id } };
  return ask(api.POST('/api/audits/{audit_id}/correction', { params, body: { corrections } }));
}

function same(one: Answer, other: Answer | undefined): boolean {
  return other !== undefined && canonical(one) === canonical(other);
}

/** Without what says nothing, in one order. */
function canonical(answer: Answer): string {
  const said = Object.entries(answer).filter(([, value]) => value !== undefined && value !== null);
  return JSON.stringify(said.sort(([a], [b]) => (a < b ? -1 : 1)));
}
