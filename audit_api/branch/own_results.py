"""The own result of a branch, summed up by the database so that no audit is read for it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from audit_api.calibration.recency import window_start
from audit_api.documents import AuditDocument
from checklists.own_result import DayOfAudits, OwnResult, own_result
from checklists.parameters import INDEX_VERSION


class ChecklistResult(msgspec.Struct, kw_only=True):
    """The result under one checklist; `score_pct` is the plain percent of the same audits, weighed alike."""

    checklist: str
    index_version: str
    result: OwnResult
    score_pct: float | None


async def own_results(branch_id: UUID, now: datetime) -> list[ChecklistResult]:
    """One result per checklist over its finalised, eligible audits in the window, ordered by checklist."""
    cursor = await AuditDocument.get_pymongo_collection().aggregate(_daily_sums(branch_id, now))
    by_checklist: dict[str, list[dict[str, Any]]] = {}
    async for row in cursor:
        by_checklist.setdefault(row["_id"]["checklist"], []).append(row)
    return [_result(checklist, rows, now) for checklist, rows in sorted(by_checklist.items())]


def _daily_sums(branch_id: UUID, now: datetime) -> list[dict[str, Any]]:
    wanted = {
        "branch_id": branch_id,
        "status": "finalised",
        "occurred_at": {"$gte": window_start(_day(now))},
        "scorecard.index": {"$ne": None},
    }
    group = {
        "_id": {
            "checklist": "$submission.checklist.key",
            "day": {"$dateTrunc": {"date": "$occurred_at", "unit": "day"}},
        },
        "audits": {"$sum": 1},
        "index": {"$sum": "$scorecard.index"},
        "percent": {"$sum": "$scorecard.score_pct"},
    }
    return [{"$match": wanted}, {"$group": group}, {"$sort": {"_id": 1}}]


def _result(checklist: str, rows: list[dict[str, Any]], now: datetime) -> ChecklistResult:
    return ChecklistResult(
        checklist=checklist,
        index_version=INDEX_VERSION,
        result=own_result(_days(rows, "index", now)),
        score_pct=own_result(_days(rows, "percent", now)).own,
    )


def _days(rows: list[dict[str, Any]], field: str, now: datetime) -> list[DayOfAudits]:
    # An audit from a phone whose clock runs ahead counts as today's.
    return [
        DayOfAudits(age_days=max(0, (_day(now) - row["_id"]["day"]).days), audits=row["audits"], index_sum=row[field])
        for row in rows
    ]


def _day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
