"""What waits to be made anonymous: photos and words of examples, each branch's for those who may see its audits."""

import asyncio
from typing import Any
from uuid import UUID

import msgspec

from audit_api.access import visible_regions
from audit_api.documents import BranchDocument, ExampleDocument, ExampleState
from audit_api.documents.examples import Masking
from audit_api.http.paging import after_number, cursor_of, in_one_batch
from audit_api.people.auth import Principal
from audit_api.storage.names import names_of

WAITING = {"photos.state": "waiting", "state": {"$ne": "withdrawn"}}


class WaitingPhoto(msgspec.Struct, kw_only=True):
    """A photo of an example. `state`: whether trainers see the example once it is ready."""

    photo_id: UUID
    example_id: UUID
    audit_id: UUID
    branch_id: UUID
    branch_name: str
    state: ExampleState
    masking: Masking


class WaitingPhotoPage(msgspec.Struct, kw_only=True):
    """Photos that wait. `waiting` counts their examples; a photo of several examples is named with the best."""

    photos: list[WaitingPhoto]
    next: str | None
    waiting: int


async def waiting_photos(principal: Principal, limit: int, cursor: str | None) -> WaitingPhotoPage:
    """`limit` examples, each with all its waiting photos. Three round trips, whatever there is."""
    wanted: dict[str, Any] = {**WAITING, **visible_regions(principal)}
    examples = ExampleDocument.find({"$and": [wanted, after_number(cursor, "rank")]}, batch_size=in_one_batch(limit))
    found, waiting = await asyncio.gather(
        examples.sort("-rank", "-_id").limit(limit + 1).to_list(), ExampleDocument.find(wanted).count()
    )
    page = found[:limit]
    names = await names_of(BranchDocument, [one.branch_id for one in page])
    photos: dict[UUID, WaitingPhoto] = {}
    for one in page:
        for photo in one.photos:
            if photo.state == "waiting":
                photos.setdefault(photo.original, _waiting(one, photo.original, names))
    more = len(found) > limit
    return WaitingPhotoPage(
        photos=list(photos.values()),
        next=cursor_of(page[-1].rank, page[-1].id) if more else None,
        waiting=waiting,
    )


def _waiting(example: ExampleDocument, photo: UUID, names: dict[UUID, str]) -> WaitingPhoto:
    return WaitingPhoto(
        photo_id=photo,
        example_id=example.id,
        audit_id=example.audit_id,
        branch_id=example.branch_id,
        branch_name=names.get(example.branch_id, ""),
        state=example.state,
        masking=example.masking,
    )
