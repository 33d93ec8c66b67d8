"""Alerts: what happened at a branch that its manager should know today."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, put
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from audit_api.access import DESK, alert_for, visible_alerts
from audit_api.alerts.lists import AlertPage, AlertWish, OfficeAlert, alert_page, office_alerts, preferences_of
from audit_api.documents import AlertDocument, AlertPreferences, AlertPreferencesDocument
from audit_api.http.bodies import Body
from audit_api.http.paging import PAGE_SIZE, Cursor, PageSize
from audit_api.injected import CurrentPrincipal
from audit_api.problems import documented
from checklists.alerts import AlertRule


class ReadMark(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    read: bool


class ReadMarks(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The ids of the alerts that were on the screen: what came meanwhile stays unread."""

    alerts: Annotated[list[UUID], Meta(max_length=1000)]


class Marked(msgspec.Struct, kw_only=True):
    read: int


@get(
    "/api/alerts",
    access=DESK,
    tags=["Alerts"],
    summary="Alerts about the regions you may see, without what you have muted, latest first",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def list_alerts(
    principal: CurrentPrincipal,
    unread: FromQuery[bool] = False,
    rule: FromQuery[AlertRule | None] = None,
    branch: FromQuery[UUID | None] = None,
    limit: PageSize = PAGE_SIZE,
    cursor: Cursor = None,
) -> AlertPage:
    return await alert_page(principal, AlertWish(unread=unread, rule=rule, branch=branch), limit, cursor)


@put(
    "/api/alerts/{alert_id:uuid}/read",
    dto=Body[ReadMark],
    return_dto=None,
    access=DESK,
    tags=["Alerts"],
    summary="Mark an alert as read by you, or as unread",
    responses=documented(
        "malformed_request", "not_signed_in", "cross_site_request", "not_found", "body_too_large", "invalid_body"
    ),
)
async def put_read(principal: CurrentPrincipal, alert_id: FromPath[UUID], data: JSONBody[ReadMark]) -> OfficeAlert:
    await alert_for(principal, alert_id)
    change = {"$addToSet" if data.read else "$pull": {"read_by": principal.user_id}}
    await AlertDocument.get_pymongo_collection().update_one({"_id": alert_id}, change)
    return (await office_alerts([await alert_for(principal, alert_id)], principal.user_id))[0]


@put(
    "/api/alerts/read",
    dto=Body[ReadMarks],
    return_dto=None,
    access=DESK,
    tags=["Alerts"],
    summary="Mark several alerts as read by you",
    responses=documented(
        "malformed_request", "not_signed_in", "cross_site_request", "not_found", "body_too_large", "invalid_body"
    ),
)
async def put_all_read(principal: CurrentPrincipal, data: JSONBody[ReadMarks]) -> Marked:
    these = {"$and": [{"_id": {"$in": data.alerts}}, visible_alerts(principal)]}
    marked = await AlertDocument.get_pymongo_collection().update_many(
        these, {"$addToSet": {"read_by": principal.user_id}}
    )
    return Marked(read=marked.matched_count)


@get(
    "/api/alert-preferences",
    access=DESK,
    tags=["Alerts"],
    summary="What you want to hear of, and how",
    responses=documented("not_signed_in", "not_found"),
)
async def read_preferences(principal: CurrentPrincipal) -> AlertPreferences:
    return await preferences_of(principal.user_id)


@put(
    "/api/alert-preferences",
    dto=Body[AlertPreferences],
    return_dto=None,
    access=DESK,
    tags=["Alerts"],
    summary="Say what you want to hear of, and how",
    responses=documented(
        "malformed_request", "not_signed_in", "cross_site_request", "not_found", "body_too_large", "invalid_body"
    ),
)
async def put_preferences(principal: CurrentPrincipal, data: JSONBody[AlertPreferences]) -> AlertPreferences:
    await AlertPreferencesDocument(id=principal.user_id, preferences=data).save()
    return data


ROUTES = [list_alerts, put_read, put_all_read, read_preferences, put_preferences]
