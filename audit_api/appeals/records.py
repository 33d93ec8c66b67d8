"""A manager's appeal is written once, however often it is sent, and only while there is time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from pymongo.errors import DuplicateKeyError

from audit_api.appeals.attachments import claim_photos
from audit_api.appeals.paper_records import claimed
from audit_api.clock import now
from audit_api.documents import Appeal, AuditDocument, Paper, PhotoDocument
from audit_api.documents.seam import as_kept, to_bson
from audit_api.photos.records import reprieved
from audit_api.problems import Problem, not_found
from checklists.faults import Fault, error
from checklists.items import Key

Reason = Annotated[str, Meta(min_length=1, max_length=4000, pattern=r"\S")]


class AppealChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An appeal as it is made. `photos` and `papers` have been sent before."""

    items: Annotated[list[Key], Meta(min_length=1, max_length=50)]
    reason: Reason
    photos: Annotated[list[UUID], Meta(max_length=10)] = []
    papers: Annotated[list[UUID], Meta(max_length=5)] = []


def appeal_until(finalised_at: datetime, days: int) -> datetime:
    return finalised_at + timedelta(days=days)


async def make_appeal(
    manager_id: UUID, audit: AuditDocument, appeal_id: UUID, change: AppealChange, days: int, at: datetime | None = None
) -> Appeal:
    """`at` is now unless it is history that is written down.

    Raises `invalid_body`, `appeal_differs`, `appeal_open`, `appeal_too_late`, `item_appealed`, `photos_missing`,
    `photo_taken`, `papers_missing`.
    """
    change, at = as_kept(change), at or now()
    if known := find_appeal(audit, appeal_id):
        return _repeated(known, manager_id, change)
    _check(audit, change)
    _check_moment(audit, days, at)
    papers = await _arrived(manager_id, audit.id, change)
    appeal = Appeal(
        id=appeal_id,
        items=change.items,
        reason=change.reason,
        photos=change.photos,
        papers=papers,
        manager_id=manager_id,
        made_at=at,
    )
    return appeal if await _written(audit.id, appeal) else await _overtaken(audit.id, appeal, change)


def find_appeal(audit: AuditDocument, appeal_id: UUID) -> Appeal | None:
    return next((appeal for appeal in audit.appeals if appeal.id == appeal_id), None)


def _repeated(known: Appeal, manager_id: UUID, change: AppealChange) -> Appeal:
    stored = (known.manager_id, known.items, known.reason, known.photos, [paper.id for paper in known.papers])
    if stored != (manager_id, change.items, change.reason, change.photos, change.papers):
        raise Problem("appeal_differs")
    return known


def _check(audit: AuditDocument, change: AppealChange) -> None:
    if faults := list(_faults(audit, change)):
        raise Problem("invalid_body", f"{len(faults)} fault(s).", faults=faults)
    _check_others(audit, change.items)


def _faults(audit: AuditDocument, change: AppealChange) -> Iterator[Fault]:
    for n, key in enumerate(change.items):
        if key not in audit.submission.answers:
            yield error(f"items[{n}]", "unknown_item", f"The audit has no answer to `{key}`.")
        elif key in change.items[:n]:
            yield error(f"items[{n}]", "duplicate_item", "It is appealed already.")


def _check_others(audit: AuditDocument, items: list[str]) -> None:
    if any(appeal.state == "open" for appeal in audit.appeals):
        raise Problem("appeal_open")
    before = {key for appeal in audit.appeals for key in appeal.items}
    if again := [key for key in items if key in before]:
        raise Problem("item_appealed", ", ".join(again))


def _check_moment(audit: AuditDocument, days: int, at: datetime) -> None:
    if audit.finalised_at is None:
        raise not_found()
    if at > (until := appeal_until(audit.finalised_at, days)):
        raise Problem("appeal_too_late", f"It was possible until {until.isoformat()}.")


async def _arrived(manager_id: UUID, audit_id: UUID, change: AppealChange) -> list[Paper]:
    await _check_photos(manager_id, audit_id, change.photos)
    papers = await claimed(manager_id, audit_id, change.papers)
    arrived = {paper.id for paper in papers}
    if missing := [str(paper) for paper in change.papers if paper not in arrived]:
        raise Problem("papers_missing", ", ".join(missing))
    return papers


async def _check_photos(manager_id: UUID, audit_id: UUID, photo_ids: list[UUID]) -> None:
    if not photo_ids:
        return
    await claim_photos(manager_id, audit_id, photo_ids)
    found = await reprieved(await PhotoDocument.find({"_id": {"$in": photo_ids}}).to_list())
    arrived = {photo.id for photo in found}
    if missing := [str(photo) for photo in photo_ids if photo not in arrived]:
        raise Problem("photos_missing", f"{len(missing)} photo(s).", missing_photos=missing)
    mine = (manager_id, audit_id)
    if stolen := sorted(str(photo.id) for photo in found if (photo.owner_id, photo.appealed_in) != mine):
        raise Problem("photo_taken", f"Take it anew under another id: {', '.join(stolen)}.")


async def _written(audit_id: UUID, appeal: Appeal) -> bool:
    """False if another appeal was faster. Raises `appeal_differs` if one of another audit has its id."""
    free = {
        "_id": audit_id,
        "status": "finalised",
        "removed": None,
        "appeals.state": {"$ne": "open"},
        "appeals.items": {"$nin": appeal.items},
        "appeals.id": {"$ne": appeal.id},
    }
    try:
        pushed = await AuditDocument.get_pymongo_collection().update_one(free, {"$push": {"appeals": to_bson(appeal)}})
    except DuplicateKeyError:
        raise Problem("appeal_differs") from None
    return bool(pushed.matched_count)


async def _overtaken(audit_id: UUID, appeal: Appeal, change: AppealChange) -> Appeal:
    current = await AuditDocument.get(audit_id)
    if current is None:
        raise not_found()
    if known := find_appeal(current, appeal.id):
        return _repeated(known, appeal.manager_id, change)
    _check_others(current, change.items)
    raise Problem("audit_state", f"The audit is {current.status}.")
