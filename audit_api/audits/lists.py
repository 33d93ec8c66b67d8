"""Lists of audits: one query a page, whatever its size."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from audit_api.access import visible_audits
from audit_api.documents import AuditDocument, AuditStatus, ProgrammeDocument
from audit_api.http.paging import after_time, cursor_of, in_one_batch
from audit_api.people.auth import Principal
from checklists.definition import Channel, ChecklistRef


class AuditSummary(msgspec.Struct, kw_only=True):
    """One audit in a list. `shopper_id` is None for managers: a known shopper is no mystery shopper."""

    id: UUID
    programme_id: UUID
    region_id: UUID
    branch_id: UUID
    shopper_id: UUID | None
    checklist: ChecklistRef
    channel: Channel
    status: AuditStatus
    revision: int
    occurred_at: datetime
    received_at: datetime
    eligible: bool
    index: float | None
    score_pct: float | None
    failed_critical: list[str]


class AuditPage(msgspec.Struct, kw_only=True):
    """Audits, the latest first. `next` is the cursor of the following page, None on the last."""

    audits: list[AuditSummary]
    next: str | None


_SHAPE = {
    "_id": 0,
    "id": "$_id",
    **dict.fromkeys(("programme_id", "region_id", "branch_id", "shopper_id", "channel", "status"), 1),
    **dict.fromkeys(("occurred_at", "received_at"), 1),
    "checklist": "$submission.checklist",
    "revision": "$submission.revision",
    "eligible": "$scorecard.eligible",
    "index": "$scorecard.index",
    "score_pct": "$scorecard.score_pct",
    "failed_critical": "$scorecard.failed_critical",
}


async def list_page(principal: Principal, condition: dict[str, Any], limit: int, cursor: str | None) -> AuditPage:
    """The page of audits that match `condition` and that `principal` may see. At most two round trips."""
    pipeline: list[dict[str, Any]] = [
        {"$match": {"$and": [condition, visible_audits(principal), after_time(cursor, "occurred_at")]}},
        {"$sort": {"occurred_at": -1, "_id": -1}},
        {"$limit": limit + 1},
        {"$project": _SHAPE},
    ]
    audits = AuditDocument.get_pymongo_collection()
    rows = await (await audits.aggregate(pipeline, batchSize=in_one_batch(limit))).to_list()
    silent = await _silent_programmes() if principal.role == "shopper" else frozenset()
    page = [_summary(principal, row, silent) for row in rows[:limit]]
    more = len(rows) > limit
    return AuditPage(audits=page, next=cursor_of(page[-1].occurred_at, page[-1].id) if more else None)


async def _silent_programmes() -> frozenset[UUID]:
    """The programmes that do not show scores to shoppers; there are few."""
    silent = ProgrammeDocument.find({"programme.show_scores_to_shoppers": False})
    return frozenset([doc.id async for doc in silent])


def _summary(principal: Principal, row: dict[str, Any], silent: frozenset[UUID]) -> AuditSummary:
    if principal.role == "manager":
        row["shopper_id"] = None
    if row["programme_id"] in silent:
        row |= {"index": None, "score_pct": None, "failed_critical": []}
    return msgspec.convert(row, AuditSummary)
