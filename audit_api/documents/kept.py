"""Comparisons that are kept: as a month ended, and within one wave of fieldwork."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from pymongo import ASCENDING, IndexModel

from audit_api.documents.seam import STRUCT, StructDocument
from audit_api.documents.standings import League, RankedPlace
from checklists.headline import Headline
from checklists.stage import StageVerdict

MONTH = r"^20\d\d-(0[1-9]|1[0-2])$"


class ComparedBranch(msgspec.Struct, kw_only=True):
    """`own` and `score_pct` (the plain percent of the trade) are weighed by recency alike; of a wave not at all.

    `missing_audits` are those until the branch is compared, if each is made today by a shopper who is new to it;
    how many are missing for a reliable result, the headline says. In what is kept they were missing then.
    """

    branch_id: UUID
    branch_name: str
    region_id: UUID
    competitor: bool
    as_of: datetime
    audits: int
    missing_audits: int
    own: float
    score_pct: float | None
    last_audit_at: datetime
    headline: Headline | None
    stage: StageVerdict | None
    place: RankedPlace | None


class RegionResult(msgspec.Struct, kw_only=True):
    """`low`..`high` is the 90 % interval; `score_pct` the mean plain percent of the same branches."""

    value: float
    low: float
    high: float
    score_pct: float | None = None


class WaveSpan(msgspec.Struct, frozen=True, kw_only=True):
    """A wave as it was when its results were worked out."""

    id: UUID
    name: str
    starts_at: datetime
    ends_at: datetime


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """Sums over the audits of a wave: while they are the same, so are its results."""

    audits: int
    index: float
    squares: float
    percent: float


class KeptComparisonDocument(StructDocument):
    """Of one league, and either of a `period`, a month such as 2026-09 that had just ended, or of a `wave`.

    `mean` and `totals` are of a wave's. What the branches had is stored under `rows_id`, so that replacing them is
    one write.
    """

    league: Annotated[League, STRUCT]
    period: str | None
    wave: Annotated[WaveSpan | None, STRUCT]
    as_of: datetime
    made_at: datetime
    index_version: str
    snapshot_id: UUID | None
    branches: int
    audits: int
    mean: float | None = None
    totals: Annotated[Totals | None, STRUCT] = None
    rows_id: UUID

    class Settings(StructDocument.Settings):
        name = "kept_comparisons"
        indexes = (IndexModel([("league", ASCENDING)]),)


class KeptBranchesDocument(StructDocument):
    """Branches of one region in a comparison that is kept: some, so that a document stays small."""

    comparison_id: UUID
    rows_id: UUID
    region_id: UUID
    result: Annotated[RegionResult | None, STRUCT]
    branches: Annotated[list[ComparedBranch], STRUCT]

    class Settings(StructDocument.Settings):
        name = "kept_branches"
        indexes = (
            IndexModel([("rows_id", ASCENDING), ("region_id", ASCENDING)]),
            IndexModel([("comparison_id", ASCENDING)]),
        )
