"""Reviewing: an audit is finalised, returned to its shopper, or rejected."""

from uuid import UUID

from litestar import put
from litestar.params import FromPath, JSONBody

from audit_api.access import OFFICE, audit_for
from audit_api.bodies import Body
from audit_api.decisions import ReviewChange, ReviewResult, decide
from audit_api.injected import CurrentPrincipal
from audit_api.problems import documented
from audit_api.refreshing import refresh_standing


@put(
    "/api/audits/{audit_id:uuid}/reviews/{review_id:uuid}",
    dto=Body[ReviewChange],
    return_dto=None,
    access=OFFICE,
    tags=["Reviews"],
    summary="Decide about a submitted audit; safe to repeat",
    responses=documented(
        "malformed_request",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "reference_missing",
        "audit_state",
        "revision_outdated",
        "review_differs",
        "invalid_body",
    ),
)
async def put_review(
    principal: CurrentPrincipal,
    audit_id: FromPath[UUID],
    review_id: FromPath[UUID],
    data: JSONBody[ReviewChange],
) -> ReviewResult:
    audit = await audit_for(principal, audit_id)
    result = await decide(principal.user_id, audit, review_id, data)
    if result.status == "finalised":
        # Should it be cut off here, the repeated request or the night makes up for it.
        await refresh_standing(audit.branch_id, audit.submission.checklist.key)
    return result


ROUTES = [put_review]
