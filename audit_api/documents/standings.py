"""What a calibration found out about a league, and where each branch stands in it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from pymongo import ASCENDING, DESCENDING, IndexModel

from audit_api.documents.seam import STRUCT, StructDocument
from checklists.headline import Headline
from checklists.item_scores import Tier
from checklists.linking import Link
from checklists.ranking import Standing
from checklists.roll_up import RollUp
from checklists.snapshot import Snapshot
from checklists.stage import StageVerdict

Audience = Literal["external", "internal"]


class League(msgspec.Struct, frozen=True, kw_only=True):
    """Branches that are compared: of one programme, shopped with one checklist, of one tier and audience."""

    programme_id: UUID
    checklist: str
    tier: Tier
    audience: Audience


class PeerParts(msgspec.Struct, frozen=True, kw_only=True):
    """Mean scores of pillars and sections in [0, 1], by key, over the league's latest `audits`, weighed by recency."""

    audits: int
    pillars: dict[str, float]
    sections: dict[str, float]


class SnapshotDocument(StructDocument):
    """One calibration of one league. `as_of` is a midnight (UTC).

    Never changed, but for `standings_at`: when all standings that name it were written, and `ended_at`: the night that
    found the league too small to be calibrated again.

    `links` restates audits of older checklist versions on `current_version`, by version; a version that is
    missing there cannot be restated, and its audits are left out. `roll_ups` are the results of the regions.
    """

    league: Annotated[League, STRUCT]
    as_of: datetime
    made_at: datetime
    index_version: str
    current_version: int
    links: Annotated[dict[str, Link], STRUCT]
    snapshot: Annotated[Snapshot, STRUCT]
    roll_ups: Annotated[dict[str, RollUp], STRUCT] = {}
    peers: Annotated[PeerParts | None, STRUCT] = None
    standings_at: datetime | None = None
    ended_at: datetime | None = None

    class Settings(StructDocument.Settings):
        name = "snapshots"
        indexes = (
            IndexModel(
                [
                    ("league.programme_id", ASCENDING),
                    ("league.checklist", ASCENDING),
                    ("league.tier", ASCENDING),
                    ("league.audience", ASCENDING),
                    ("as_of", DESCENDING),
                    ("made_at", DESCENDING),
                ],
                name="latest_day",
            ),
        )


class RankedPlace(msgspec.Struct, frozen=True, kw_only=True):
    """The place of a branch among the published ones of its league; `of` is how many these are."""

    standing: Standing
    of: int
    top_tenth: bool


class SectionScoresDocument(StructDocument):
    """Mean score of each section of a branch under one checklist, in [0, 1], weighed by recency; id as its standing's.

    Growing older changes the weights of all audits alike, so a mean stays right as of later days, too, until an audit
    comes or goes: at the latest when the one of `oldest_at` leaves the window, or when other checklist `versions` can
    be compared (None: all).
    """

    league: Annotated[League, STRUCT]
    branch_id: UUID
    as_of: datetime
    sections: dict[str, float]
    oldest_at: datetime | None = None
    versions: list[int] | None = None

    class Settings(StructDocument.Settings):
        name = "section_scores"
        indexes = (
            IndexModel(
                [
                    ("league.programme_id", ASCENDING),
                    ("league.checklist", ASCENDING),
                    ("league.tier", ASCENDING),
                    ("league.audience", ASCENDING),
                ],
                name="league",
            ),
        )


class StandingDocument(StructDocument):
    """The present result of one branch under one checklist, so that comparing reads no audit.

    `snapshot_id` and `headline` are None where the league is too small to be calibrated: then there is the own
    result only. Shares of levels in [0, 1]; `score_pct` is the plain percent, weighed alike. Branch facts are
    repeated, so that a table is one query. `refreshed_at`: by a decision about an audit; None: by a night.
    `stamp` is another one with every write.
    """

    programme_id: UUID
    region_id: UUID
    branch_id: UUID
    branch_name: str
    competitor: bool
    league: Annotated[League, STRUCT]
    as_of: datetime
    snapshot_id: UUID | None
    audits: int
    own: float
    weight: float
    score_pct: float | None
    levels: dict[str, float]
    shoppers: int = 0
    last_audit_at: datetime
    headline: Annotated[Headline | None, STRUCT] = None
    stage: Annotated[StageVerdict | None, STRUCT] = None
    place: Annotated[RankedPlace | None, STRUCT] = None
    refreshed_at: datetime | None = None
    stamp: UUID | None = None

    class Settings(StructDocument.Settings):
        name = "standings"
        indexes = (
            IndexModel([("region_id", ASCENDING), ("league.checklist", ASCENDING), ("headline.headline", DESCENDING)]),
            IndexModel(
                [
                    ("league.programme_id", ASCENDING),
                    ("league.checklist", ASCENDING),
                    ("league.tier", ASCENDING),
                    ("league.audience", ASCENDING),
                    ("headline.headline", DESCENDING),
                    ("region_id", ASCENDING),  # so that leagues are listed without reading a standing
                ],
                name="leagues",
            ),
            IndexModel([("branch_id", ASCENDING), ("league.checklist", ASCENDING)], unique=True),
        )
