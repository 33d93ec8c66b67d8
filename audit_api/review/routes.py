"""Reviewing: an audit is finalised, returned to its shopper, or rejected."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import post, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from audit_api.access import OFFICE, audit_for
from audit_api.alerts.alerting import raise_alerts
from audit_api.calibration.refreshing import refresh_standing
from audit_api.documents import AnswerChange
from audit_api.examples.upkeep import refresh_examples
from audit_api.http.bodies import Body
from audit_api.injected import CurrentPrincipal
from audit_api.problems import documented
from audit_api.review.decisions import ReviewChange, ReviewResult, correction_of, decide
from checklists.answers import Answer
from checklists.items import Key
from checklists.scoring import Scorecard


class Corrections(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Answers that are to stand in the place of the shopper's."""

    corrections: Annotated[dict[Key, Answer], Meta(max_length=1000)]


class CorrectedAudit(msgspec.Struct, kw_only=True):
    """An audit after a correction. `changes` names what the correction hides, too."""

    scorecard: Scorecard
    changes: list[AnswerChange]


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
        await refresh_examples(audit.id)
        await raise_alerts(audit.id)
    return result


@post(
    "/api/audits/{audit_id:uuid}/correction",
    status_code=200,
    dto=Body[Corrections],
    return_dto=None,
    access=OFFICE,
    tags=["Reviews"],
    summary="What corrections would make of an audit; nothing is stored",
    responses=documented(
        "malformed_request",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "reference_missing",
        "invalid_body",
    ),
)
async def try_correction(
    principal: CurrentPrincipal, audit_id: FromPath[UUID], data: JSONBody[Corrections]
) -> CorrectedAudit:
    corrected = await correction_of(await audit_for(principal, audit_id), data.corrections)
    return CorrectedAudit(scorecard=corrected.scorecard, changes=corrected.changes)


ROUTES = [put_review, try_correction]
