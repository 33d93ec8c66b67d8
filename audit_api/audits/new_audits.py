"""A submission that has been scored, as the document that it becomes."""

import hashlib
from datetime import datetime
from uuid import UUID

import msgspec

from audit_api.audits.shops import Shop
from audit_api.documents import Appeal, AssignmentDocument, AuditStatus, EarlierRevision, Removed, Review
from checklists.answers import Submission, photos_of
from checklists.definition import Channel
from checklists.flags import Flag
from checklists.scoring import Scorecard


class NewAudit(msgspec.Struct, frozen=True, kw_only=True, rename={"id": "_id"}):
    """A freshly submitted audit: field by field the `AuditDocument` that it becomes.

    A plain struct, because building and unpacking a document costs more than scoring a section.
    """

    id: UUID
    programme_id: UUID
    region_id: UUID
    branch_id: UUID
    assignment_id: UUID
    shopper_id: UUID
    channel: Channel
    status: AuditStatus = "submitted"
    occurred_at: datetime
    received_at: datetime
    finalised_at: datetime | None = None
    finalised_by: UUID | None = None
    device_skew_seconds: float | None
    content_hash: str
    submission: Submission
    scorecard: Scorecard
    photo_ids: list[UUID]
    reviews: list[Review] = []
    earlier: list[EarlierRevision] = []
    flags: list[Flag] = []
    flagged: bool = False
    unexamined: bool = True
    unalerted: bool = False
    examples_due: bool = False
    appeals: list[Appeal] = []
    clearing: bool = False
    removed: Removed | None = None


def new_audit(
    planned: Shop | AssignmentDocument,
    audit_id: UUID,
    submission: Submission,
    card: Scorecard,
    received_at: datetime,
    device_clock: datetime | None,
) -> NewAudit:
    return NewAudit(
        id=audit_id,
        programme_id=planned.programme_id,
        region_id=planned.region_id,
        branch_id=planned.assignment.branch_id,
        assignment_id=planned.id,
        shopper_id=planned.assignment.shopper_id,
        channel=planned.assignment.channel,
        # A phone whose clock runs ahead must not lead every list until its date has come.
        occurred_at=min(submission.started_at, received_at),
        received_at=received_at,
        device_skew_seconds=(device_clock - received_at).total_seconds() if device_clock else None,
        content_hash=content_hash(submission),
        submission=submission,
        scorecard=card,
        photo_ids=photos_of(submission.answers),
    )


def content_hash(submission: Submission) -> str:
    return hashlib.sha256(msgspec.json.encode(submission, order="deterministic")).hexdigest()
