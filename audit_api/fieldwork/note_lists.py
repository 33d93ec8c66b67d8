"""Lists of notes: they live in their assignments and are read across them."""

import asyncio
from typing import Any
from uuid import UUID

import msgspec

from audit_api.documents import AssignmentDocument, FieldNote
from audit_api.documents.assignments import HAS_NOTES
from audit_api.http.paging import after_time, cursor_of, in_one_batch

ANY = {"notes.received_at": {"$exists": True}}  # for the index: it knows those assignments that have notes
LATEST_FIRST = {"received_at": -1, "_id": -1}


class OfficeNote(FieldNote, frozen=True, kw_only=True):
    """A note with what it is about. `audit_id`: an audit that there is by now."""

    assignment_id: UUID
    branch_id: UUID
    branch_name: str
    time_zone: str
    shopper_id: UUID
    shopper_name: str
    handled_by_name: str | None
    audit_id: UUID | None


class NotePage(msgspec.Struct, kw_only=True):
    """Notes, the latest first.

    `next` is the cursor of the following page, None on the last; `unhandled` counts all that wait.
    """

    notes: list[OfficeNote]
    next: str | None
    unhandled: int


async def note_page(fields: dict[str, Any], limit: int, cursor: str | None) -> NotePage:
    """A page of notes with these `fields`. In two round trips, whatever there is."""
    after: list[dict[str, Any]] = [{"$match": after_time(cursor, "received_at")}]
    page = _unwound(fields) + after + [{"$sort": LATEST_FIRST}, {"$limit": limit + 1}] + _surroundings()
    rows, counted = await asyncio.gather(
        _rows(page, limit), _rows([*_unwound({"handled_at": None}), {"$count": "notes"}])
    )
    notes = msgspec.convert(rows[:limit], list[OfficeNote])
    more = len(rows) > limit
    return NotePage(
        notes=notes,
        next=cursor_of(notes[-1].received_at, notes[-1].id) if more else None,
        unhandled=counted[0]["notes"] if counted else 0,
    )


async def read_note(note_id: UUID) -> OfficeNote | None:
    rows = await _rows(_unwound({"id": note_id}) + _surroundings())
    return msgspec.convert(rows[0], OfficeNote) if rows else None


def _unwound(wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """One row for each note with the fields `wanted`; assignments without such a note are not looked at."""
    having = {f"notes.{name}": value for name, value in wanted.items()}
    row = {"_id": "$notes.id", "assignment_id": "$_id"}
    row |= {"branch_id": "$assignment.branch_id", "shopper_id": "$assignment.shopper_id"}
    return [
        {"$match": {**HAS_NOTES, **ANY, **having}},
        {"$unwind": "$notes"},
        {"$match": having},
        {"$replaceWith": {"$mergeObjects": ["$notes", row]}},
    ]


def _surroundings() -> list[dict[str, Any]]:
    return [
        _join("branches", "branch_id", "_id", "branch"),
        _join("users", "shopper_id", "_id", "shopper"),
        _join("users", "handled_by", "_id", "handler"),
        _join("audits", "assignment_id", "assignment_id", "audit"),
        {
            "$set": {
                "branch_name": {"$first": "$branch.branch.name"},
                "time_zone": {"$first": "$branch.branch.time_zone"},
                "shopper_name": {"$first": "$shopper.user.name"},
                "handled_by_name": {"$ifNull": [{"$first": "$handler.user.name"}, None]},
                "audit_id": {"$ifNull": [{"$first": "$audit._id"}, None]},
            }
        },
        {"$unset": ["_id", "branch", "shopper", "handler", "audit"]},
    ]


def _join(collection: str, local: str, foreign: str, name: str) -> dict[str, Any]:
    only = [{"$project": {"branch.name": 1, "branch.time_zone": 1, "user.name": 1}}]
    return {"$lookup": {"from": collection, "localField": local, "foreignField": foreign, "as": name, "pipeline": only}}


async def _rows(pipeline: list[dict[str, Any]], limit: int = 1) -> list[dict[str, Any]]:
    assignments = AssignmentDocument.get_pymongo_collection()
    return await (await assignments.aggregate(pipeline, batchSize=in_one_batch(limit))).to_list()
