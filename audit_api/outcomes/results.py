"""Whether it pays: how the index of a league's branches goes with what they achieved."""

from uuid import UUID

from litestar import get
from litestar.params import FromQuery

from audit_api.access import DESK
from audit_api.documents import League
from audit_api.documents.standings import Audience
from audit_api.injected import CurrentPrincipal
from audit_api.outcomes.correlations import OutcomeResults, outcome_results
from audit_api.problems import documented
from checklists.item_scores import Tier


@get(
    "/api/outcomes",
    access=DESK,
    tags=["Outcomes"],
    summary="How the index of a league goes with what its branches achieved",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_outcome_results(
    principal: CurrentPrincipal,
    programme: FromQuery[UUID],
    checklist: FromQuery[str],
    tier: FromQuery[Tier],
    audience: FromQuery[Audience] = "external",
    region: FromQuery[UUID | None] = None,
) -> OutcomeResults:
    league = League(programme_id=programme, checklist=checklist, tier=tier, audience=audience)
    return await outcome_results(principal, league, region)


ROUTES = [read_outcome_results]
