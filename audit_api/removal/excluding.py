"""A finalised audit is taken out of every result, or back in. One write decides; what follows from it is repeatable."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from audit_api.clock import now
from audit_api.documents import AuditDocument, AuditStatus, Review
from audit_api.documents.removals import ExclusionCause
from audit_api.documents.seam import to_bson
from audit_api.problems import Problem
from audit_api.review.decisions import ReviewResult

Words = Annotated[str, Meta(min_length=1, max_length=4000, pattern=r"\S")]


class ExclusionChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`cause`: exclude the audit for that; None: take it back in.

    Managers read the cause, shoppers the reason as well.
    """

    cause: ExclusionCause | None
    reason: Words


async def exclude(by: UUID, audit: AuditDocument, review_id: UUID, change: ExclusionChange) -> ReviewResult:
    """Raises `review_differs`, or `audit_state` for an audit that cannot be excluded, or taken back in."""
    if known := _known(audit, review_id):
        return _repeated(audit, known, change)
    before, after = _states(change)
    review = Review(
        id=review_id,
        decision="exclude" if change.cause else "reinstate",
        reason=change.reason,
        revision=audit.submission.revision,
        reviewer_id=by,
        at=now(),
        cause=change.cause,
    )
    # Alerts that were raised go with an exclusion, and are raised again when it ends.
    marks = {"status": after, "examples_due": True, "clearing": True, "unalerted": change.cause is None}
    written = await AuditDocument.get_pymongo_collection().update_one(
        {"_id": audit.id, "status": before, "reviews.id": {"$ne": review_id}},
        to_bson({"$set": marks, "$push": {"reviews": review}}),
    )
    if written.matched_count:
        return ReviewResult(audit_id=audit.id, status=after, review=review)
    current = await AuditDocument.get(audit.id) or audit
    if known := _known(current, review_id):
        return _repeated(current, known, change)
    raise Problem("audit_state", f"The audit is {current.status}.")


def _states(change: ExclusionChange) -> tuple[AuditStatus, AuditStatus]:
    return ("finalised", "excluded") if change.cause else ("excluded", "finalised")


def _known(audit: AuditDocument, review_id: UUID) -> Review | None:
    return next((review for review in audit.reviews if review.id == review_id), None)


def _repeated(audit: AuditDocument, known: Review, change: ExclusionChange) -> ReviewResult:
    wanted = ("exclude" if change.cause else "reinstate", change.cause, change.reason)
    if (known.decision, known.cause, known.reason) != wanted:
        raise Problem("review_differs")
    return ReviewResult(audit_id=audit.id, status=audit.status, review=known)
