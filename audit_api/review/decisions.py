"""A reviewer's decision about an audit is written once, however often it is sent."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from audit_api.clock import now
from audit_api.documents import AuditDocument, AuditStatus, ChecklistVersionDocument, Review
from audit_api.documents.audits import Decision
from audit_api.documents.seam import as_kept, to_bson
from audit_api.problems import Problem
from audit_api.review.corrections import Correction, correct, corrected_audit
from checklists.answers import Answer
from checklists.definition import Checklist, items_of
from checklists.faults import Fault, error
from checklists.items import Key

OUTCOME: dict[Decision, AuditStatus] = {
    "finalise": "finalised",
    "request_revision": "revision_requested",
    "reject": "rejected",
}


class ReviewChange(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`revision` is the one that was looked at. A reason is mandatory unless the audit is finalised as it is.

    `items` marks what the shopper is to mend, with `request_revision`; `corrections` are answers that the reviewer
    puts in the place of the shopper's, with `finalise`.
    """

    decision: Decision
    revision: Annotated[int, Meta(ge=1)]
    reason: Annotated[str, Meta(max_length=4000)] = ""
    items: Annotated[list[Key], Meta(max_length=1000)] = []
    corrections: Annotated[dict[Key, Answer], Meta(max_length=1000)] = {}


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

    Raises `invalid_body` with what is wrong with `change`, `review_differs`, `revision_outdated`, or `audit_state`
    when the audit is not submitted (any more).
    """
    change = as_kept(change)
    known = next((review for review in audit.reviews if review.id == review_id), None)
    if known is not None:
        return _repeated(audit, known, change)
    if audit.submission.revision != change.revision:
        raise Problem("revision_outdated", f"The audit is at revision {audit.submission.revision}.")
    if audit.status != "submitted":
        raise Problem("audit_state", f"The audit is {audit.status}.")
    correction = await _checked(audit, change)
    review = new_review(review_id, reviewer_id, change, at or now(), correction)
    if not await _write(audit, change.decision, review, correction):
        return await _lost_race(audit, review_id, change)
    return ReviewResult(audit_id=audit.id, status=OUTCOME[change.decision], review=review)


async def correction_of(audit: AuditDocument, corrections: dict[str, Answer]) -> Correction:
    """What they make of the audit. Raises `invalid_body` with everything that is wrong with them."""
    corrected = correct(await _checklist_of(audit), audit, corrections)
    if isinstance(corrected, list):
        raise Problem("invalid_body", f"{len(corrected)} fault(s).", faults=corrected)
    return corrected


def new_review(
    review_id: UUID, reviewer_id: UUID, change: ReviewChange, at: datetime, correction: Correction | None = None
) -> Review:
    return Review(
        id=review_id,
        decision=change.decision,
        reason=change.reason,
        revision=change.revision,
        reviewer_id=reviewer_id,
        at=at,
        items=change.items,
        changes=correction.changes if correction else [],
        scores=correction.scores if correction else None,
    )


def finalised(review: Review) -> dict[str, Any]:
    """When the decision made the audit final, and whose it was, if it did."""
    final = review.decision == "finalise"
    return {"finalised_at": review.at if final else None, "finalised_by": review.reviewer_id if final else None}


async def _checked(audit: AuditDocument, change: ReviewChange) -> Correction | None:
    """What the corrections make of the audit, if there are any. Raises `invalid_body` with all faults."""
    faults = [*_reason_faults(change), *_misplaced(change)]
    correction = None
    if change.items or change.corrections:
        checklist = await _checklist_of(audit)
        faults += _item_faults(checklist, change.items)
        corrected = correct(checklist, audit, change.corrections) if change.corrections else None
        if isinstance(corrected, list):
            faults += corrected
        else:
            correction = corrected
    if faults:
        raise Problem("invalid_body", f"{len(faults)} fault(s).", faults=faults)
    return correction


async def _checklist_of(audit: AuditDocument) -> Checklist:
    checklist = await ChecklistVersionDocument.definition_of(audit.submission.checklist)
    if checklist is None:
        raise Problem("reference_missing", "The audit's checklist version is gone.")
    return checklist


def _reason_faults(change: ReviewChange) -> Iterator[Fault]:
    if not change.reason.strip() and (change.decision != "finalise" or change.corrections):
        yield error("reason", "missing", "Say why, so that the shopper can learn from it.")


def _misplaced(change: ReviewChange) -> Iterator[Fault]:
    if change.items and change.decision != "request_revision":
        yield error("items", "other_decision", "Items are marked when the audit is returned.")
    if change.corrections and change.decision != "finalise":
        yield error("corrections", "other_decision", "Answers are corrected when the audit is finalised.")


def _item_faults(checklist: Checklist, items: list[str]) -> Iterator[Fault]:
    known = {item.key for _, item in items_of(checklist)}
    for n, key in enumerate(items):
        if key not in known:
            yield error(f"items[{n}]", "unknown_item", f"This checklist version has no item `{key}`.")
        elif key in items[:n]:
            yield error(f"items[{n}]", "duplicate_item", "It is marked already.")


async def _write(audit: AuditDocument, decision: Decision, review: Review, correction: Correction | None) -> bool:
    """False if the audit was no longer waiting for this decision."""
    waiting = {"_id": audit.id, "status": "submitted", "submission.revision": review.revision}
    fields, added = corrected_audit(audit, correction) if correction else ({}, {})
    changed = {**fields, "status": OUTCOME[decision], **finalised(review)}
    changed["examples_due"] = review.decision == "finalise"
    added |= {"reviews": review}
    # In the same write, so that no alert is forgotten should this process die now.
    changed |= {"unalerted": True} if OUTCOME[decision] == "finalised" else {}
    decided = await AuditDocument.get_pymongo_collection().update_one(
        waiting, to_bson({"$set": changed, "$push": added})
    )
    return bool(decided.matched_count)


async def _lost_race(audit: AuditDocument, review_id: UUID, change: ReviewChange) -> ReviewResult:
    current = await AuditDocument.get(audit.id) or audit
    known = next((review for review in current.reviews if review.id == review_id), None)
    if known is not None:
        return _repeated(current, known, change)
    raise Problem("audit_state", f"The audit is {current.status}.")


def _repeated(audit: AuditDocument, known: Review, change: ReviewChange) -> ReviewResult:
    # An answer that a correction hides is among the changes too, with nothing after it.
    corrected = {one.item: one.after for one in known.changes if one.after is not None}
    stored = (known.decision, known.revision, known.reason, known.items, corrected)
    if stored != (change.decision, change.revision, change.reason, change.items, change.corrections):
        raise Problem("review_differs")
    return ReviewResult(audit_id=audit.id, status=audit.status, review=known)
