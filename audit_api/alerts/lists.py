"""Alerts as one person reads them: without what is muted, with the words of what they are about."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from audit_api.access import Filter, visible_alerts
from audit_api.clock import now
from audit_api.documents import (
    AlertDocument,
    AlertPreferences,
    AlertPreferencesDocument,
    BranchDocument,
    ChecklistVersionDocument,
)
from audit_api.http.paging import after_time, cursor_of, in_one_batch
from audit_api.people.auth import Principal
from checklists.alerts import AlertRule, Suspicion
from checklists.definition import Checklist, ChecklistRef, items_of
from checklists.items import Text

SHOWN = timedelta(days=90)
COUNTED = 100
"""More unread alerts than this are not counted one by one."""


class AlertItem(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    text: Text


class OfficeAlert(msgspec.Struct, frozen=True, kw_only=True):
    """An alert for its reader. `change` and `smallest_detectable` are in index points, for a result that fell."""

    id: UUID
    rule: AlertRule
    raised_at: datetime
    branch_id: UUID
    branch_name: str
    region_id: UUID
    time_zone: str
    audit_id: UUID
    checklist: str
    title: Text
    items: list[AlertItem]
    suspicions: list[Suspicion]
    change: float | None
    smallest_detectable: float | None
    read: bool


class AlertPage(msgspec.Struct, kw_only=True):
    """Alerts of the last 90 days, the latest first. `unread` counts all that you have not read, up to 100."""

    alerts: list[OfficeAlert]
    next: str | None
    unread: int


async def preferences_of(user_id: UUID) -> AlertPreferences:
    kept = await AlertPreferencesDocument.get(user_id)
    return kept.preferences if kept else AlertPreferences()


def audible(principal: Principal, muted: AlertPreferences) -> Filter:
    """A filter on alerts: those that this person may see and has not muted."""
    wanted: list[Filter] = [visible_alerts(principal), {"raised_at": {"$gte": now() - SHOWN}}]
    wanted += [{"finding.rule": {"$nin": muted.muted_rules}}] if muted.muted_rules else []
    wanted += [{"branch_id": {"$nin": muted.muted_branches}}] if muted.muted_branches else []
    return {"$and": wanted}


class AlertWish(msgspec.Struct, frozen=True, kw_only=True):
    unread: bool = False
    rule: AlertRule | None = None
    branch: UUID | None = None

    def filter_for(self, reader: UUID) -> Filter:
        wanted: Filter = {"finding.rule": self.rule} if self.rule else {}
        wanted |= {"branch_id": self.branch} if self.branch else {}
        return wanted | ({"read_by": {"$ne": reader}} if self.unread else {})


async def count_alerts(principal: Principal, wish: AlertWish) -> int:
    heard = audible(principal, await preferences_of(principal.user_id))
    asked = {"$and": [heard, wish.filter_for(principal.user_id)]}
    return await AlertDocument.get_pymongo_collection().count_documents(asked)


async def alert_page(principal: Principal, wish: AlertWish, limit: int, cursor: str | None) -> AlertPage:
    """A page of alerts, the latest first. In five round trips, or six when the checklists are not known yet."""
    heard = audible(principal, await preferences_of(principal.user_id))
    unread = {"$and": [heard, {"read_by": {"$ne": principal.user_id}}]}
    asked = {"$and": [heard, wish.filter_for(principal.user_id), after_time(cursor, "raised_at")]}
    rows = AlertDocument.find(asked, batch_size=in_one_batch(limit)).sort("-raised_at", "-_id").limit(limit + 1)
    found, count = await asyncio.gather(
        rows.to_list(), AlertDocument.get_pymongo_collection().count_documents(unread, limit=COUNTED)
    )
    page = found[:limit]
    more = len(found) > limit
    return AlertPage(
        alerts=await office_alerts(page, principal.user_id),
        next=cursor_of(page[-1].raised_at, page[-1].id) if more else None,
        unread=count,
    )


async def office_alerts(alerts: list[AlertDocument], reader: UUID) -> list[OfficeAlert]:
    """Alerts as they are answered, in the order given."""
    if not alerts:
        return []
    ids = list({alert.branch_id for alert in alerts})
    refs = list({alert.checklist for alert in alerts})
    branches, checklists = await asyncio.gather(
        BranchDocument.find({"_id": {"$in": ids}}, batch_size=len(ids) + 1).to_list(),
        ChecklistVersionDocument.definitions_of(refs),
    )
    by_id = {branch.id: branch for branch in branches}
    by_ref = dict(checklists)
    return [_office_alert(alert, by_id[alert.branch_id], by_ref, reader) for alert in alerts]


def _office_alert(
    alert: AlertDocument, branch: BranchDocument, checklists: dict[ChecklistRef, Checklist], reader: UUID
) -> OfficeAlert:
    checklist, finding = checklists[alert.checklist], alert.finding
    texts: dict[str, Any] = {item.key: item.text for _, item in items_of(checklist)}
    return OfficeAlert(
        id=alert.id,
        rule=finding.rule,
        raised_at=alert.raised_at,
        branch_id=branch.id,
        branch_name=branch.branch.name,
        region_id=alert.region_id,
        time_zone=branch.branch.time_zone,
        audit_id=alert.audit_id,
        checklist=alert.checklist.key,
        title=checklist.title,
        items=[AlertItem(key=key, text=texts.get(key, {})) for key in finding.items],
        suspicions=finding.suspicions,
        change=finding.change,
        smallest_detectable=finding.smallest_detectable,
        read=reader in alert.read_by,
    )
