"""What the office plans by: all assignments with how far they have come, who shops, and who was where."""

from datetime import datetime
from typing import Annotated, Any, cast
from uuid import UUID

import msgspec
from litestar import MediaType, Response, get
from litestar.params import FromQuery, QueryParameter

from audit_api.access import OFFICE
from audit_api.clock import now
from audit_api.documents import AssignmentDocument, UserDocument
from audit_api.fieldwork.plan_search import named_alike
from audit_api.fieldwork.planned import (
    ASCENDING_STATES,
    JOIN_AUDIT,
    PlannedAssignment,
    PlanState,
    in_state,
    planned_rows,
    visited,
)
from audit_api.http.encoding import encoded_list
from audit_api.http.paging import PAGE_SIZE, Cursor, PageSize, after_time, cursor_of, in_one_batch, later_than
from audit_api.problems import documented
from audit_api.storage.many_documents import aggregate_many
from checklists.items import Language

ENDS = "assignment.window_ends_at"
WantedState = Annotated[PlanState | None, QueryParameter(name="state")]
Words = Annotated[str, QueryParameter(max_length=100, description="In the name of the branch or the shopper.")]


class PlanPage(msgspec.Struct, kw_only=True):
    assignments: list[PlannedAssignment]
    next: str | None


class ActiveShopper(msgspec.Struct, kw_only=True):
    """A shopper of the planning; `open` counts the assignments whose window is open or still to come."""

    id: UUID
    name: str
    language: Language
    active: bool
    open: int


class Visit(msgspec.Struct, kw_only=True):
    """A shopper at a branch, under a checklist: what was done, or is still to be done, and the latest of it.

    `at`: when the audit began, or when the window ends.
    """

    branch_id: UUID
    shopper_id: UUID
    checklist: str
    pending: bool
    at: datetime


@get(
    "/api/planning",
    access=OFFICE,
    tags=["Assignments"],
    summary="The assignments by branch, shopper, state and window, what is due first before the rest",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_planning(
    wanted_state: WantedState = None,
    programme: FromQuery[UUID | None] = None,
    region: FromQuery[UUID | None] = None,
    branch: FromQuery[UUID | None] = None,
    shopper: FromQuery[UUID | None] = None,
    since: FromQuery[datetime | None] = None,
    until: FromQuery[datetime | None] = None,
    text: Words = "",
    limit: PageSize = PAGE_SIZE,
    cursor: Cursor = None,
) -> PlanPage:
    chosen = {"programme_id": programme, "region_id": region}
    chosen |= {"assignment.branch_id": branch, "assignment.shopper_id": shopper}
    wanted: list[dict[str, Any]] = [{name: value for name, value in chosen.items() if value is not None}]
    wanted += [{ENDS: {"$gte": since}}] if since else []
    wanted += [{"assignment.window_starts_at": {"$lt": until}}] if until else []
    wanted += [await named_alike(text)] if text.strip() else []
    ascending = wanted_state in ASCENDING_STATES
    wanted.append(later_than(cursor, ENDS) if ascending else after_time(cursor, ENDS))
    found = await planned_rows(wanted, wanted_state, 1 if ascending else -1, limit + 1)
    page = found[:limit]
    more = len(found) > limit
    return PlanPage(assignments=page, next=cursor_of(page[-1].window_ends_at, page[-1].id) if more else None)


@get(
    "/api/shoppers",
    access=OFFICE,
    tags=["Assignments"],
    summary="Who shops, and how much each has still to do",
    responses=documented("not_signed_in", "not_found"),
)
async def list_shoppers() -> list[ActiveShopper]:
    shoppers = UserDocument.find({"user.role": "shopper", "removal": None}, batch_size=10_000).sort("user.name", "_id")
    waiting = [
        *in_state("open", now()),
        {"$group": {"_id": "$assignment.shopper_id", "open": {"$sum": 1}}},
    ]
    loads = {row["_id"]: row["open"] for row in await _rows(waiting)}
    return [
        ActiveShopper(
            id=doc.id,
            name=doc.user.name,
            language=doc.user.language,
            active=doc.user.active,
            open=loads.get(doc.id, 0),
        )
        async for doc in shoppers
    ]


@get(
    "/api/planning/visits",
    access=OFFICE,
    tags=["Assignments"],
    summary="Who was at which branch since then, or is about to go",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def list_visits(
    programme: FromQuery[UUID],
    since: FromQuery[datetime],
    region: FromQuery[UUID | None] = None,
    branch: FromQuery[UUID | None] = None,
    shopper: FromQuery[UUID | None] = None,
) -> Response[list[Visit]]:
    chosen = {"region_id": region, "assignment.branch_id": branch, "assignment.shopper_id": shopper}
    where = {"programme_id": programme, ENDS: {"$gte": since}, "cancelled": None}
    where |= {name: value for name, value in chosen.items() if value is not None}
    stored = AssignmentDocument.get_pymongo_collection()
    found = await aggregate_many(stored, [{"$match": where}, JOIN_AUDIT, *visited()], _visits)
    return Response(cast(Any, await encoded_list(found)), media_type=MediaType.JSON)


def _visits(rows: list[dict[str, Any]]) -> list[Visit]:
    return msgspec.convert(rows, list[Visit])


async def _rows(pipeline: list[dict[str, Any]]) -> list[dict[str, Any]]:
    assignments = AssignmentDocument.get_pymongo_collection()
    return await (await assignments.aggregate(pipeline, batchSize=in_one_batch(20_000))).to_list()


ROUTES = [read_planning, list_shoppers, list_visits]
