/** Deciding about an audit, so that a repeated click or a lost answer does no harm. */
import { api, ask } from '../../api/client';
import type { AuditDetail, ReviewChange, ReviewResult } from '../../api/schema';

/** One id for one decision: sent again unchanged it is the same review, changed it is another. */
export class ReviewIds {
  #decided = '';
  #id = '';

  constructor(private readonly fresh: () => string = () => crypto.randomUUID()) {}

  idFor(change: ReviewChange): string {
    const decided = JSON.stringify([change.decision, change.revision, change.reason, change.items, change.corrections]);
    if (decided !== this.#decided) {
      this.#decided = decided;
      this.#id = this.fresh();
    }
    return this.#id;
  }
}

export function decide(audit: AuditDetail, reviewId: string, change: ReviewChange): Promise<ReviewResult> {
  const path = { audit_id: audit.id, review_id: reviewId };
  return ask(api.PUT('/api/audits/{audit_id}/reviews/{review_id}', { params: { path }, body: change }));
}
