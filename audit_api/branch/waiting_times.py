"""Waiting times and callbacks, as they were measured at one branch."""

from datetime import datetime
from uuid import UUID

import msgspec

from audit_api.calibration.recency import window_start
from audit_api.clock import midnight
from audit_api.documents import AuditDocument
from checklists.answers import Answer
from checklists.scoring import Scorecard
from checklists.waits import Waits, waits


class _Visit(msgspec.Struct, frozen=True):
    answers: dict[str, Answer]
    scorecard: Scorecard


async def branch_waits(branch_id: UUID, checklist: str, now: datetime) -> Waits:
    """Waiting times and callbacks of a branch in the last 364 days, in one round trip."""
    wanted = {
        "branch_id": branch_id,
        "status": "finalised",
        "occurred_at": {"$gte": window_start(midnight(now))},
        "submission.checklist.key": checklist,
    }
    needed = {"_id": 0, "answers": "$submission.answers", "scorecard": 1}
    rows = AuditDocument.get_pymongo_collection().find(wanted, needed, sort=[("occurred_at", 1)])
    visits = msgspec.convert(await rows.to_list(), list[_Visit])
    return waits((visit.answers, visit.scorecard) for visit in visits)
