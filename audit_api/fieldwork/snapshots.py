"""What a shopper's phone should know: in a handful of queries, however much there is."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import asdict

from audit_api.audits.receipts import ScoreSummary, StoredPhoto
from audit_api.documents import (
    Assignment,
    AssignmentDocument,
    AuditDocument,
    AuditStatus,
    Branch,
    ChecklistVersionDocument,
    FieldNote,
    PhotoDocument,
    Programme,
    Review,
)
from audit_api.documents.assignments import Cancellation
from audit_api.fieldwork.stored_assignments import AuditState, StoredAssignment, stored_assignment
from audit_api.people.auth import Principal
from audit_api.people.identity import Me, me
from audit_api.storage.many_documents import aggregate_many, read_many
from checklists.answers import Submission
from checklists.definition import Checklist, ChecklistRef, items_of
from checklists.item_scores import Tier

SYNC_DAYS = 60
"""A phone carries what ended or was done that many days ago; what waits for its shopper stays however old it is."""
SYNC_MAX = 500
"""Assignments, and audits, at most: the latest. Nobody shops more than eight times a day."""


class PhoneAssignment(StoredAssignment, frozen=True, kw_only=True):
    """`tier` is the branch's: narratives are demanded below scores that follow it."""

    tier: Tier
    programme_name: str
    client: str
    show_scores: bool


class PhoneChecklist(msgspec.Struct, kw_only=True, frozen=True):
    key: str
    version: int
    definition: Checklist


class PhoneAudit(msgspec.Struct, kw_only=True, frozen=True):
    """What came of an audit.

    `submission` only of one that is to be mended or that a reviewer changed; `scorecard` only where the programme
    shows scores; `photos` of all its revisions.
    """

    id: UUID
    assignment_id: UUID
    status: AuditStatus
    revision: int
    checklist: ChecklistRef
    started_at: datetime
    finished_at: datetime
    received_at: datetime
    reviews: list[Review]
    scorecard: ScoreSummary | None
    submission: Submission | None
    photos: list[StoredPhoto]


class Snapshot(msgspec.Struct, kw_only=True, frozen=True):
    """`reference_photos` are those of the checklists, to be fetched beforehand."""

    me: Me
    assignments: list[PhoneAssignment]
    checklists: list[PhoneChecklist]
    audits: list[PhoneAudit]
    reference_photos: list[UUID]


async def snapshot(principal: Principal, at: datetime) -> Snapshot:
    """Everything that a shopper's phone carries, in at most four round trips."""
    since = at - timedelta(days=SYNC_DAYS)
    audits = await _audits(principal.user_id, since)
    assignments = await _assignments(principal.user_id, since, [audit["assignment_id"] for audit in audits])
    pinned = sorted({(one.checklist.key, one.checklist.version) for one in assignments})
    definitions, photos = await asyncio.gather(
        ChecklistVersionDocument.definitions_of([ChecklistRef(key=key, version=version) for key, version in pinned]),
        _photos([photo for audit in audits for photo in audit["photo_ids"]]),
    )
    checklists = [PhoneChecklist(key=r.key, version=r.version, definition=c) for r, c in definitions]
    showing = {one.id for one in assignments if one.show_scores}

    def told() -> list[PhoneAudit]:
        return [_audit(audit, audit["assignment_id"] in showing, photos) for audit in audits]

    return Snapshot(
        me=me(principal),
        assignments=assignments,
        checklists=checklists,
        audits=await asyncio.to_thread(told),
        reference_photos=_reference_photos(checklists),
    )


async def _audits(shopper_id: UUID, since: datetime) -> list[dict[str, Any]]:
    changed = {"$filter": {"input": "$reviews", "cond": {"$ne": [{"$ifNull": ["$$this.changes", []]}, []]}}}
    looked_at_again = {"$or": [{"$eq": ["$status", "revision_requested"]}, {"$ne": [changed, []]}]}
    shape = {
        "_id": 0,
        "id": "$_id",
        **dict.fromkeys(("assignment_id", "status", "received_at", "reviews", "photo_ids"), 1),
        **{name: f"$submission.{name}" for name in ("revision", "checklist", "started_at", "finished_at")},
        "scorecard": {name: f"$scorecard.{name}" for name in ScoreSummary.__struct_fields__},
        "submission": {"$cond": [looked_at_again, "$submission", None]},
    }
    lately = {"shopper_id": shopper_id, "occurred_at": {"$gte": since}}
    pipeline: list[dict[str, Any]] = [
        {"$match": {"$or": [lately, {"shopper_id": shopper_id, "status": "revision_requested"}]}},
        {"$sort": {"occurred_at": -1, "_id": -1}},
        {"$limit": SYNC_MAX},
        {"$project": shape},
    ]
    return await aggregate_many(AuditDocument.get_pymongo_collection(), pipeline, lambda rows: rows)


