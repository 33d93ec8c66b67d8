"""The result of one branch from all checklists of its programme's mix."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath

from audit_api.access import DESK, branch_for
from audit_api.branch.mixed_results import BranchMix, branch_mix
from audit_api.injected import CurrentPrincipal
from audit_api.problems import documented


@get(
    "/api/branches/{branch_id:uuid}/mix",
    access=DESK,
    tags=["Comparison"],
    summary="A branch's result from all checklists of its programme's mix",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_branch_mix(principal: CurrentPrincipal, branch_id: FromPath[UUID]) -> BranchMix:
    return await branch_mix(await branch_for(principal, branch_id))


ROUTES = [read_branch_mix]
