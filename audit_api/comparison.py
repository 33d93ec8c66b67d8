"""Comparing branches of a league: what is known of each, how surely, and which can be told apart."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import get
from litestar.params import FromQuery

from audit_api.access import DESK, visible_regions
from audit_api.compared import Comparison, compare
from audit_api.documents import League, StandingDocument
from audit_api.documents.standings import Audience
from audit_api.injected import CurrentPrincipal
from audit_api.problems import documented
from checklists.item_scores import Tier


class LeagueSize(msgspec.Struct, kw_only=True):
    """`branches` are those you may see that have audits."""

    league: League
    programme_name: str
    branches: int
    regions: list[UUID]


class LeagueList(msgspec.Struct, kw_only=True):
    leagues: list[LeagueSize]


@get(
    "/api/leagues",
    access=DESK,
    tags=["Comparison"],
    summary="The leagues that have branches you may see",
    responses=documented("not_signed_in", "not_found"),
)
async def list_leagues(principal: CurrentPrincipal) -> LeagueList:
    group = {"_id": "$league", "branches": {"$sum": 1}, "regions": {"$addToSet": "$region_id"}}
    of_programme = {"from": "programmes", "localField": "_id.programme_id", "foreignField": "_id", "as": "programme"}
    shape = {"league": "$_id", "branches": 1, "regions": 1}
    name = {"programme_name": {"$ifNull": [{"$first": "$programme.programme.name"}, ""]}}
    pipeline: list[dict[str, Any]] = [
        {"$match": visible_regions(principal)},
        {"$group": group},
        {"$sort": {"_id": 1}},
        {"$lookup": of_programme},
        {"$project": shape | name},
    ]
    rows = await (await StandingDocument.get_pymongo_collection().aggregate(pipeline)).to_list()
    return LeagueList(leagues=msgspec.convert(rows, list[LeagueSize]))


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
    return await compare(principal, league, region)


ROUTES = [list_leagues, read_comparison]
