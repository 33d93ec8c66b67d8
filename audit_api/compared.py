"""What a comparison of a league says: each branch as it stands, the regions, and what all of it rests on."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from audit_api.access import visible_regions
from audit_api.auth import Principal
from audit_api.documents import League, Place, SnapshotDocument, StandingDocument
from audit_api.leagues import in_league
from checklists.headline import Headline, audits_until_published
from checklists.linking import Link
from checklists.roll_up import RollUp, roll_up_interval
from checklists.snapshot import Snapshot
from checklists.stage import StageVerdict

AT_ONCE = 10_000
"""Branches that fit into one answer of the database; the first would otherwise hold a hundred."""


class ComparedBranch(msgspec.Struct, kw_only=True):
    """`own` and `score_pct` (the plain percent of the trade) are weighed by recency alike.

    `missing_audits` are those until the branch is compared, if each is made today by a shopper who is new to it;
    how many are missing for a reliable result, the headline says.
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
    place: Place | None


class SnapshotFacts(msgspec.Struct, kw_only=True):
    """What the comparison rests on; index points and their squares."""

    id: UUID
    as_of: datetime
    made_at: datetime
    index_version: str
    current_version: int
    links: dict[str, Link]
    mean: float
    branch_variance: float
    region_variance: float
    shopper_variance: float
    rest_variance: float
    branches: int
    audits: int
    separable: bool


class RegionResult(msgspec.Struct, kw_only=True):
    """`low`..`high` is the 90 % interval."""

    value: float
    low: float
    high: float


class Comparison(msgspec.Struct, kw_only=True):
    """`branches`: published ones by headline, then the others by name. `roll_ups` by region, without shrinkage.

    Without `snapshot` the league is too small to be compared: there are own results only.
    """

    league: League
    snapshot: SnapshotFacts | None
    branches: list[ComparedBranch]
    roll_ups: dict[str, RegionResult]


async def compare(principal: Principal, league: League, region: UUID | None = None) -> Comparison:
    """The branches that `principal` may see, in two round trips."""
    wanted: list[dict[str, Any]] = [in_league(league), visible_regions(principal)]
    wanted += [{"region_id": region}] if region else []
    branches = await _compared({"$and": wanted})
    snapshot = await _latest_snapshot(league)
    return Comparison(
        league=league,
        snapshot=_facts(snapshot) if snapshot else None,
        branches=branches,
        roll_ups=_roll_ups(snapshot, {str(branch.region_id) for branch in branches}) if snapshot else {},
    )


async def _latest_snapshot(league: League) -> dict[str, Any] | None:
    """As stored, but for the severities of its shoppers: they are many, and a comparison does not need them."""
    return await SnapshotDocument.get_pymongo_collection().find_one(
        in_league(league), {"snapshot.severities": 0}, sort=[("made_at", -1)]
    )


async def _compared(wanted: dict[str, Any]) -> list[ComparedBranch]:
    rows = await StandingDocument.get_pymongo_collection().find(wanted, {"levels": 0}, batch_size=AT_ONCE).to_list()
    for row in rows:
        row["missing_audits"] = audits_until_published(row["audits"], row.get("shoppers", 0), row["weight"])
    return sorted(msgspec.convert(rows, list[ComparedBranch]), key=_best_first)


def _roll_ups(stored: dict[str, Any], regions: set[str]) -> dict[str, RegionResult]:
    snapshot = msgspec.convert({**stored["snapshot"], "severities": {}}, Snapshot)
    rolled = msgspec.convert(stored.get("roll_ups", {}), dict[str, RollUp])
    return {region: _region_result(rolled[region], snapshot) for region in sorted(regions & rolled.keys())}


def _region_result(rolled: RollUp, snapshot: Snapshot) -> RegionResult:
    low, high = roll_up_interval(rolled, snapshot)
    return RegionResult(value=rolled.value, low=low, high=high)


def _best_first(branch: ComparedBranch) -> tuple[bool, float, str]:
    if branch.headline is None or not branch.headline.published:
        return (True, 0.0, branch.branch_name)
    return (False, -branch.headline.headline, branch.branch_name)


def _facts(stored: dict[str, Any]) -> SnapshotFacts:
    return msgspec.convert({**stored["snapshot"], **stored, "id": stored["_id"]}, SnapshotFacts)
