"""Comparing branches of a league: what is known of each, how surely, and which can be told apart."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import get
from litestar.params import FromQuery

from audit_api.access import DESK, visible_regions
from audit_api.documents import League, Place, SnapshotDocument, StandingDocument
from audit_api.documents.standings import Audience
from audit_api.injected import CurrentPrincipal
from audit_api.leagues import in_league
from audit_api.problems import documented
from checklists.headline import Headline
from checklists.item_scores import Tier
from checklists.linking import Link
from checklists.roll_up import RollUp
from checklists.stage import StageVerdict


class LeagueSize(msgspec.Struct, kw_only=True):
    """`branches` are those you may see that have audits."""

    league: League
    branches: int
    regions: list[UUID]


class LeagueList(msgspec.Struct, kw_only=True):
    leagues: list[LeagueSize]


class ComparedBranch(msgspec.Struct, kw_only=True):
    """`own` and `score_pct` (the plain percent of the trade) are weighed by recency alike."""

    branch_id: UUID
    branch_name: str
    region_id: UUID
    competitor: bool
    as_of: datetime
    audits: int
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


class Comparison(msgspec.Struct, kw_only=True):
    """`branches`: published ones by headline, then the others by name. `roll_ups` by region, without shrinkage.

    Without `snapshot` the league is too small to be compared: there are own results only.
    """

    league: League
    snapshot: SnapshotFacts | None
    branches: list[ComparedBranch]
    roll_ups: dict[str, RollUp]


@get(
    "/api/leagues",
    access=DESK,
    tags=["Comparison"],
    summary="The leagues that have branches you may see",
    responses=documented("not_signed_in", "not_found"),
)
async def list_leagues(principal: CurrentPrincipal) -> LeagueList:
    group = {"_id": "$league", "branches": {"$sum": 1}, "regions": {"$addToSet": "$region_id"}}
    pipeline = [{"$match": visible_regions(principal)}, {"$group": group}, {"$sort": {"_id": 1}}]
    rows = await (await StandingDocument.get_pymongo_collection().aggregate(pipeline)).to_list()
    return LeagueList(leagues=msgspec.convert([row | {"league": row["_id"]} for row in rows], list[LeagueSize]))


@get(
    "/api/comparison",
    access=DESK,
    tags=["Comparison"],
    summary="The branches of a league that you may see, as of the latest calibration",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_comparison(
    principal: CurrentPrincipal,
    programme: FromQuery[UUID],
    checklist: FromQuery[str],
    tier: FromQuery[Tier],
    audience: FromQuery[Audience] = "external",
    region: FromQuery[UUID | None] = None,
) -> Comparison:
    league = League(programme_id=programme, checklist=checklist, tier=tier, audience=audience)
    wanted: list[dict[str, Any]] = [in_league(league), visible_regions(principal)]
    wanted += [{"region_id": region}] if region else []
    branches = await _compared({"$and": wanted})
    snapshot = await _latest_snapshot(league)
    seen = {str(branch.region_id) for branch in branches}
    return Comparison(
        league=league,
        snapshot=_facts(snapshot) if snapshot else None,
        branches=branches,
        roll_ups={key: value for key, value in (snapshot or {}).get("roll_ups", {}).items() if key in seen},
    )


async def _latest_snapshot(league: League) -> dict[str, Any] | None:
    """As stored, but for the severities of its shoppers: they are many, and a comparison does not need them."""
    return await SnapshotDocument.get_pymongo_collection().find_one(
        in_league(league), {"snapshot.severities": 0}, sort=[("made_at", -1)]
    )


async def _compared(wanted: dict[str, Any]) -> list[ComparedBranch]:
    rows = StandingDocument.get_pymongo_collection().find(wanted, {"shopper_weights": 0, "levels": 0})
    found = msgspec.convert(await rows.to_list(), list[ComparedBranch])
    return sorted(found, key=_best_first)


def _best_first(branch: ComparedBranch) -> tuple[bool, float, str]:
    if branch.headline is None or not branch.headline.published:
        return (True, 0.0, branch.branch_name)
    return (False, -branch.headline.headline, branch.branch_name)


def _facts(stored: dict[str, Any]) -> SnapshotFacts:
    return msgspec.convert({**stored["snapshot"], **stored, "id": stored["_id"]}, SnapshotFacts)


ROUTES = [list_leagues, read_comparison]
