"""The page of one branch: its headline, what it is made of, and how it has moved."""

from datetime import UTC, datetime
from uuid import UUID

from litestar import get
from litestar.params import FromPath, FromQuery

from audit_api.access import DESK, branch_for
from audit_api.branch.indexes import BranchIndex, branch_index
from audit_api.injected import CurrentPrincipal
from audit_api.problems import documented


@get(
    "/api/branches/{branch_id:uuid}/index",
    access=DESK,
    tags=["Comparison"],
    summary="A branch's index under one checklist, from its own audits and the latest calibration",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_branch_index(
    principal: CurrentPrincipal, branch_id: FromPath[UUID], checklist: FromQuery[str]
) -> BranchIndex:
    branch = await branch_for(principal, branch_id)
    return await branch_index(branch, checklist, datetime.now(UTC))


ROUTES = [read_branch_index]
