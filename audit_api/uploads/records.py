"""Uploads in MongoDB: begun once, continued by any process, and in the end a photo like any other.

The chunks are the record of what has arrived. Each takes its place under a unique index, so that writing one moves
the offset, whole and durable, or finds that another request was faster. Nothing is locked, and nothing that a killed
process held has to expire.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from bson import ObjectId
from litestar.status_codes import HTTP_429_TOO_MANY_REQUESTS
from pymongo import DESCENDING
from pymongo.errors import DuplicateKeyError

from audit_api.clock import now
from audit_api.documents import PhotoDocument, UploadChunkDocument, UploadDocument
from audit_api.photos.arrivals import PhotoArrivals
from audit_api.photos.records import stored_photo
from audit_api.problems import Problem, not_found
from audit_api.settings import Settings
from audit_api.uploads.tus import Announced
from media.photos import PhotoRefused
from media.upload import spooled

CHUNK_BYTES = 255 * 1024
"""A chunk with its names stays below 256 KiB, as in GridFS; many are read in one round trip."""
BEGIN_ATTEMPTS = 3
RENEWAL = timedelta(hours=1)
"""Bytes that arrive put the end of an upload off; not oftener than this, which saves a write for most requests."""
RETRY_SECONDS = 60


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a file has arrived. `upload` is None when the photo is stored already."""

    offset: int
    length: int
    upload: UploadDocument | None = None


async def begin(
    owner_id: UUID, announced: Announced, length: int, settings: Settings, arrivals: PhotoArrivals
) -> Progress:
    """A new upload, or how far the same one has come.

    Raises `photo_differs` when something else is under the id, `too_many_uploads`, `upload_quota`.
    """
    for _ in range(BEGIN_ATTEMPTS):
        if (known := await _known(announced.photo_id)) is not None:
            if (known.owner_id, *_content(known)) != (owner_id, announced.sha256, length):
                raise Problem("photo_differs")
            return await _progress(known)
        await arrivals.refuse_hoards(owner_id)
        upload = UploadDocument(
            id=announced.photo_id,
            owner_id=owner_id,
            attempt=ObjectId(),
            length=length,
            sha256=announced.sha256,
            reported=announced.reported,
            expires_at=now() + timedelta(days=settings.upload_days),
        )
        try:
            await upload.insert()
        except DuplicateKeyError:
            continue  # begun on another connection meanwhile, or an expired one is in the way
        await _refuse_hoards(upload, settings)
        return Progress(offset=0, length=length, upload=upload)
    raise Problem("database_unavailable", "The upload cannot be read back.")


async def progress_of(owner_id: UUID, photo_id: UUID) -> Progress:
    """How far this person's upload has come. Raises `not_found`."""
    known = await _known(photo_id)
    if known is None or known.owner_id != owner_id:
        raise not_found()
    return await _progress(known)


async def append(upload: UploadDocument, start: int, data: bytes) -> int:
    """The offset after `data`, which is stored durably from `start` on. Raises `upload_offset`."""
    chunk = {"attempt": upload.attempt, "start": start, "length": len(data), "data": data}
    try:
        await UploadChunkDocument.get_pymongo_collection().insert_one(chunk)
    except DuplicateKeyError:
        raise wrong_offset(await _offset(upload)) from None
    return start + len(data)


def wrong_offset(offset: int) -> Problem:
    """The problem that tells where the upload really is."""
    return Problem("upload_offset", f"It is {offset}.", headers={"Upload-Offset": str(offset)})


async def put_off(upload: UploadDocument, settings: Settings) -> None:
    """Give the upload a later end, because it goes on."""
    expires_at = now() + timedelta(days=settings.upload_days)
    if expires_at - upload.expires_at >= RENEWAL:
        this = {"_id": upload.id, "attempt": upload.attempt}
        await UploadDocument.get_pymongo_collection().update_one(this, {"$max": {"expires_at": expires_at}})
        upload.expires_at = expires_at


