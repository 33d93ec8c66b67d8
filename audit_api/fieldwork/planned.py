"""Assignments as the office sees them: joined with branch, shopper and audit in one query, and told by their state."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from msgspec.structs import asdict

from audit_api.clock import now
from audit_api.documents import Assignment, AssignmentDocument, Branch, FieldNote
from audit_api.documents.assignments import HAS_NOTES, Cancellation
from audit_api.fieldwork.stored_assignments import AuditState, StoredAssignment, stored_assignment
from audit_api.http.paging import in_one_batch
from checklists.item_scores import Tier

PlanState = Literal["open", "late", "declined", "cancelled", "done"]
"""`done`: there is an audit. Without one: `open` until the window is over, then `late`."""
ASCENDING_STATES: tuple[PlanState, ...] = ("open", "late", "declined")


class PlannedAssignment(StoredAssignment, frozen=True, kw_only=True):
    programme_id: UUID
    region_id: UUID
    tier: Tier
    shopper_name: str
    shopper_active: bool
    state: PlanState


class _Row(msgspec.Struct, frozen=True, rename={"id": "_id"}):
    id: UUID
    assignment: Assignment
    programme_id: UUID
    region_id: UUID
    branch: Branch
    shopper_name: str
    shopper_active: bool
    notes: list[FieldNote] = []
    cancelled: Cancellation | None = None
    audit: AuditState | None = None


def _join(collection: str, local: str, foreign: str, name: str, only: dict[str, int]) -> dict[str, Any]:
    join = {"from": collection, "localField": local, "foreignField": foreign, "as": name}
    return {"$lookup": {**join, "pipeline": [{"$project": only}]}}


JOIN_AUDIT = _join("audits", "_id", "assignment_id", "audits", {"status": 1, "occurred_at": 1})
# No more than an index tells: without it every audit would be read.
_JOIN_EXISTING = _join("audits", "_id", "assignment_id", "audits", {"_id": 0, "assignment_id": 1})
_UNSAID = {"audited": {"$ne": True}}
# The second is for the index: it knows those assignments that have notes.
DECLINED = {"notes.kind": "decline", "notes.received_at": {"$exists": True}, **HAS_NOTES}
NOT_DECLINED = {"notes": {"$not": {"$elemMatch": {"kind": "decline"}}}}


def in_state(state: PlanState, at: datetime) -> list[dict[str, Any]]:
    """Stages that leave only those; afterwards what is done has its audit in `audits`.

    What needs no audit to be told comes first: looking for one is left to what is not known to have any.
    """
    ends = "assignment.window_ends_at"
    first: dict[PlanState, dict[str, Any]] = {
        "open": {"cancelled": None, ends: {"$gte": at}, **_UNSAID, **NOT_DECLINED},
        "late": {"cancelled": None, ends: {"$lt": at}, **_UNSAID, **NOT_DECLINED},
        "declined": {"cancelled": None, **_UNSAID, **DECLINED},
        "cancelled": {"cancelled": {"$ne": None}, **_UNSAID},
        "done": {},
    }
    join = JOIN_AUDIT if state == "done" else _JOIN_EXISTING
    return [{"$match": first[state]}, join, {"$match": {"audits.0": {"$exists": state == "done"}}}]


async def planned_rows(
    conditions: list[dict[str, Any]], state: PlanState | None, order: int, limit: int
) -> list[PlannedAssignment]:
    """Planned shops with the names of their branches and shoppers, in one round trip."""
    at = now()
    pipeline: list[dict[str, Any]] = [
        {"$match": {"$and": conditions}},
        {"$sort": {"assignment.window_ends_at": order, "_id": order}},
        *([*in_state(state, at), {"$limit": limit}] if state else [{"$limit": limit}, JOIN_AUDIT]),
        _join("branches", "assignment.branch_id", "_id", "branches", {"branch": 1}),
        _join("users", "assignment.shopper_id", "_id", "shoppers", {"user.name": 1, "user.active": 1}),
        {
            "$set": {
                "branch": {"$first": "$branches.branch"},
                "shopper_name": {"$ifNull": [{"$first": "$shoppers.user.name"}, ""]},
                "shopper_active": {"$ifNull": [{"$first": "$shoppers.user.active"}, False]},
                "audit": {"$ifNull": [{"$first": "$audits"}, None]},
            }
        },
    ]
    assignments = AssignmentDocument.get_pymongo_collection()
    rows = await (await assignments.aggregate(pipeline, batchSize=in_one_batch(limit))).to_list()
    return [_planned(row, at) for row in msgspec.convert(rows, list[_Row])]


def visited() -> list[dict[str, Any]]:
    """One row for each shopper, branch and checklist, of assignments that are joined with their audits.

    Who declined and sent no audit was not there.
    """
    done = {"$gt": [{"$size": "$audits"}, 0]}
    at = {"$ifNull": [{"$first": "$audits.occurred_at"}, "$assignment.window_ends_at"]}
    key = {"branch_id": "$assignment.branch_id", "shopper_id": "$assignment.shopper_id"}
    key |= {"checklist": "$assignment.checklist.key"}
    return [
        {"$match": {"$or": [{"audits.0": {"$exists": True}}, NOT_DECLINED]}},
        {"$group": {"_id": {**key, "pending": {"$not": [done]}}, "at": {"$max": at}}},
        {"$replaceWith": {"$mergeObjects": ["$_id", {"at": "$at"}]}},
        {"$sort": {"at": -1, "branch_id": 1, "shopper_id": 1}},
    ]


def _planned(row: _Row, at: datetime) -> PlannedAssignment:
    stored = stored_assignment(row.id, row.assignment, row.branch, row.notes, row.audit, row.cancelled)
    return PlannedAssignment(
        programme_id=row.programme_id,
        region_id=row.region_id,
        tier=row.branch.tier,
        shopper_name=row.shopper_name,
        shopper_active=row.shopper_active,
        state=_state(stored, at),
        **asdict(stored),
    )


def _state(stored: StoredAssignment, at: datetime) -> PlanState:
    if stored.status == "open":
        return "open" if stored.window_ends_at >= at else "late"
    return stored.status if stored.status in ("declined", "cancelled") else "done"