class _Planned(msgspec.Struct, frozen=True, rename={"id": "_id"}):
    id: UUID
    assignment: Assignment
    branch: Branch
    programme: Programme
    notes: list[FieldNote] = []
    cancelled: Cancellation | None = None
    audit: AuditState | None = None


async def _assignments(shopper_id: UUID, since: datetime, audited: list[UUID]) -> list[PhoneAssignment]:
    """Those whose window has not ended before `since`, and those of the audits.

    Cancelled ones too: whoever has begun one must be told.
    """
    own = {"assignment.shopper_id": shopper_id}
    wanted = [{**own, "assignment.window_ends_at": {"$gte": since}}, {**own, "_id": {"$in": audited}}]
    pipeline: list[dict[str, Any]] = [
        {"$match": {"$or": wanted}},
        {"$sort": {"assignment.window_ends_at": -1, "_id": -1}},
        {"$limit": 2 * SYNC_MAX},
        _join("branches", "assignment.branch_id", "_id", "branch", "branch"),
        _join("programmes", "programme_id", "_id", "programme", "programme"),
        _join("audits", "_id", "assignment_id", "audit", "status"),
        {"$set": {"branch": {"$first": "$branch.branch"}, "programme": {"$first": "$programme.programme"}}},
        {"$set": {"audit": {"$ifNull": [{"$first": "$audit"}, None]}}},
    ]
    return await aggregate_many(AssignmentDocument.get_pymongo_collection(), pipeline, _phone_assignments)


def _phone_assignments(rows: list[dict[str, Any]]) -> list[PhoneAssignment]:
    return [_assignment(planned) for planned in msgspec.convert(rows, list[_Planned])]


def _assignment(planned: _Planned) -> PhoneAssignment:
    stored = stored_assignment(
        planned.id, planned.assignment, planned.branch, planned.notes, planned.audit, planned.cancelled
    )
    return PhoneAssignment(
        tier=planned.branch.tier,
        programme_name=planned.programme.name,
        client=planned.programme.client,
        show_scores=planned.programme.show_scores_to_shoppers,
        **asdict(stored),
    )


def _join(collection: str, local: str, foreign: str, name: str, only: str) -> dict[str, Any]:
    join = {"from": collection, "localField": local, "foreignField": foreign, "as": name}
    return {"$lookup": {**join, "pipeline": [{"$project": {only: 1}}]}}


async def _photos(photo_ids: list[UUID]) -> dict[UUID, StoredPhoto]:
    if not photo_ids:
        return {}
    facts = {"evidence.received_sha256": 1, "evidence.received_bytes": 1}
    wanted = {"_id": {"$in": photo_ids}}
    found = await read_many(PhotoDocument.get_pymongo_collection(), wanted, _stored_photos, facts)
    return {photo.id: photo for photo in found}


def _stored_photos(rows: list[dict[str, Any]]) -> list[StoredPhoto]:
    return [
        StoredPhoto(id=row["_id"], sha256=seen["received_sha256"], bytes=seen["received_bytes"])
        for row in rows
        if (seen := row["evidence"])
    ]


def _audit(audit: dict[str, Any], show_scores: bool, photos: dict[UUID, StoredPhoto]) -> PhoneAudit:
    shown = {"photos": [photos[photo] for photo in audit["photo_ids"] if photo in photos]}
    silent = {"scorecard": None, "reviews": [{**review, "scores": None} for review in audit["reviews"]]}
    scores = {} if show_scores else silent
    return msgspec.convert({**audit, **shown, **scores}, PhoneAudit)


def _reference_photos(checklists: list[PhoneChecklist]) -> list[UUID]:
    items = [item for checklist in checklists for _, item in items_of(checklist.definition)]
    return list(dict.fromkeys(item.reference_photo for item in items if item.reference_photo))
