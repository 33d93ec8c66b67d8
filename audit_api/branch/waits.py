"""Waiting times and callbacks of one branch."""

from datetime import UTC, datetime
from uuid import UUID

from litestar import get
from litestar.params import FromPath, FromQuery

from audit_api.access import DESK, branch_for
from audit_api.branch.waiting_times import branch_waits
from audit_api.injected import CurrentPrincipal
from audit_api.problems import documented
from checklists.waits import Waits


@get(
    "/api/branches/{branch_id:uuid}/waits",
    access=DESK,
    tags=["Comparison"],
    summary="Every waiting time measured at a branch in the last 364 days, and how many callbacks it kept",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_branch_waits(principal: CurrentPrincipal, branch_id: FromPath[UUID], checklist: FromQuery[str]) -> Waits:
    branch = await branch_for(principal, branch_id)
    return await branch_waits(branch.id, checklist, datetime.now(UTC))


ROUTES = [read_branch_waits]
