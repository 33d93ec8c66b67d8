"""Deeds to thank somebody for: outstanding examples of a region, branch by branch, by alias."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.params import FromPath, QueryParameter

from audit_api.access import DESK, region_for
from audit_api.clock import now
from audit_api.examples.outstanding_views import OutstandingDeeds, outstanding_deeds
from audit_api.injected import CurrentPrincipal
from audit_api.problems import documented

Months = Annotated[int, QueryParameter(ge=1, le=24, description="How far back, with the month that has begun.")]


@get(
    "/api/regions/{region_id:uuid}/outstanding",
    access=DESK,
    tags=["Examples"],
    summary="Deeds of a region to thank somebody for, where staff were told that they may be observed",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def list_outstanding(
    principal: CurrentPrincipal, region_id: FromPath[UUID], months: Months = 12
) -> OutstandingDeeds:
    return await outstanding_deeds(await region_for(principal, region_id), months, now())


ROUTES = [list_outstanding]