async def finish(upload: UploadDocument, arrivals: PhotoArrivals) -> None:
    """What has arrived whole becomes a photo; safe to repeat, also at the same time.

    A file that is refused ends the upload; one whose development was interrupted waits for another try. Raises
    PhotoRefused, PhotoInterrupted, `checksum_mismatch`, `photo_differs`; `not_found` if the upload was ended meanwhile.
    """
    try:
        await _keep(upload, arrivals)
    except PhotoRefused:
        await end(upload)
        raise
    except Problem as problem:
        if not says_nothing(problem):
            await end(upload)
        raise
    await end(upload)


def says_nothing(problem: Problem) -> bool:
    """About the file: an outage, or a pause that the account has to make."""
    return problem.status >= 500 or problem.status == HTTP_429_TOO_MANY_REQUESTS


async def _keep(upload: UploadDocument, arrivals: PhotoArrivals) -> None:
    async with spooled(_bytes_of(upload), arrivals.intake.limits) as file:
        if file.length != upload.length:  # another request has finished it and is taking its chunks away
            await progress_of(upload.owner_id, upload.id)
        elif file.sha256 != upload.sha256:
            raise Problem("checksum_mismatch", "The SHA-256 of the whole file is not the announced one.")
        else:
            await arrivals.keep(upload.owner_id, upload.id, file, upload.reported)


async def end(upload: UploadDocument) -> None:
    """Forget the upload and its bytes."""
    await _forget(upload, {})


async def end_expired(upload: UploadDocument) -> bool:
    """Forget the upload unless it went on meanwhile. Whether it is forgotten."""
    return await _forget(upload, {"expires_at": {"$lte": now()}})


async def _forget(upload: UploadDocument, demanded: dict[str, Any]) -> bool:
    # The chunks last: chunks without their upload are found by a sweep, an upload without its chunks would lie.
    this = {"_id": upload.id, "attempt": upload.attempt, **demanded}
    forgotten = await UploadDocument.get_pymongo_collection().delete_one(this)
    if demanded and not forgotten.deleted_count:
        return False
    await UploadChunkDocument.get_pymongo_collection().delete_many({"attempt": upload.attempt})
    return True


async def _known(photo_id: UUID) -> UploadDocument | PhotoDocument | None:
    """The upload or photo under this id. An upload whose time is up is ended on the way."""
    upload = await UploadDocument.get(photo_id)
    if upload is not None and upload.expires_at > now():
        return upload
    if upload is not None:
        await end_expired(upload)
    return await stored_photo(photo_id)


def _content(known: UploadDocument | PhotoDocument) -> tuple[str, int]:
    """SHA-256 and length of the whole file."""
    if isinstance(known, PhotoDocument):
        return known.evidence.received_sha256, known.evidence.received_bytes
    return known.sha256, known.length


async def _progress(known: UploadDocument | PhotoDocument) -> Progress:
    _, length = _content(known)
    if isinstance(known, PhotoDocument):
        return Progress(offset=length, length=length)
    return Progress(offset=await _offset(known), length=length, upload=known)


async def _offset(upload: UploadDocument) -> int:
    last = await UploadChunkDocument.get_pymongo_collection().find_one(
        {"attempt": upload.attempt}, {"start": 1, "length": 1}, sort=[("start", DESCENDING)]
    )
    return last["start"] + last["length"] if last else 0


async def _bytes_of(upload: UploadDocument) -> AsyncIterator[bytes]:
    chunks = UploadChunkDocument.get_pymongo_collection().find({"attempt": upload.attempt}, {"data": 1})
    async with chunks.sort("start").batch_size(4) as found:
        async for chunk in found:
            yield chunk["data"]


async def _refuse_hoards(upload: UploadDocument, settings: Settings) -> None:
    """Counts after writing, so that many at once cannot slip through. Raises `too_many_uploads`."""
    pipeline: list[dict[str, Any]] = [
        {"$match": {"owner_id": upload.owner_id, "expires_at": {"$gt": now()}}},
        {"$group": {"_id": None, "uploads": {"$sum": 1}, "bytes": {"$sum": "$length"}}},
    ]
    [held] = await (await UploadDocument.get_pymongo_collection().aggregate(pipeline)).to_list()
    if held["uploads"] > settings.uploads_max or held["bytes"] > settings.uploads_max_bytes:
        await end(upload)
        raise Problem("too_many_uploads", headers={"Retry-After": str(RETRY_SECONDS)})
