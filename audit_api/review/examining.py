"""Flags are worked out after the receipt, so that no phone waits for them.

An audit is stored as unexamined, in the one write that stores it. Whoever finds such audits examines them; should that
be cut off anywhere, they are still unexamined, and doing it twice makes no difference.
"""

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, suppress
from datetime import timedelta
from uuid import UUID

from pymongo import ReplaceOne, UpdateOne

from audit_api.clock import now
from audit_api.documents import AssignmentDocument, AuditDocument, BranchDocument, FingerprintDocument, PhotoDocument
from audit_api.documents.seam import to_bson
from audit_api.repeating import repeating
from audit_api.review.alike import Alike, Photos, Usual, fingerprint, read_alike, read_usual, same_photos, same_texts
from audit_api.settings import Settings
from audit_api.storage.leases import leased
from checklists.flags import Circumstances, Flag, PhotoFacts, flags_of
from checklists.geography import Coordinates

WORK = "examination"
BATCH = 50
PAUSE_SECONDS = 0.5
"""Before each batch: what arrives together is examined together."""
PATIENCE_SECONDS = 10.0
"""Submissions come first: while they keep coming, examining waits, but no longer than this."""


class Examiner:
    """Computes flags while the application runs; one for each. `wake` tells it that there is something new."""

    def __init__(self) -> None:
        self._wanted = asyncio.Event()

    def wake(self) -> None:
        self._wanted.set()

    def working(self, settings: Settings) -> AbstractAsyncContextManager[None]:
        """Meanwhile this process examines what comes in, and what another one left behind."""
        return repeating(WORK, self._examine, settings.examine_seconds, self._wanted)

    async def lull(self) -> None:
        """Waits until nothing more has come in for a pause, or patience is at its end."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                while self._wanted.is_set():
                    self._wanted.clear()
                    await asyncio.sleep(PAUSE_SECONDS)

    async def _examine(self) -> None:
        await self.lull()
        await examine_waiting(pause=PAUSE_SECONDS)


async def examine_waiting(*, pause: float = 0.0) -> int:
    """Examines every unexamined audit, the one received first before the others; tells how many there were.

    Nothing when another process is at it.
    """
    examined = 0
    if not await _is_any_waiting():
        return 0
    async with leased(WORK) as lease:
        if lease is None:
            return 0
        while audits := await _next_batch():
            await lease.renew()
            await _examine(audits)
            examined += len(audits)
            await asyncio.sleep(pause)
    return examined


async def _is_any_waiting() -> bool:
    return await AuditDocument.get_pymongo_collection().find_one({"unexamined": True}, {"_id": 1}) is not None


async def _next_batch() -> list[AuditDocument]:
    return await AuditDocument.find({"unexamined": True}).sort("received_at", "_id").limit(BATCH).to_list()


async def _examine(audits: list[AuditDocument]) -> None:
    wanted = [photo for audit in audits for photo in audit.photo_ids]
    photos = {photo.id: photo async for photo in PhotoDocument.find({"_id": {"$in": wanted}})}
    branches = {
        branch.id: branch.branch.position
        async for branch in BranchDocument.find({"_id": {"$in": list({audit.branch_id for audit in audits})}})
    }
    usual = await read_usual(audits, now() + timedelta(days=1))
    prints = [fingerprint(audit, photos) for audit in audits]
    # Written before it is looked for others: of two that are examined at the same time, one finds the other.
    await FingerprintDocument.get_pymongo_collection().bulk_write(
        [ReplaceOne({"_id": one.id}, one.as_stored(), upsert=True) for one in prints], ordered=False
    )
    alike = await read_alike(prints)

    def examined(audit: AuditDocument) -> UpdateOne:
        around = _circumstances(audit, photos, branches, usual, alike)
        return _examined(audit, flags_of(audit.submission, around))

    # Beside the loop, one at a time: others are waiting for this process.
    changes = [await asyncio.to_thread(examined, audit) for audit in audits]
    await _say_audited(audits)
    await AuditDocument.get_pymongo_collection().bulk_write(changes, ordered=False)
    await _forget_removed([audit.id for audit in audits])


async def _say_audited(audits: list[AuditDocument]) -> None:
    """Before they count as examined: whoever dies in between says it again."""
    fresh = {"_id": {"$in": [audit.assignment_id for audit in audits]}, "audited": {"$ne": True}}
    await AssignmentDocument.get_pymongo_collection().update_many(fresh, {"$set": {"audited": True}})


async def _forget_removed(audit_ids: list[UUID]) -> None:
    """Of audits that lost words or photos meanwhile. Who removes those looks for prints afterwards."""
    lost = AuditDocument.get_pymongo_collection().find(
        {"_id": {"$in": audit_ids}, "removed": {"$ne": None}}, {"_id": 1}
    )
    if gone := [row["_id"] async for row in lost]:
        await FingerprintDocument.get_pymongo_collection().delete_many({"_id": {"$in": gone}})


def _examined(audit: AuditDocument, flags: list[Flag]) -> UpdateOne:
    """The update that stores the flags of this revision; a newer one stays unexamined."""
    examined = {"_id": audit.id, "submission.revision": audit.submission.revision, "removed": None}
    found = {"flags": flags, "flagged": bool(flags), "unexamined": False}
    return UpdateOne(examined, {"$set": to_bson(found)})


def _circumstances(
    audit: AuditDocument,
    photos: Photos,
    branches: Mapping[UUID, Coordinates | None],
    usual: Usual,
    alike: Alike,
) -> Circumstances:
    checklist = audit.submission.checklist.key
    return Circumstances(
        channel=audit.channel,
        clock_ahead=audit.device_skew_seconds,
        received_at=audit.earlier[0].received_at if audit.earlier else audit.received_at,
        branch=branches.get(audit.branch_id),
        photos={key: _facts(photos[key]) for key in audit.photo_ids if key in photos},
        shopper_seconds=usual.of_shoppers.get((audit.shopper_id, checklist), []),
        checklist_seconds=usual.of_checklists.get(checklist, []),
        same_photos=list(same_photos(audit, photos, alike)),
        same_texts=list(same_texts(audit, alike)),
    )


def _facts(photo: PhotoDocument) -> PhotoFacts:
    """What the file says; where it says nothing, what the phone said of it."""
    seen, told = photo.evidence, photo.evidence.reported
    position = seen.position or (told.position if told else None)
    return PhotoFacts(
        taken_at=seen.taken_at or (told.taken_at if told else None),
        place=Coordinates(latitude=position.latitude, longitude=position.longitude) if position else None,
        accuracy=position.accuracy if position else None,
    )
