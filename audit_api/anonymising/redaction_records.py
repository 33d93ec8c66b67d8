"""A photo becomes a picture that trainers may see: looked at by detectors, decided by a person, drawn anew.

The picture is saved before the record that names it, and the old one removed after: whatever dies in between leaves
bytes without a record, which a sweep removes, and never a record without bytes.
"""

from typing import Any
from uuid import UUID, uuid5

import msgspec
from pymongo.errors import DuplicateKeyError

from audit_api.clock import now
from audit_api.documents import ExampleDocument, PhotoDocument, RedactionDocument
from audit_api.documents.redactions import RedactionDecision
from audit_api.documents.seam import as_kept, to_bson
from audit_api.examples.writes import write_photo
from audit_api.problems import Problem
from media.intake import PhotoIntake
from media.photos import PhotoRefused
from media.regions import Region
from media.store import PhotoFileMissing, PhotoStore

ATTEMPTS = 5


async def looked_at(photo: PhotoDocument, store: PhotoStore, intake: PhotoIntake) -> RedactionDocument:
    """The redaction of a photo with what the detectors propose; they look once. Raises `photo_too_slow`."""
    if found := await RedactionDocument.get(photo.id):
        return found
    try:
        sighting = await intake.look(await _bytes(photo, store))
    except PhotoRefused as refused:
        raise Problem(refused.code, refused.detail) from None
    redaction = RedactionDocument(id=photo.id, proposals=sighting.proposals, looked_at=now())
    try:
        await redaction.insert()
    except DuplicateKeyError:  # somebody else looked meanwhile
        return await RedactionDocument.get(photo.id) or redaction
    return redaction


async def decide_redaction(
    photo: PhotoDocument,
    decision: RedactionDecision,
    regions: list[Region],
    by: UUID | None,
    store: PhotoStore,
    intake: PhotoIntake,
) -> RedactionDocument:
    """Draws the picture unless it was drawn so already, and tells every example that shows the photo."""
    before = await looked_at(photo, store, intake)
    same = before.decision == decision and as_kept(_Regions(before.regions)) == as_kept(_Regions(regions))
    redaction = before if same else await _drawn(photo, before, decision, regions, by, store, intake)
    redaction = await _told_to_examples(redaction)
    # Removed meanwhile: whoever removes a photo looks for its redaction afterwards, so one of the two sees the other.
    if await PhotoDocument.get(photo.id) is None:
        await remove_redaction(photo.id, store)
        raise Problem("not_found")
    return redaction


async def _told_to_examples(redaction: RedactionDocument) -> RedactionDocument:
    """Of two who decide at once, the later one sees what stands: no example shows a picture that is gone."""
    for _ in range(ATTEMPTS):
        state = "done" if redaction.decision == "redact" else "dropped"
        async for example in ExampleDocument.find({"photos.original": redaction.id}):
            await write_photo(example, redaction.id, redaction.redacted_id, state)
        now_stored = await RedactionDocument.get(redaction.id)
        if now_stored is None or now_stored.redacted_id == redaction.redacted_id:
            break
        redaction = now_stored
    return redaction


async def remove_redaction(photo_id: UUID, store: PhotoStore) -> None:
    """Removes the record of a photo's redaction first, then its files."""
    gone = await RedactionDocument.get_pymongo_collection().find_one_and_delete({"_id": photo_id})
    if gone is not None:
        await _delete_files(store, gone)


class _Regions(msgspec.Struct, frozen=True):
    regions: list[Region]


async def _drawn(
    photo: PhotoDocument,
    before: RedactionDocument,
    decision: RedactionDecision,
    regions: list[Region],
    by: UUID | None,
    store: PhotoStore,
    intake: PhotoIntake,
) -> RedactionDocument:
    facts: dict[str, Any] = dict.fromkeys(("redacted_id", "image_id", "thumbnail_id", "sha256", "width", "height"))
    if decision == "redact":
        made = await intake.redact(await _bytes(photo, store), regions)
        facts = {
            "redacted_id": uuid5(photo.id, made.sha256),
            "image_id": await store.save(
                made.image, photo_id=photo.id, rendition="image", content_type=made.content_type
            ),
            "thumbnail_id": await store.save(
                made.thumbnail, photo_id=photo.id, rendition="thumbnail", content_type=made.content_type
            ),
            "sha256": made.sha256,
            "width": made.width,
            "height": made.height,
        }
    facts |= {"decision": decision, "decided_by": by, "decided_at": now()}
    changed = {"$set": {**facts, "regions": to_bson(regions)}}
    redactions = RedactionDocument.get_pymongo_collection()
    old = await redactions.find_one_and_update({"_id": photo.id}, changed)
    if old is not None:
        await _delete_files(store, old)
    stored = await RedactionDocument.get(photo.id)
    if stored is None:
        raise Problem("not_found")
    return stored


async def _delete_files(store: PhotoStore, redaction: dict[str, Any]) -> None:
    for name in ("image_id", "thumbnail_id"):
        if redaction.get(name) is not None:
            await store.delete(redaction[name])


async def _bytes(photo: PhotoDocument, store: PhotoStore) -> bytes:
    try:
        file = await store.find(photo.image_id)
        return b"".join([part async for part in store.stream(file)])
    except PhotoFileMissing:
        raise Problem("internal_error", "The photo's bytes are missing.") from None
