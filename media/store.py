"""Photo bytes in GridFS. The only module that knows GridFS; who may see a photo is decided by whoever owns the record.

Bytes are saved before the record that names them, apart from it (GridFS takes no part in any transaction). So every
attempt gets an ObjectId of its own: chunks left by an attempt that was cut off can never collide with its retry,
which they would under the phone's id. The record, unique by the phone's id, says which attempt counts; all others
are orphans: `orphans` finds them for whoever sweeps.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

import anyio
import msgspec
from bson import Int64, ObjectId
from gridfs.asynchronous import AsyncGridFSBucket
from gridfs.errors import NoFile
from pymongo import ASCENDING
from pymongo.asynchronous.database import AsyncDatabase

BUCKET = "photos"
CHUNK_BYTES = 1020 * 1024
"""Most kept photos fit into one. Files that were saved with GridFS's default of 255 KiB say so themselves."""
BATCH_BYTES = 2 * CHUNK_BYTES
"""So much is under way between database and server; the driver's default would fetch up to 16 MiB at once."""
ORPHANS_PER_BATCH = 500

Rendition = Literal["image", "thumbnail"]
Claimed = Callable[[list[ObjectId]], Awaitable[Collection[ObjectId]]]
"""Tells which of these files a photo record names."""


class PhotoFileMissing(LookupError):
    """There is no stored file with this id, or some of its chunks are gone."""


class StoredFile(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a stored file without reading its bytes; `length` in bytes."""

    id: ObjectId
    length: int
    chunk_bytes: int
    photo_id: UUID
    rendition: Rendition
    content_type: str
    saved_at: datetime


class PhotoStore:
    """Saves, streams and deletes photo files of one database, with the database's own read and write concerns."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._bucket = AsyncGridFSBucket(database, bucket_name=BUCKET)
        self._files = database[BUCKET].files
        self._chunks = database[BUCKET].chunks

    async def ensure_indexes(self) -> None:
        """Create GridFS's two indexes before the first write does it in passing, and one to find a photo's attempts."""
        await self._chunks.create_index([("files_id", ASCENDING), ("n", ASCENDING)], unique=True)
        await self._files.create_index([("filename", ASCENDING), ("uploadDate", ASCENDING)])
        await self._files.create_index([("metadata.photo_id", ASCENDING)])

    async def save(self, content: bytes, *, photo_id: UUID, rendition: Rendition, content_type: str) -> ObjectId:
        """Write a file and return its id. A failed or cancelled attempt leaves nothing behind if it can be helped.

        In two round trips: GridFS's own writer asks twice more, for indexes that are there.
        """
        file_id = ObjectId()
        entry = {
            "_id": file_id,
            "filename": f"{photo_id}/{rendition}",
            "metadata": {"photo_id": photo_id, "rendition": rendition, "content_type": content_type},
            "chunkSize": CHUNK_BYTES,
            "length": Int64(len(content)),
        }
        try:
            if chunks := list(_chunks(file_id, content)):
                await self._chunks.insert_many(chunks)
            # Last, when all of it is there: half a file has no entry.
            await self._files.insert_one({**entry, "uploadDate": datetime.now(UTC)})
        except BaseException:
            with anyio.CancelScope(shield=True):
                await self.delete(file_id)
            raise
        return file_id

    async def find(self, file_id: ObjectId) -> StoredFile:
        """The stored file. Raises PhotoFileMissing."""
        found = await self._files.find_one({"_id": file_id})
        if found is None:
            raise PhotoFileMissing(str(file_id))
        return StoredFile(
            id=file_id,
            length=found["length"],
            chunk_bytes=found["chunkSize"],
            saved_at=found["uploadDate"],
            **found["metadata"],
        )

    async def stream(self, file: StoredFile, start: int = 0, stop: int | None = None) -> AsyncIterator[bytes]:
        """Yield bytes `start` up to but not including `stop`, fetching only the chunks they lie in.

        GridFS's own reader cannot be told where to stop: it asks for all chunks up to the end, and the server sends
        them in its first batch. Raises PhotoFileMissing when a chunk is gone, ValueError for a range outside the file.
        """
        stop = file.length if stop is None else stop
        if not 0 <= start <= stop <= file.length:
            raise ValueError(f"bytes {start} to {stop} of {file.length}")
        if start == stop:
            return
        first, last = start // file.chunk_bytes, (stop - 1) // file.chunk_bytes
        wanted = {"files_id": file.id, "n": {"$gte": first, "$lte": last}}
        expected, at_once = first, max(1, BATCH_BYTES // file.chunk_bytes)
        # With a limit the database knows by itself that there is no more, and need not be asked for it.
        found = self._chunks.find(wanted, sort=[("n", ASCENDING)], batch_size=at_once, limit=last - first + 1)
        async with found as chunks:
            async for chunk in chunks:
                if chunk["n"] != expected:
                    break
                offset = expected * file.chunk_bytes
                yield chunk["data"][max(0, start - offset) : stop - offset]
                expected += 1
        if expected <= last:
            raise PhotoFileMissing(f"{file.id}: chunk {expected}")

    async def delete(self, file_id: ObjectId) -> bool:
        """Delete a file, also one whose upload never ended. Whether there was a whole file."""
        try:
            await self._bucket.delete(file_id)
        except NoFile:  # raised after stray chunks were deleted
            return False
        return True

    async def delete_all_of(self, photo_id: UUID) -> int:
        """Every file that was ever saved for a photo. Chunks first: what is cut off is found again by the entries."""
        files = [file["_id"] async for file in self._files.find({"metadata.photo_id": photo_id}, {"_id": 1})]
        await self._chunks.delete_many({"files_id": {"$in": files}})
        return (await self._files.delete_many({"_id": {"$in": files}})).deleted_count

    async def photos_of(self, files: list[ObjectId]) -> dict[ObjectId, UUID]:
        """The photo ids that these files were saved for; a file that was never completed has none."""
        found = self._files.find({"_id": {"$in": files}}, {"metadata.photo_id": 1})
        return {file["_id"]: file["metadata"]["photo_id"] async for file in found}

    async def orphans(
        self, claimed: Claimed, *, before: datetime, since: datetime | None = None
    ) -> AsyncIterator[ObjectId]:
        """Yield files begun before `before` (and not before `since`) that no photo record names.

        Found by their first chunks, so that an upload cut off before its file entry was written is found as well. An
        ObjectId holds its time, so this is a range of the index that GridFS needs anyway. Choose `before` well past
        the longest time between saving bytes and writing the record.
        """
        begun = {"$lt": ObjectId.from_datetime(before)}
        if since is not None:
            begun["$gte"] = ObjectId.from_datetime(since)
        first_chunks = self._chunks.find({"files_id": begun, "n": 0}, {"_id": 0, "files_id": 1})
        async with first_chunks.batch_size(ORPHANS_PER_BATCH) as chunks:
            while batch := [chunk["files_id"] for chunk in await chunks.to_list(ORPHANS_PER_BATCH)]:
                kept = set(await claimed(batch))
                for file_id in batch:
                    if file_id not in kept:
                        yield file_id


def _chunks(file_id: ObjectId, content: bytes) -> Iterator[dict[str, Any]]:
    for n, start in enumerate(range(0, len(content), CHUNK_BYTES)):
        yield {"files_id": file_id, "n": n, "data": content[start : start + CHUNK_BYTES]}
