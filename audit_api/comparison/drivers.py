"""Key drivers: how much each section matters, read together with how well it is done."""

from typing import Literal
from uuid import UUID

from litestar import get
from litestar.params import FromQuery

from audit_api.access import DESK
from audit_api.comparison.driver_reports import DriverReport, driver_report
from audit_api.documents import League
from audit_api.documents.standings import Audience
from audit_api.injected import CurrentPrincipal
from audit_api.problems import documented
from checklists.item_scores import Tier
from checklists.outcomes import OutcomeKind


@get(
    "/api/drivers",
    access=DESK,
    tags=["Outcomes"],
    summary="Importance against performance of the sections of a league's checklist",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_drivers(
    principal: CurrentPrincipal,
    programme: FromQuery[UUID],
    checklist: FromQuery[str],
    tier: FromQuery[Tier],
    audience: FromQuery[Audience] = "external",
    region: FromQuery[UUID | None] = None,
    figure: FromQuery[OutcomeKind | Literal["weights"] | None] = None,
) -> DriverReport:
    league = League(programme_id=programme, checklist=checklist, tier=tier, audience=audience)
    return await driver_report(principal, league, region, figure)


ROUTES = [read_drivers]
