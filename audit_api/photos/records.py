"""A received file becomes a stored photo: once, however often it is sent."""

from datetime import datetime
from uuid import UUID

import msgspec
from pymongo.errors import DuplicateKeyError

from audit_api.clock import now
from audit_api.documents import PhotoDocument
from audit_api.problems import Problem
from media.intake import PhotoIntake
from media.photos import KeptPhoto, ReportedFacts
from media.store import PhotoStore
from media.upload import Upload


async def keep_photo(
    owner_id: UUID,
    photo_id: UUID,
    upload: Upload,
    store: PhotoStore,
    intake: PhotoIntake,
    received_at: datetime | None = None,
    reported: ReportedFacts | None = None,
) -> PhotoDocument:
    """The stored photo. `received_at` is now unless it is history that is written down.

    Raises PhotoRefused for a bad file, `photo_differs` when another file is stored under the id.
    """
    photo = await stored_photo(photo_id)
    if photo is None:
        kept = await intake.take_in(upload.path)
        kept = msgspec.structs.replace(kept, evidence=msgspec.structs.replace(kept.evidence, reported=reported))
        photo = await _stored(owner_id, photo_id, kept, store, received_at or now())
    if photo.owner_id != owner_id or photo.evidence.received_sha256 != upload.sha256:
        raise Problem("photo_differs")
    return photo


async def stored_photo(photo_id: UUID) -> PhotoDocument | None:
    """The photo, if it is stored and will stay for now: being asked for, it is condemned no longer."""
    photo = await PhotoDocument.get(photo_id)
    return photo and next(iter(await reprieved([photo])), None)


async def reprieved(photos: list[PhotoDocument]) -> list[PhotoDocument]:
    """`photos`, of which none is condemned any more; without those that a sweep was faster to remove.

    Whoever is about to refer to photos calls this between reading them and writing the reference.
    """
    if all(photo.condemned_at is None for photo in photos):
        return photos
    return [photo for photo in photos if photo.condemned_at is None or await _reprieve(photo.id)]


async def _reprieve(photo_id: UUID) -> bool:
    """A removal demands the mark in the same operation, so one of the two comes first and the other finds nothing."""
    change = {"$set": {"condemned_at": None}}
    return await PhotoDocument.get_pymongo_collection().find_one_and_update({"_id": photo_id}, change) is not None


async def _stored(
    owner_id: UUID, photo_id: UUID, kept: KeptPhoto, store: PhotoStore, received_at: datetime
) -> PhotoDocument:
    # Bytes first: a record must never name bytes that are not there.
    image_id = await store.save(kept.image, photo_id=photo_id, rendition="image", content_type=kept.content_type)
    thumbnail_id = await store.save(
        kept.thumbnail, photo_id=photo_id, rendition="thumbnail", content_type=kept.content_type
    )
    photo = PhotoDocument(
        id=photo_id,
        owner_id=owner_id,
        evidence=kept.evidence,
        image_id=image_id,
        thumbnail_id=thumbnail_id,
        sha256=kept.sha256,
        width=kept.width,
        height=kept.height,
        received_at=received_at,
    )
    try:
        await photo.insert()
    except DuplicateKeyError:
        # The same photo arrived on another connection meanwhile; its bytes stay, ours go.
        await store.delete(image_id)
        await store.delete(thumbnail_id)
        stored = await PhotoDocument.get(photo_id)
        if stored is None:
            raise Problem("database_unavailable", "The photo cannot be read back.") from None
        return stored
    return photo
