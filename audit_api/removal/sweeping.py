"""What nobody needs any more is removed: given-up uploads, photos that nothing names, bytes without a record.

A photo is removed in two steps that lie half a day apart. First it is condemned. Whoever is about to refer to it
afterwards finds the mark and takes it away (`reprieved`); whoever looked before has long written the reference when
the second step looks for one. The removal itself demands the mark, in one operation.
"""

from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any

import msgspec
import structlog
from bson import ObjectId

from audit_api.anonymising.redaction_records import remove_redaction
from audit_api.appeals.paper_records import remove_orphans
from audit_api.clock import now
from audit_api.documents import (
    PhotoDocument,
    RedactionDocument,
    UploadChunkDocument,
    UploadDocument,
)
from audit_api.photos.named import named
from audit_api.removal.retention import keep_retention
from audit_api.repeating import repeating
from audit_api.settings import Settings
from audit_api.storage.leases import Lease, leased
from audit_api.uploads.records import end_expired
from media.store import PhotoStore

WORK = "sweep"
CONDEMNED = timedelta(hours=12)
"""Between the two steps: no request lives so long between reading a photo and writing what refers to it."""
UNRECORDED = timedelta(days=1)
"""Bytes are saved a moment before the record that names them."""
BATCH = 500
LOOKS_EVERY = timedelta(minutes=10)
"""How often a process asks whether a sweep is due."""

_log = structlog.get_logger("sweep")


class Swept(msgspec.Struct, kw_only=True):
    """How many of each a sweep removed; `condemned` photos go with a later one."""

    uploads: int = 0
    chunks: int = 0
    condemned: int = 0
    photos: int = 0
    files: int = 0
    papers: int = 0
    audits_erased: int = 0
    audits_anonymised: int = 0
    audits_without_words: int = 0
    audits_without_photos: int = 0


async def sweep(store: PhotoStore, settings: Settings, *, every: timedelta = timedelta(0)) -> Swept | None:
    """Removes what can go, unless another process is at it or did it less than `every` ago: then None.

    Safe to break off anywhere. Raises LeaseLost when another process took over.
    """
    async with leased(WORK, every=every) as lease:
        if lease is None:
            return None
        swept, done = Swept(), False
        try:
            await _Sweep(lease, store, swept).run(orphaned_after=timedelta(days=settings.orphan_photo_days))
            done = True
        finally:
            _log.info("swept", done=done, **msgspec.structs.asdict(swept))
    return swept


def sweeping(store: PhotoStore, settings: Settings) -> AbstractAsyncContextManager[None]:
    """While the context is open, this process sweeps when it is due."""
    every = timedelta(hours=settings.sweep_hours)
    return repeating(WORK, lambda: sweep(store, settings, every=every), LOOKS_EVERY.total_seconds() if every else 0)


class _Sweep:
    """One run. The steps are independent, and each may be repeated or left out at any time."""

    def __init__(self, lease: Lease, store: PhotoStore, swept: Swept) -> None:
        self._lease, self._store, self._swept = lease, store, swept
        self._photos = PhotoDocument.get_pymongo_collection()

    async def run(self, *, orphaned_after: timedelta) -> None:
        await self._end_expired_uploads()
        await self._remove_stray_chunks()
        await self._remove_condemned()
        await self._condemn_orphans(now() - orphaned_after)
        await self._remove_stray_files()
        await self._lease.renew()
        self._swept.papers += await remove_orphans(now() - orphaned_after)
        await self._keep_retention()

    async def _keep_retention(self) -> None:
        done = await keep_retention(self._store, renew=self._lease.renew, whole=False)
        self._swept.audits_erased += done.erase
        self._swept.audits_anonymised += done.anonymise
        self._swept.audits_without_words += done.words
        self._swept.audits_without_photos += done.photos

    async def _end_expired_uploads(self) -> None:
        async for upload in UploadDocument.find({"expires_at": {"$lte": now()}}):
            await self._lease.renew()
            self._swept.uploads += await end_expired(upload)

    async def _remove_stray_chunks(self) -> None:
        """Of attempts that have ended: sent by who did not know, or left by a process that died in between."""
        chunks, uploads = UploadChunkDocument.get_pymongo_collection(), UploadDocument.get_pymongo_collection()
        found = await chunks.aggregate([{"$group": {"_id": "$attempt"}}])
        while batch := [row["_id"] for row in await found.to_list(BATCH)]:
            await self._lease.renew()
            # An upload is there before its first chunk, and no attempt comes back: without an upload it is over.
            living = {upload["attempt"] async for upload in uploads.find({"attempt": {"$in": batch}}, {"attempt": 1})}
            ended = [attempt for attempt in batch if attempt not in living]
            self._swept.chunks += (await chunks.delete_many({"attempt": {"$in": ended}})).deleted_count

    async def _condemn_orphans(self, received_before: datetime) -> None:
        found = self._photos.find({"received_at": {"$lt": received_before}}, {"_id": 1}, sort=[("received_at", 1)])
        while batch := [row["_id"] for row in await found.to_list(BATCH)]:
            await self._lease.renew()
            orphans = {"_id": {"$in": list(set(batch) - await named(batch))}, "condemned_at": None}
            marked = await self._photos.update_many(orphans, {"$set": {"condemned_at": now()}})
            self._swept.condemned += marked.modified_count

    async def _remove_condemned(self) -> None:
        long_ago = {"condemned_at": {"$type": "date", "$lt": now() - CONDEMNED}}
        found = self._photos.find(long_ago, {"condemned_at": 1, "image_id": 1, "thumbnail_id": 1})
        while batch := await found.to_list(BATCH):
            await self._lease.renew()
            kept = await named([photo["_id"] for photo in batch])
            await self._photos.update_many({"_id": {"$in": list(kept)}}, {"$set": {"condemned_at": None}})
            for photo in batch:
                if photo["_id"] not in kept:
                    await self._remove(photo)

    async def _remove(self, photo: dict[str, Any]) -> None:
        """Unless it was asked for meanwhile."""
        this = {"_id": photo["_id"], "condemned_at": photo["condemned_at"]}
        if not (await self._photos.delete_one(this)).deleted_count:
            return
        self._swept.photos += 1
        _log.info("photo_removed", photo=str(photo["_id"]))
        await remove_redaction(photo["_id"], self._store)
        # The record went first: bytes without a record are found another time, a record without bytes is a lie.
        for file_id in (photo["image_id"], photo["thumbnail_id"]):
            await self._store.delete(file_id)

    async def _remove_stray_files(self) -> None:
        """What an attempt to keep a photo left when it was cut off or lost against another one."""
        async for file_id in self._store.orphans(self._claimed, before=now() - UNRECORDED):
            await self._store.delete(file_id)
            self._swept.files += 1

    async def _claimed(self, files: list[ObjectId]) -> set[ObjectId]:
        await self._lease.renew()
        photo_ids = {"$in": list(set((await self._store.photos_of(files)).values()))}
        names = ("image_id", "thumbnail_id")
        claimed: set[ObjectId] = set()
        for collection in (self._photos, RedactionDocument.get_pymongo_collection()):
            records = collection.find({"_id": photo_ids}, dict.fromkeys(names, 1))
            claimed |= {record[name] async for record in records for name in names if record.get(name)}
        return claimed
