"""A reviewer's decision about an audit is written once, however often it is sent."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from pymongo.asynchronous.client_session import AsyncClientSession

from audit_api.clock import now
from audit_api.database import Client
from audit_api.documents import AssignmentDocument, AuditDocument, AuditStatus, Review
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
    client: Client,
    reviewer_id: UUID,
    audit: AuditDocument,
    review_id: UUID,
    change: ReviewChange,
    at: datetime | None = None,
) -> ReviewResult:
    """`at` is now unless it is history that is written down.

    Raises `review_differs`, `revision_outdated`, or `audit_state` when the audit is not submitted (any more)."""
    known = next((review for review in audit.reviews if review.id == review_id), None)
    if known is not None:
        return _repeated(audit, known, change)
    if audit.submission.revision != change.revision:
        raise Problem("revision_outdated", f"The audit is at revision {audit.submission.revision}.")
    review = new_review(review_id, reviewer_id, change, at or now())
    if not await _write(client, audit, review):
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


async def _write(client: Client, audit: AuditDocument, review: Review) -> bool:
    """One transaction over audit and assignment. False if the audit was no longer waiting for this decision."""
    status = OUTCOME[review.decision]
    waiting = {"_id": audit.id, "status": "submitted", "submission.revision": review.revision}
    change = {"status": status, "finalised_at": finalised_at(review)}

    async def write(session: AsyncClientSession) -> bool:
        decided = await AuditDocument.get_pymongo_collection().update_one(
            waiting, {"$set": change, "$push": {"reviews": to_bson(review)}}, session=session
        )
        if decided.matched_count:
            await AssignmentDocument.get_pymongo_collection().update_one(
                {"_id": audit.assignment_id}, {"$set": {"status": status, "changed_at": review.at}}, session=session
            )
        return bool(decided.matched_count)

    async with client.start_session() as session:
        return await session.with_transaction(write)


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
