"""Appeals live in the audit that they are about; the papers sent along have their own collection."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from pymongo import ASCENDING, DESCENDING, IndexModel

from audit_api.documents.seam import StructDocument

AppealOutcome = Literal["upheld", "changed"]
AppealState = Literal["open", "upheld", "changed"]
HAS_APPEALS = {"appeals.0": {"$exists": True}}


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A PDF that was sent along, told without its bytes."""

    id: UUID
    name: str
    bytes: int


class AppealDecision(msgspec.Struct, frozen=True, kw_only=True):
    """`upheld`: the score stands. `changed`: the review with the same id tells what became of it.

    Always stored, `reviewer_id` is not told to managers.
    """

    id: UUID
    outcome: AppealOutcome
    reason: str
    reviewer_id: UUID | None = None
    at: datetime


class Appeal(msgspec.Struct, frozen=True, kw_only=True):
    """A manager's objection to some items of a finalised audit. `state` repeats the decision, for filters."""

    id: UUID
    items: list[str]
    reason: str
    photos: list[UUID]
    papers: list[Paper]
    manager_id: UUID
    made_at: datetime
    state: AppealState = "open"
    decision: AppealDecision | None = None


class PaperDocument(StructDocument):
    """A PDF with its bytes, in one document: it is there whole or not at all.

    `claimed_at`: when somebody was last about to name it in an appeal, `appealed_in`: of which audit. No other may.
    """

    owner_id: UUID
    name: str
    sha256: str
    length: int
    content: bytes
    received_at: datetime
    claimed_at: datetime
    appealed_in: UUID | None = None

    class Settings(StructDocument.Settings):
        name = "papers"
        indexes = (
            IndexModel([("owner_id", ASCENDING), ("received_at", ASCENDING)]),
            IndexModel([("claimed_at", ASCENDING)]),
        )


def appeal_indexes() -> tuple[IndexModel, ...]:
    """Indexes of the audits that find appeals. Partial: few audits have any."""
    return (
        IndexModel([("appeals.id", ASCENDING)], unique=True, partialFilterExpression=HAS_APPEALS),
        IndexModel(
            [("appeals.state", ASCENDING), ("region_id", ASCENDING)],
            name="appeal_states",
            partialFilterExpression=HAS_APPEALS,
        ),
        IndexModel([("appeals.made_at", DESCENDING)], partialFilterExpression=HAS_APPEALS),
        IndexModel([("appeals.photos", ASCENDING)], partialFilterExpression=HAS_APPEALS),
        IndexModel([("appeals.papers.id", ASCENDING)], partialFilterExpression=HAS_APPEALS),
        # Covers how many audits were finalised where and by whom, however they are chosen.
        IndexModel(
            [
                ("finalised_at", ASCENDING),
                ("programme_id", ASCENDING),
                ("region_id", ASCENDING),
                ("finalised_by", ASCENDING),
                ("status", ASCENDING),
                ("branch_id", ASCENDING),
                ("submission.checklist.key", ASCENDING),
            ],
            name="finalised_of",
            partialFilterExpression={"finalised_at": {"$type": "date"}},
        ),
    )
