"""Exercises: the same audit scored by several reviewers, to see how far they agree."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from pymongo import ASCENDING, DESCENDING, IndexModel

from audit_api.documents.seam import STRUCT, StructDocument
from checklists.answers import Answer
from checklists.definition import ChecklistRef


class Scoring(msgspec.Struct, frozen=True, kw_only=True):
    """What one reviewer makes of the evidence, handed in once."""

    reviewer_id: UUID
    answers: dict[str, Answer]
    at: datetime


class ExerciseDocument(StructDocument):
    """`items` are the keys of what is scored; `closed_at` is set when somebody ends it before all have handed in.

    Everybody's scoring is in one document, so that one is handed in once, whatever is sent at the same time.
    """

    audit_id: UUID
    checklist: Annotated[ChecklistRef, STRUCT]
    occurred_at: datetime
    items: list[str]
    reviewers: list[UUID]
    made_by: UUID
    made_at: datetime
    closed_at: datetime | None = None
    scorings: Annotated[list[Scoring], STRUCT] = []

    class Settings(StructDocument.Settings):
        name = "exercises"
        indexes = (
            IndexModel([("made_at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel([("audit_id", ASCENDING)]),
        )
