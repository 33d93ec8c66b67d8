"""What branches achieved, as far as the client tells: figures of months and quarters, and where they come from."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from pymongo import ASCENDING, DESCENDING, IndexModel

from audit_api.documents.seam import STRUCT, StructDocument
from checklists.outcomes import OutcomeKind


class EarlierValue(msgspec.Struct, frozen=True, kw_only=True):
    """A value that a later import has replaced."""

    value: float
    import_id: UUID
    imported_at: datetime
    imported_by: UUID


class OutcomeValue(EarlierValue, frozen=True, kw_only=True):
    """A figure of one period; `earlier` are the values that it replaced, the oldest first."""

    earlier: list[EarlierValue] = []


class OutcomeDocument(StructDocument):
    """One figure of one branch in all its periods, so that a league is read with a document for each branch."""

    programme_id: UUID
    region_id: UUID
    branch_id: UUID
    figure: OutcomeKind
    periods: Annotated[dict[str, OutcomeValue], STRUCT]

    class Settings(StructDocument.Settings):
        name = "outcomes"
        indexes = (IndexModel([("branch_id", ASCENDING), ("figure", ASCENDING)], unique=True),)


class FigureSpan(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says of one figure: from the smallest to the largest value."""

    rows: int
    low: float
    high: float


class ImportSummary(msgspec.Struct, frozen=True, kw_only=True):
    """`empty` rows have no value. `added`, `replaced` and `unchanged` are values; periods as in `2026-03`."""

    rows: int
    empty: int
    branches: int
    added: int
    replaced: int
    unchanged: int
    periods: list[str]
    figures: dict[OutcomeKind, FigureSpan]


class OutcomeImportDocument(StructDocument):
    """An import that took place as a whole; never changed. `content_hash` identifies what was sent."""

    programme_id: UUID
    file_name: str
    content_hash: str
    imported_at: datetime
    imported_by: UUID
    summary: Annotated[ImportSummary, STRUCT]

    class Settings(StructDocument.Settings):
        name = "outcome_imports"
        indexes = (
            IndexModel([("programme_id", ASCENDING), ("imported_at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel([("imported_at", DESCENDING), ("_id", DESCENDING)]),
        )
