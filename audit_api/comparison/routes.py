"""Comparing branches of a league: what is known of each, how surely, and which can be told apart."""

from typing import Annotated, Any, cast
from uuid import UUID

import msgspec
from litestar import MediaType, Response, get
from litestar.params import FromQuery, QueryParameter

from audit_api.access import DESK, visible_regions
from audit_api.comparison.compared import Comparison, compare
from audit_api.documents import League, StandingDocument, WaveSpan
from audit_api.documents.kept import MONTH
from audit_api.documents.standings import Audience
from audit_api.http.encoding import encoded
from audit_api.injected import CurrentPrincipal
from audit_api.problems import Problem, documented
from checklists.item_scores import Tier

Month = Annotated[
    str | None, QueryParameter(pattern=MONTH, description="A month such as 2026-09: the comparison as it ended.")
]


class LeagueSize(msgspec.Struct, kw_only=True):
    """`branches` are those you may see that have audits. `periods` and `waves` of which a comparison is kept, the
    latest first; a period is a month such as 2026-09.
    """

    league: League
    programme_name: str
    branches: int
    regions: list[UUID]
    periods: list[str]
    waves: list[WaveSpan]


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
    """From an index and no standing."""
    league = {name: f"$league.{name}" for name in League.__struct_fields__}
    group = {"_id": league, "branches": {"$sum": 1}, "regions": {"$addToSet": "$region_id"}}
    of_programme = {"from": "programmes", "localField": "_id.programme_id", "foreignField": "_id", "as": "programme"}
    kept = {"from": "kept_comparisons", "localField": "_id", "foreignField": "league", "as": "kept"}
    shape = {"league": "$_id", "branches": 1, "regions": 1, "kept.period": 1, "kept.wave": 1}
    name = {"programme_name": {"$ifNull": [{"$first": "$programme.programme.name"}, ""]}}
    pipeline: list[dict[str, Any]] = [
        {"$match": visible_regions(principal)},
        {"$group": group},
        {"$sort": {"_id": 1}},
        {"$lookup": of_programme},
        {"$lookup": kept},
        {"$project": shape | name},
    ]
    rows = await (await StandingDocument.get_pymongo_collection().aggregate(pipeline, hint="leagues")).to_list()
    return LeagueList(leagues=[_size(row) for row in rows])


def _size(row: dict[str, Any]) -> LeagueSize:
    kept = row.pop("kept")
    periods = sorted((one["period"] for one in kept if one["period"]), reverse=True)
    waves = [one["wave"] for one in kept if one["wave"]]
    latest_first = sorted(waves, key=lambda wave: wave["starts_at"], reverse=True)
    return msgspec.convert({**row, "periods": periods, "waves": latest_first}, LeagueSize)


@get(
    "/api/comparison",
    access=DESK,
    tags=["Comparison"],
    summary="The branches of a league that you may see: as of the latest calibration, of a month's end, or in a wave",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_comparison(
    principal: CurrentPrincipal,
    programme: FromQuery[UUID],
    checklist: FromQuery[str],
    tier: FromQuery[Tier],
    audience: FromQuery[Audience] = "external",
    region: FromQuery[UUID | None] = None,
    period: Month = None,
    wave: FromQuery[UUID | None] = None,
) -> Response[Comparison]:
    if period is not None and wave is not None:
        raise Problem("invalid_parameter", "Either `period` or `wave`.")
    league = League(programme_id=programme, checklist=checklist, tier=tier, audience=audience)
    found = await compare(principal, league, region, period or wave)
    return Response(cast(Any, await encoded(found, "branches")), media_type=MediaType.JSON)


ROUTES = [list_leagues, read_comparison]
