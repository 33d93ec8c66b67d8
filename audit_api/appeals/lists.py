"""Lists of appeals: they live in their audits and are read across them."""

import asyncio
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from audit_api.access import visible_audits
from audit_api.documents import Appeal, AuditDocument
from audit_api.documents.appeals import HAS_APPEALS, AppealState
from audit_api.http.paging import after_time, cursor_of, in_one_batch
from audit_api.people.auth import Principal
from checklists.definition import ChecklistRef

A = TypeVar("A", bound=Appeal)
LATEST_FIRST = {"made_at": -1, "_id": -1}


class AppealEntry(Appeal, frozen=True, kw_only=True):
    """An appeal with what it is about. Who decided is named to the office only."""

    audit_id: UUID
    programme_id: UUID
    region_id: UUID
    branch_id: UUID
    branch_name: str
    time_zone: str
    checklist: ChecklistRef
    occurred_at: datetime
    finalised_at: datetime
    finalised_by: UUID | None
    manager_name: str
    reviewer_name: str | None


class AppealPage(msgspec.Struct, kw_only=True):
    """Appeals, the latest first.

    `next` is the cursor of the following page, None on the last; `open` counts all that wait.
    """

    appeals: list[AppealEntry]
    next: str | None
    open: int


class AppealWish(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of appeals. `since` and `until` (not included) are about when the appealed audit became final."""

    state: AppealState | None = None
    programme: UUID | None = None
    region: UUID | None = None
    branch: UUID | None = None
    checklist: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def audits(self) -> dict[str, Any]:
        """A filter on audits, whether they are appealed or not."""
        bounds = {"$gte": self.since, "$lt": self.until}
        wanted = {
            "programme_id": self.programme,
            "region_id": self.region,
            "branch_id": self.branch,
            "submission.checklist.key": self.checklist,
            "finalised_at": {name: at for name, at in bounds.items() if at is not None} or None,
        }
        return {name: value for name, value in wanted.items() if value is not None}

    @property
    def appeals(self) -> dict[str, Any]:
        return {"state": self.state} if self.state else {}


async def appeal_page(principal: Principal, wish: AppealWish, limit: int, cursor: str | None) -> AppealPage:
    """A page of appeals, in two round trips whatever there is."""
    after: list[dict[str, Any]] = [{"$match": after_time(cursor, "made_at")}]
    page = _unwound(principal, wish.audits, wish.appeals) + after + [{"$sort": LATEST_FIRST}, {"$limit": limit + 1}]
    rows, waiting = await asyncio.gather(
        _rows(page + _surroundings(), limit), count_appeals(principal, AppealWish(state="open"))
    )
    found = [_entry(principal, row) for row in rows[:limit]]
    more = len(rows) > limit
    return AppealPage(appeals=found, next=cursor_of(found[-1].made_at, found[-1].id) if more else None, open=waiting)


async def count_appeals(principal: Principal, wish: AppealWish) -> int:
    counted = await _rows([*_unwound(principal, wish.audits, wish.appeals), {"$count": "appeals"}])
    return counted[0]["appeals"] if counted else 0


async def appeals_of(principal: Principal, audit_id: UUID) -> list[AppealEntry]:
    own = _unwound(principal, {"_id": audit_id}, {})
    rows = await _rows([*own, {"$sort": LATEST_FIRST}, *_surroundings()], 100)
    return [_entry(principal, row) for row in rows]


def _entry(principal: Principal, row: dict[str, Any]) -> AppealEntry:
    if principal.role == "manager":
        row |= {"reviewer_name": None, "finalised_by": None}
    entry = msgspec.convert(row, AppealEntry)
    return without_reviewer(entry) if principal.role == "manager" else entry


def without_reviewer(appeal: A) -> A:
    """For managers."""
    if appeal.decision is None:
        return appeal
    return msgspec.structs.replace(appeal, decision=msgspec.structs.replace(appeal.decision, reviewer_id=None))


def _unwound(principal: Principal, audits: dict[str, Any], appeals: dict[str, Any]) -> list[dict[str, Any]]:
    """One row for each appeal with these fields; audits without such an appeal are not looked at."""
    having = {f"appeals.{name}": value for name, value in appeals.items()}
    # For the index: it knows those audits that have appeals.
    known = {"appeals.made_at": {"$exists": True}, **HAS_APPEALS}
    about = ("programme_id", "region_id", "branch_id", "occurred_at", "finalised_at", "finalised_by")
    row: dict[str, Any] = {"_id": "$appeals.id", "audit_id": "$_id", "checklist": "$submission.checklist"}
    row |= {name: f"${name}" for name in about}
    return [
        {"$match": {"$and": [{**known, **having, **audits}, visible_audits(principal)]}},
        {"$unwind": "$appeals"},
        {"$match": having},
        {"$replaceWith": {"$mergeObjects": ["$appeals", row]}},
    ]


def _surroundings() -> list[dict[str, Any]]:
    return [
        _join("branches", "branch_id", "branch"),
        _join("users", "manager_id", "manager"),
        _join("users", "decision.reviewer_id", "reviewer"),
        {
            "$set": {
                "branch_name": {"$first": "$branch.branch.name"},
                "time_zone": {"$first": "$branch.branch.time_zone"},
                "manager_name": {"$ifNull": [{"$first": "$manager.user.name"}, ""]},
                "reviewer_name": {"$ifNull": [{"$first": "$reviewer.user.name"}, None]},
                "finalised_by": {"$ifNull": ["$finalised_by", None]},
            }
        },
        {"$unset": ["_id", "branch", "manager", "reviewer"]},
    ]


def _join(collection: str, local: str, name: str) -> dict[str, Any]:
    only = [{"$project": {"branch.name": 1, "branch.time_zone": 1, "user.name": 1}}]
    return {"$lookup": {"from": collection, "localField": local, "foreignField": "_id", "as": name, "pipeline": only}}


async def _rows(pipeline: list[dict[str, Any]], limit: int = 1) -> list[dict[str, Any]]:
    audits = AuditDocument.get_pymongo_collection()
    return await (await audits.aggregate(pipeline, batchSize=in_one_batch(limit))).to_list()
