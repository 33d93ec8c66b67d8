"""What waits for a reviewer, the audit first that has waited longest."""

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import delete, get, put
from litestar.params import FromPath, FromQuery, QueryParameter

from audit_api.access import OFFICE, audit_for
from audit_api.clock import now
from audit_api.documents import AuditDocument
from audit_api.http.paging import PAGE_SIZE, Cursor, PageSize, cursor_of, in_one_batch, later_than
from audit_api.injected import CurrentPrincipal
from audit_api.problems import documented
from audit_api.review.claims import Claim, claim, release
from checklists.definition import Channel, ChecklistRef
from checklists.flags import FlagKind

QUEUE = "queue"
"""The index: by itself the planner would rather sort all that waits."""
WaitingDays = Annotated[int, QueryParameter(ge=0, le=365, description="Only what has waited for so many days.")]


class WaitingAudit(msgspec.Struct, kw_only=True):
    """An audit in the queue.

    `flags`: each kind once; `examined`: whether they are computed; `claimed_by`: who looks at it.
    """

    id: UUID
    programme_id: UUID
    region_id: UUID
    branch_id: UUID
    branch_name: str
    time_zone: str
    checklist: ChecklistRef
    channel: Channel
    revision: int
    occurred_at: datetime
    received_at: datetime
    index: float | None
    score_pct: float | None
    failed_critical: list[str]
    flags: list[FlagKind]
    examined: bool
    claimed_by: str | None


class QueueGroup(msgspec.Struct, kw_only=True):
    """How many `audits` wait of each sort, whatever is chosen besides `waiting_days`."""

    programme_id: UUID
    region_id: UUID
    checklist: str
    flagged: bool
    audits: int


class QueuePage(msgspec.Struct, kw_only=True):
    audits: list[WaitingAudit]
    groups: list[QueueGroup]
    next: str | None


@get(
    "/api/queue",
    access=OFFICE,
    tags=["Reviews"],
    summary="What waits for a review, the longest waiting first",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_queue(
    principal: CurrentPrincipal,
    flagged: FromQuery[bool | None] = None,
    programme: FromQuery[UUID | None] = None,
    region: FromQuery[UUID | None] = None,
    checklist: FromQuery[str | None] = None,
    waiting_days: WaitingDays = 0,
    limit: PageSize = PAGE_SIZE,
    cursor: Cursor = None,
) -> QueuePage:
    waiting: dict[str, Any] = {"status": "submitted"}
    if waiting_days:
        waiting["received_at"] = {"$lte": now() - timedelta(days=waiting_days)}
    chosen = {"programme_id": programme, "region_id": region, "submission.checklist.key": checklist}
    wanted: list[dict[str, Any]] = [waiting, {name: value for name, value in chosen.items() if value is not None}]
    if flagged is not None:
        wanted.append({"flagged": True if flagged else {"$ne": True}})
    page = await _page({"$and": [*wanted, later_than(cursor, "received_at")]}, limit)
    more = len(page) > limit
    shown = page[:limit]
    return QueuePage(
        audits=shown,
        groups=await _groups(waiting),
        next=cursor_of(shown[-1].received_at, shown[-1].id) if more else None,
    )


@put(
    "/api/audits/{audit_id:uuid}/claim",
    access=OFFICE,
    tags=["Reviews"],
    summary="Say that you are looking at an audit; for a minute and a half",
    responses=documented("invalid_parameter", "not_signed_in", "cross_site_request", "not_found"),
)
async def put_claim(principal: CurrentPrincipal, audit_id: FromPath[UUID]) -> Claim:
    audit = await audit_for(principal, audit_id)
    return await claim(principal, audit.id)


@delete(
    "/api/audits/{audit_id:uuid}/claim",
    access=OFFICE,
    tags=["Reviews"],
    summary="Say that you are no longer looking at it",
    responses=documented("invalid_parameter", "not_signed_in", "cross_site_request", "not_found"),
)
async def delete_claim(principal: CurrentPrincipal, audit_id: FromPath[UUID]) -> None:
    await release(principal, audit_id)


async def _page(wanted: dict[str, Any], limit: int) -> list[WaitingAudit]:
    pipeline: list[dict[str, Any]] = [
        {"$match": wanted},
        {"$sort": {"received_at": 1, "_id": 1}},
        {"$limit": limit + 1},
        {"$lookup": {"from": "branches", "localField": "branch_id", "foreignField": "_id", "as": "branch"}},
        {"$lookup": {"from": "claims", "localField": "_id", "foreignField": "_id", "as": "claim"}},
        {"$project": _SHAPE},
    ]
    audits = AuditDocument.get_pymongo_collection()
    rows = await (await audits.aggregate(pipeline, batchSize=in_one_batch(limit), hint=QUEUE)).to_list()
    return msgspec.convert(rows, list[WaitingAudit])


async def _groups(waiting: dict[str, Any]) -> list[QueueGroup]:
    """From the index and no audit: every change of the queue has every open page count anew."""
    named = {"programme_id": "$programme_id", "region_id": "$region_id", "checklist": "$submission.checklist.key"}
    flagged = {"$eq": ["$flagged", True]}
    pipeline: list[dict[str, Any]] = [
        {"$match": waiting},
        {"$group": {"_id": {**named, "flagged": flagged}, "audits": {"$sum": 1}}},
        {"$replaceWith": {"$mergeObjects": ["$_id", {"audits": "$audits"}]}},
        {"$sort": {"programme_id": 1, "region_id": 1, "checklist": 1, "flagged": 1}},
    ]
    rows = await (await AuditDocument.get_pymongo_collection().aggregate(pipeline, hint=QUEUE)).to_list()
    return msgspec.convert(rows, list[QueueGroup])


_FIRST_BRANCH = {"$first": "$branch.branch"}
_LIVING = {"$filter": {"input": "$claim", "cond": {"$gt": ["$$this.until", "$$NOW"]}}}
_SHAPE: dict[str, Any] = {
    "_id": 0,
    "id": "$_id",
    **dict.fromkeys(("programme_id", "region_id", "branch_id", "channel", "occurred_at", "received_at"), 1),
    "branch_name": {"$ifNull": [{"$getField": {"field": "name", "input": _FIRST_BRANCH}}, ""]},
    "time_zone": {"$ifNull": [{"$getField": {"field": "time_zone", "input": _FIRST_BRANCH}}, "UTC"]},
    "checklist": "$submission.checklist",
    "revision": "$submission.revision",
    "index": "$scorecard.index",
    "score_pct": "$scorecard.score_pct",
    "failed_critical": "$scorecard.failed_critical",
    "flags": {"$setUnion": [{"$ifNull": ["$flags.kind", []]}, []]},
    "examined": {"$ne": ["$unexamined", True]},
    "claimed_by": {
        "$ifNull": [{"$getField": {"field": "reviewer_name", "input": {"$first": _LIVING}}}, None],
    },
}

ROUTES = [read_queue, put_claim, delete_claim]
