"""Appeals: a manager objects to items of a finalised audit, and the office decides."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from audit_api.access import DESK, MANAGER, OFFICE, appealed_audit_for, audit_for
from audit_api.alerts.alerting import raise_alerts
from audit_api.appeals.decisions import AppealDecisionChange, decide_appeal
from audit_api.appeals.lists import AppealEntry, AppealPage, AppealWish, appeal_page, appeals_of, without_reviewer
from audit_api.appeals.rates import AppealRates, appeal_rates
from audit_api.appeals.records import AppealChange, appeal_until, make_appeal
from audit_api.calibration.refreshing import refresh_standing
from audit_api.documents import Appeal
from audit_api.documents.appeals import AppealState
from audit_api.examples.upkeep import refresh_examples
from audit_api.http.bodies import Body
from audit_api.http.paging import PAGE_SIZE, Cursor, PageSize
from audit_api.injected import AppSettings, CurrentPrincipal
from audit_api.problems import documented

# The framework keeps the plain name to itself.
WantedState = Annotated[AppealState | None, QueryParameter(name="state")]
Since = Annotated[datetime | None, QueryParameter(description="When the audit became final, or later.")]
Until = Annotated[datetime | None, QueryParameter(description="Not included.")]


class AuditAppeals(msgspec.Struct, kw_only=True):
    """The appeals of an audit, the latest first. `until`: when the time to appeal ends; None if it is not finalised."""

    until: datetime | None
    appeals: list[AppealEntry]


@put(
    "/api/audits/{audit_id:uuid}/appeals/{appeal_id:uuid}",
    dto=Body[AppealChange],
    return_dto=None,
    access=MANAGER,
    tags=["Appeals"],
    summary="Appeal items of a finalised audit; safe to repeat",
    responses=documented(
        "malformed_request",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "audit_state",
        "appeal_differs",
        "appeal_open",
        "appeal_too_late",
        "item_appealed",
        "photos_missing",
        "photo_taken",
        "papers_missing",
        "invalid_body",
    ),
)
async def put_appeal(
    principal: CurrentPrincipal,
    audit_id: FromPath[UUID],
    appeal_id: FromPath[UUID],
    data: JSONBody[AppealChange],
    settings: AppSettings,
) -> Appeal:
    audit = await audit_for(principal, audit_id)
    return without_reviewer(await make_appeal(principal.user_id, audit, appeal_id, data, settings.appeal_days))


@get(
    "/api/audits/{audit_id:uuid}/appeals",
    access=DESK,
    tags=["Appeals"],
    summary="The appeals of an audit, and until when it can be appealed",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_appeals(principal: CurrentPrincipal, audit_id: FromPath[UUID], settings: AppSettings) -> AuditAppeals:
    audit = await audit_for(principal, audit_id)
    until = appeal_until(audit.finalised_at, settings.appeal_days) if audit.finalised_at else None
    return AuditAppeals(until=until, appeals=await appeals_of(principal, audit_id) if audit.appeals else [])


@get(
    "/api/appeals",
    access=DESK,
    tags=["Appeals"],
    summary="The appeals you may see, latest first",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def list_appeals(
    principal: CurrentPrincipal,
    wanted_state: WantedState = None,
    programme: FromQuery[UUID | None] = None,
    region: FromQuery[UUID | None] = None,
    branch: FromQuery[UUID | None] = None,
    checklist: FromQuery[str | None] = None,
    since: Since = None,
    until: Until = None,
    limit: PageSize = PAGE_SIZE,
    cursor: Cursor = None,
) -> AppealPage:
    wish = AppealWish(
        state=wanted_state,
        programme=programme,
        region=region,
        branch=branch,
        checklist=checklist,
        since=since,
        until=until,
    )
    return await appeal_page(principal, wish, limit, cursor)


@get(
    "/api/appeals/rates",
    access=DESK,
    tags=["Appeals"],
    summary="How many audits are appealed, and how many appeals change the score",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_rates(
    principal: CurrentPrincipal,
    programme: FromQuery[UUID | None] = None,
    region: FromQuery[UUID | None] = None,
    branch: FromQuery[UUID | None] = None,
    checklist: FromQuery[str | None] = None,
    since: Since = None,
    until: Until = None,
) -> AppealRates:
    wish = AppealWish(programme=programme, region=region, branch=branch, checklist=checklist, since=since, until=until)
    return await appeal_rates(principal, wish)


@put(
    "/api/appeals/{appeal_id:uuid}/decisions/{decision_id:uuid}",
    dto=Body[AppealDecisionChange],
    return_dto=None,
    access=OFFICE,
    tags=["Appeals"],
    summary="Decide about an appeal; safe to repeat",
    responses=documented(
        "malformed_request",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "reference_missing",
        "revision_outdated",
        "appeal_decided",
        "appeal_differs",
        "invalid_body",
    ),
)
async def put_decision(
    principal: CurrentPrincipal,
    appeal_id: FromPath[UUID],
    decision_id: FromPath[UUID],
    data: JSONBody[AppealDecisionChange],
) -> Appeal:
    audit = await appealed_audit_for(principal, appeal_id)
    appeal = await decide_appeal(principal.user_id, audit, appeal_id, decision_id, data)
    if appeal.state == "changed":
        # Should it be cut off here, the repeated request or the night makes up for it.
        await refresh_standing(audit.branch_id, audit.submission.checklist.key)
        await refresh_examples(audit.id)
        await raise_alerts(audit.id)
    return appeal


ROUTES = [put_appeal, read_appeals, list_appeals, read_rates, put_decision]
