"""Photos on their way into the store: each developed once, in fair turns, and not more than an account may leave lying.

An audit names its photos after they have arrived. Until then nobody knows whether one ever will, and a sweep removes
them only after weeks.
"""

import asyncio
from datetime import timedelta
from uuid import UUID
from weakref import WeakValueDictionary

from audit_api.clock import now
from audit_api.documents import PhotoDocument
from audit_api.photos.named import named
from audit_api.photos.records import keep_photo, stored_photo
from audit_api.photos.turns import Turns
from audit_api.problems import DELAYED_SECONDS, Problem
from audit_api.settings import Settings
from media.intake import PhotoIntake
from media.photos import ReportedFacts
from media.store import PhotoStore
from media.upload import Upload

AT_ONCE_EACH = 2
"""Photos of one account that are developed at a time: a phone sends no more."""
WAITING_EACH = 64
"""Requests of one account that wait for that, each with a file; more come from who repeats without waiting."""
COUNTED_EVERY = 100
"""Photos of an account are taken in before those that nothing names are counted again."""
QUOTA_SECONDS = 600
BATCH = 1000


class PhotoArrivals:
    """Create one in the application's lifespan."""

    def __init__(self, store: PhotoStore, intake: PhotoIntake, settings: Settings) -> None:
        self.intake = intake
        self._store, self._settings = store, settings
        self._turns = Turns(intake.workers, AT_ONCE_EACH)
        self._arriving: WeakValueDictionary[tuple[UUID, UUID], asyncio.Lock] = WeakValueDictionary()
        self._left: dict[UUID, int] = {}

    async def keep(
        self, owner_id: UUID, photo_id: UUID, upload: Upload, reported: ReportedFacts | None = None
    ) -> PhotoDocument:
        """The stored photo; who repeats it while it is developed waits for the same.

        Raises PhotoRefused, PhotoInterrupted, `photo_differs`, `upload_quota`, `upload_delayed`.
        """
        if await stored_photo(photo_id) is not None:  # nothing is to be developed
            return await keep_photo(owner_id, photo_id, upload, self._store, self.intake, reported=reported)
        if self._turns.waiting(owner_id) >= WAITING_EACH:
            raise Problem("upload_delayed", headers={"Retry-After": str(DELAYED_SECONDS)})
        await self.refuse_hoards(owner_id)
        arriving = self._arriving.setdefault((owner_id, photo_id), asyncio.Lock())
        async with arriving, self._turns.of(owner_id):
            # Asks once more whether it is stored: waiting may have taken long.
            photo = await keep_photo(owner_id, photo_id, upload, self._store, self.intake, reported=reported)
        return photo

    async def refuse_hoards(self, owner_id: UUID) -> None:
        """Raises `upload_quota` when as many photos of the account as may be are named by nothing."""
        left = self._left.get(owner_id, 0)
        if not left:
            left = min(COUNTED_EVERY, self._settings.photos_unclaimed_max - await self._unclaimed(owner_id))
        if left <= 0:
            self._left.pop(owner_id, None)
            raise Problem("upload_quota", headers={"Retry-After": str(QUOTA_SECONDS)})
        self._left[owner_id] = left - 1

    async def _unclaimed(self, owner_id: UUID) -> int:
        """Those of before are swept."""
        since = now() - timedelta(days=self._settings.orphan_photo_days)
        wanted = {"owner_id": owner_id, "received_at": {"$gte": since}}
        rows = PhotoDocument.get_pymongo_collection().find(wanted, {"_id": 1})
        unclaimed = 0
        while batch := [row["_id"] for row in await rows.to_list(BATCH)]:
            unclaimed += len(batch) - len(await named(batch))
        return unclaimed
