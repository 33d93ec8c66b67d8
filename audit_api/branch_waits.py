"""Waiting times and callbacks of one branch."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from litestar import get
from litestar.params import FromPath, FromQuery

from audit_api.access import DESK, branch_for
from audit_api.clock import midnight
from audit_api.documents import AuditDocument
from audit_api.injected import CurrentPrincipal
from audit_api.problems import documented
from checklists.answers import Answer
from checklists.parameters import CCI_1
from checklists.scoring import Scorecard
from checklists.waits import Waits, waits


class _Visit(msgspec.Struct, frozen=True):
    answers: dict[str, Answer]
    scorecard: Scorecard


@get(
    "/api/branches/{branch_id:uuid}/waits",
    access=DESK,
    tags=["Comparison"],
    summary="Every waiting time measured at a branch in the last 364 days, and how many callbacks it kept",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_branch_waits(principal: CurrentPrincipal, branch_id: FromPath[UUID], checklist: FromQuery[str]) -> Waits:
    branch = await branch_for(principal, branch_id)
    today = midnight(datetime.now(UTC))
    wanted = {
        "branch_id": branch.id,
        "status": "finalised",
        "occurred_at": {"$gte": today - timedelta(days=CCI_1.window_days - 1)},
        "submission.checklist.key": checklist,
    }
    needed = {"_id": 0, "answers": "$submission.answers", "scorecard": 1}
    rows = AuditDocument.get_pymongo_collection().find(wanted, needed, sort=[("occurred_at", 1)])
    visits = msgspec.convert(await rows.to_list(), list[_Visit])
    return waits((visit.answers, visit.scorecard) for visit in visits)


ROUTES = [read_branch_waits]
