"""A reviewer's decision about an audit is written once, however often it is sent."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from audit_api.clock import now
from audit_api.documents import AuditDocument, AuditStatus, Review
from audit_api.documents.audits import Decision
from audit_api.documents.seam import to_bson
from audit_api.problems import Problem

OUTCOME: dict[Decision, AuditStatus] = {
    "finalise": "finalised",
    "request_revision": "revision_requested",
    "reject": "rejected",
}


class ReviewChange(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`revision` is the one that was looked at. A reason is mandatory unless the audit is finalised."""

    decision: Decision
    revision: Annotated[int, Meta(ge=1)]
    reason: Annotated[str, Meta(max_length=4000)] = ""


class ReviewResult(msgspec.Struct, kw_only=True):
    audit_id: UUID
    status: AuditStatus
    review: Review


async def decide(
    reviewer_id: UUID,
    audit: AuditDocument,
    review_id: UUID,
    change: ReviewChange,
    at: datetime | None = None,
) -> ReviewResult:
    """`at` is now unless it is history that is written down.

    Raises `review_differs`, `revision_outdated`, or `audit_state` when the audit is not submitted (any more).
    """
    known = next((review for review in audit.reviews if review.id == review_id), None)
    if known is not None:
        return _repeated(audit, known, change)
    if audit.submission.revision != change.revision:
        raise Problem("revision_outdated", f"The audit is at revision {audit.submission.revision}.")
    review = new_review(review_id, reviewer_id, change, at or now())
    if not await _write(audit.id, review):
        return await _lost_race(audit, review_id, change)
    return ReviewResult(audit_id=audit.id, status=OUTCOME[change.decision], review=review)


def new_review(review_id: UUID, reviewer_id: UUID, change: ReviewChange, at: datetime) -> Review:
    return Review(
        id=review_id,
        decision=change.decision,
        reason=change.reason,
        revision=change.revision,
        reviewer_id=reviewer_id,
        at=at,
    )


def finalised_at(review: Review) -> datetime | None:
    """When the decision made the audit final, if it did."""
    return review.at if OUTCOME[review.decision] == "finalised" else None


async def _write(audit_id: UUID, review: Review) -> bool:
    """False if the audit was no longer waiting for this decision."""
    waiting = {"_id": audit_id, "status": "submitted", "submission.revision": review.revision}
    change = {"status": OUTCOME[review.decision], "finalised_at": finalised_at(review)}
    decided = await AuditDocument.get_pymongo_collection().update_one(
        waiting, {"$set": change, "$push": {"reviews": to_bson(review)}}
    )
    return bool(decided.matched_count)


async def _lost_race(audit: AuditDocument, review_id: UUID, change: ReviewChange) -> ReviewResult:
    current = await AuditDocument.get(audit.id) or audit
    known = next((review for review in current.reviews if review.id == review_id), None)
    if known is not None:
        return _repeated(current, known, change)
    raise Problem("audit_state", f"The audit is {current.status}.")


def _repeated(audit: AuditDocument, known: Review, change: ReviewChange) -> ReviewResult:
    if (known.decision, known.revision, known.reason) != (change.decision, change.revision, change.reason):
        raise Problem("review_differs")
    return ReviewResult(audit_id=audit.id, status=audit.status, review=known)
