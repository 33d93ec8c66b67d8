"""What a comparison of a league says: each branch as it stands, the regions, and what all of it rests on."""

import asyncio
from datetime import datetime
from statistics import fmean
from typing import Any
from uuid import UUID

import msgspec

from audit_api.access import visible_regions
from audit_api.calibration.keeping import kept_id, region_result
from audit_api.calibration.leagues import LATEST, in_league
from audit_api.documents import (
    ComparedBranch,
    KeptBranchesDocument,
    KeptComparisonDocument,
    League,
    RegionResult,
    SnapshotDocument,
    StandingDocument,
    WaveSpan,
)
from audit_api.people.auth import Principal
from audit_api.storage.many_documents import read_many
from checklists.headline import audits_until_published
from checklists.linking import Link
from checklists.roll_up import RollUp
from checklists.snapshot import Snapshot

_UNASKED = ("_id", "programme_id", "league", "snapshot_id", "levels", "refreshed_at")
"""Fields of a standing that no answer needs: a thousand of them are a fifth smaller without."""


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


class KeptFacts(msgspec.Struct, kw_only=True):
    """Either of a month, which is shown as it ended, or of the audits of one wave.

    `branches` and `audits` are those of the whole league in it. `mean` is that of the wave's corrected results, each
    as heavy as it is sure.
    """

    period: str | None
    wave: WaveSpan | None
    as_of: datetime
    made_at: datetime
    branches: int
    audits: int
    mean: float | None


class Comparison(msgspec.Struct, kw_only=True):
    """`branches`: published ones by headline, then the others by name. `roll_ups` by region, without shrinkage.

    Without `snapshot` the league is too small to be compared: there are own results only. `kept`: what is shown
    instead of the present, if that was asked for and is there; if it is not, there are no branches.
    """

    league: League
    kept: KeptFacts | None
    snapshot: SnapshotFacts | None
    branches: list[ComparedBranch]
    roll_ups: dict[str, RegionResult]


async def compare(
    principal: Principal, league: League, region: UUID | None = None, chosen: str | UUID | None = None
) -> Comparison:
    """The branches that `principal` may see, in two round trips; of what is `chosen`, a month or a wave, in three."""
    wanted: list[dict[str, Any]] = [visible_regions(principal)]
    wanted += [{"region_id": region}] if region else []
    if chosen is not None:
        return await _compare_kept(league, chosen, wanted)
    branches = await _compared({"$and": [in_league(league), *wanted]})
    snapshot = await _snapshot(in_league(league))
    if snapshot and snapshot.get("ended_at"):
        snapshot = None  # the league has become too small since
    return Comparison(
        league=league,
        kept=None,
        snapshot=_facts(snapshot) if snapshot else None,
        branches=branches,
        roll_ups=await asyncio.to_thread(_roll_ups, snapshot, branches) if snapshot else {},
    )


async def _compare_kept(league: League, chosen: str | UUID, wanted: list[dict[str, Any]]) -> Comparison:
    kept = await KeptComparisonDocument.get(kept_id(league, chosen))
    if kept is None:
        return Comparison(league=league, kept=None, snapshot=None, branches=[], roll_ups={})
    rows = KeptBranchesDocument.get_pymongo_collection()
    some = await read_many(rows, {"$and": [{"rows_id": kept.rows_id}, *wanted]}, _kept_regions, batch=1)
    snapshot = await _snapshot({"_id": kept.snapshot_id}) if kept.snapshot_id else None
    return Comparison(
        league=league,
        kept=msgspec.convert(kept, KeptFacts, from_attributes=True),
        snapshot=_facts(snapshot) if snapshot else None,
        branches=await asyncio.to_thread(sorted, (branch for one in some for branch in one.branches), key=_best_first),
        roll_ups={str(one.region_id): _beside(one.result, one.branches) for one in some if one.result is not None},
    )


class _KeptRegion(msgspec.Struct, frozen=True):
    region_id: UUID
    result: RegionResult | None
    branches: list[ComparedBranch]


def _kept_regions(rows: list[dict[str, Any]]) -> list[_KeptRegion]:
    return msgspec.convert(rows, list[_KeptRegion])


async def _snapshot(wanted: dict[str, Any]) -> dict[str, Any] | None:
    """The latest as stored, but for the severities of its shoppers: they are many, and not needed to compare."""
    return await SnapshotDocument.get_pymongo_collection().find_one(wanted, {"snapshot.severities": 0}, sort=LATEST)


async def _compared(wanted: dict[str, Any]) -> list[ComparedBranch]:
    standings = StandingDocument.get_pymongo_collection()
    found = await read_many(standings, wanted, _branches, dict.fromkeys(_UNASKED, 0))
    # In a thread, as all that is done a thousand times.
    return await asyncio.to_thread(sorted, found, key=_best_first)


def _branches(standings: list[dict[str, Any]]) -> list[ComparedBranch]:
    for row in standings:
        row["missing_audits"] = audits_until_published(row["audits"], row.get("shoppers", 0), row["weight"])
    return msgspec.convert(standings, list[ComparedBranch])


def _roll_ups(stored: dict[str, Any], branches: list[ComparedBranch]) -> dict[str, RegionResult]:
    snapshot = msgspec.convert({**stored["snapshot"], "severities": {}}, Snapshot)
    rolled = msgspec.convert(stored.get("roll_ups", {}), dict[str, RollUp])
    regions: dict[str, list[ComparedBranch]] = {}
    for branch in branches:
        regions.setdefault(str(branch.region_id), []).append(branch)
    found = {region: region_result(rolled[region], snapshot) for region in sorted(regions.keys() & rolled.keys())}
    return {region: _beside(result, regions[region]) for region, result in found.items()}


def _beside(result: RegionResult, branches: list[ComparedBranch]) -> RegionResult:
    """With the plain percent of the branches it is made of, each as heavy as in the index."""
    own = [one.score_pct for one in branches if not one.competitor and one.score_pct is not None]
    return msgspec.structs.replace(result, score_pct=fmean(own) if own else None)


def _best_first(branch: ComparedBranch) -> tuple[bool, float, str]:
    if branch.headline is None or not branch.headline.published:
        return (True, 0.0, branch.branch_name)
    return (False, -branch.headline.headline, branch.branch_name)


def _facts(stored: dict[str, Any]) -> SnapshotFacts:
    return msgspec.convert({**stored["snapshot"], **stored, "id": stored["_id"]}, SnapshotFacts)
