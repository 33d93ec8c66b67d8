"""Audits: a submission with its scorecard, and what reviewers decided."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from pymongo import ASCENDING, DESCENDING, IndexModel

from audit_api.documents.appeals import Appeal, appeal_indexes
from audit_api.documents.removals import ExclusionCause, Removed
from audit_api.documents.seam import STRUCT, StructDocument
from checklists.answers import Answer, Submission
from checklists.definition import Channel
from checklists.flags import Flag
from checklists.scoring import Scorecard

AuditStatus = Literal["submitted", "revision_requested", "finalised", "rejected", "excluded", "erased"]
SEEN_BY_MANAGERS: tuple[AuditStatus, ...] = ("finalised", "excluded")
Decision = Literal["finalise", "request_revision", "reject"]
ReviewKind = Literal["finalise", "request_revision", "reject", "rescore", "exclude", "reinstate"]


class AnswerChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a reviewer corrected. None where there was or is no answer."""

    item: str
    before: Answer | None
    after: Answer | None


class Points(msgspec.Struct, frozen=True, kw_only=True):
    """What a scorecard comes to."""

    index: float | None
    score_pct: float | None


class ScoreChange(msgspec.Struct, frozen=True, kw_only=True):
    before: Points
    after: Points


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """One decision of a reviewer about one revision of an audit.

    `items`: the keys of what the shopper is asked to mend. `changes`: what the reviewer corrected, and `scores` what
    that made of the score. `rescore`, `exclude` and `reinstate` came after the audit was finalised; `cause` is why it
    was excluded. Always stored, `reviewer_id` is not told to managers.
    """

    id: UUID
    decision: ReviewKind
    reason: str
    revision: int
    reviewer_id: UUID | None = None
    at: datetime
    items: list[str] = []
    changes: list[AnswerChange] = []
    scores: ScoreChange | None = None
    cause: ExclusionCause | None = None


class EarlierRevision(msgspec.Struct, frozen=True, kw_only=True):
    """An audit as it was submitted and scored before it was returned, or before a reviewer corrected it.

    Never changed.
    """

    received_at: datetime
    content_hash: str
    submission: Submission
    scorecard: Scorecard


class AuditDocument(StructDocument):
    """`occurred_at` is the device's start time, as far as it can be true; `content_hash` identifies what was sent.

    One document holds all that is true of an audit, so that writing it is atomic: that its
    assignment is done and its photos are taken follows from it, under unique indexes.
    Everything a list filters by is repeated here from assignment and branch, so that a
    list is one query.

    `flags` are for the office only. They are worked out after the receipt: until then it is `unexamined`. `flagged`:
    whether there are any, for an index. `unalerted`: it is final, and its alerts are perhaps not all raised.
    `clearing`: it was excluded, or lost something, and what followed from that is perhaps still there. An `erased` one
    is a tombstone: it keeps its places under the unique indexes, so that nothing comes back under its id.
    """

    programme_id: UUID
    region_id: UUID
    branch_id: UUID
    assignment_id: UUID
    shopper_id: UUID
    channel: Channel
    status: AuditStatus
    occurred_at: datetime
    received_at: datetime
    finalised_at: datetime | None = None
    finalised_by: UUID | None = None
    # Device clock minus server clock when the audit was received; None if the phone did not say.
    device_skew_seconds: float | None
    content_hash: str
    submission: Annotated[Submission, STRUCT]
    scorecard: Annotated[Scorecard, STRUCT]
    # Set in one write with whatever changes what the audit says; taken away once its examples follow.
    examples_due: bool = False
    photo_ids: list[UUID] = []  # of all revisions: a photo once sent stays evidence of this audit
    reviews: Annotated[list[Review], STRUCT] = []
    earlier: Annotated[list[EarlierRevision], STRUCT] = []
    flags: Annotated[list[Flag], STRUCT] = []
    flagged: bool = False
    unexamined: bool = False
    unalerted: bool = False
    appeals: Annotated[list[Appeal], STRUCT] = []
    clearing: bool = False
    removed: Annotated[Removed | None, STRUCT] = None

    class Settings(StructDocument.Settings):
        name = "audits"
        indexes = (
            *appeal_indexes(),
            IndexModel([("assignment_id", ASCENDING)], unique=True),
            # A photo is evidence of one audit. Partial: two audits without photos do not collide.
            IndexModel(
                [("photo_ids", ASCENDING)], unique=True, partialFilterExpression={"photo_ids.0": {"$exists": True}}
            ),
            IndexModel([("occurred_at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel([("status", ASCENDING), ("occurred_at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel([("shopper_id", ASCENDING), ("occurred_at", DESCENDING), ("_id", DESCENDING)]),
            # What waits for its shopper, however old it is.
            IndexModel(
                [("shopper_id", ASCENDING)], name="returned", partialFilterExpression={"status": "revision_requested"}
            ),
            IndexModel(
                [("region_id", ASCENDING), ("status", ASCENDING), ("occurred_at", DESCENDING), ("_id", DESCENDING)]
            ),
            # The queue of the reviewers: in its order, with all that is chosen and counted by.
            IndexModel(
                [
                    ("status", ASCENDING),
                    ("received_at", ASCENDING),
                    ("_id", ASCENDING),
                    ("programme_id", ASCENDING),
                    ("region_id", ASCENDING),
                    ("submission.checklist.key", ASCENDING),
                    ("flagged", ASCENDING),
                ],
                name="queue",
                partialFilterExpression={"status": "submitted"},
            ),
            # Each begins with its mark: an index whose first field a query does not name is not used for it.
            IndexModel(
                [("unexamined", ASCENDING), ("received_at", ASCENDING), ("_id", ASCENDING)],
                name="to_examine",
                partialFilterExpression={"unexamined": True},
            ),
            IndexModel(
                [("examples_due", ASCENDING)], name="examples_due", partialFilterExpression={"examples_due": True}
            ),
            IndexModel([("clearing", ASCENDING)], name="clearing", partialFilterExpression={"clearing": True}),
            IndexModel(
                [("unalerted", ASCENDING), ("finalised_at", ASCENDING)],
                name="to_alert",
                partialFilterExpression={"unalerted": True},
            ),
            # Ends in what the own result sums up, so that a branch page reads no audit for it.
            IndexModel(
                [
                    ("branch_id", ASCENDING),
                    ("status", ASCENDING),
                    ("occurred_at", DESCENDING),
                    ("_id", DESCENDING),
                    ("submission.checklist.key", ASCENDING),
                    ("scorecard.index", ASCENDING),
                    ("scorecard.score_pct", ASCENDING),
                ],
                name="branch_results",
            ),
            # All that a calibration sums up, so that a million audits are grouped without reading one.
            IndexModel(
                [
                    ("programme_id", ASCENDING),
                    ("status", ASCENDING),
                    ("submission.checklist.key", ASCENDING),
                    ("occurred_at", ASCENDING),
                    ("branch_id", ASCENDING),
                    ("shopper_id", ASCENDING),
                    ("submission.checklist.version", ASCENDING),
                    ("scorecard.index", ASCENDING),
                    ("scorecard.score_pct", ASCENDING),
                    ("scorecard.levels.2", ASCENDING),
                    ("scorecard.levels.3", ASCENDING),
                ],
                name="league_sums",
            ),
        )
