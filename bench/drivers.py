"""PyMongo's async API against Motor, its predecessor: the same work, in turns, in one run.

Photos are kept and served as the application does it, against Motor's GridFS with the same size of chunks; beside it
both drivers' own GridFS, which on our side nothing uses.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from statistics import median
from typing import Any
from uuid import uuid4

import gridfs
import motor.motor_asyncio
import msgspec
from pymongo import AsyncMongoClient

from bench.network import checklist, submission
from media.store import CHUNK_BYTES, PhotoStore

AT_ONCE = 32
DOCUMENTS = 1_000
FILES = 40
FILE_KILOBYTES = (300, 600, 1400)
"""Thumbnails are smaller; kept photos lie between the first and the last."""
ROUNDS = 5

Work = Callable[[int], Awaitable[Any]]


class DriverFigures(msgspec.Struct, kw_only=True):
    """Operations a second, medians of the rounds; `ratio` is PyMongo's over Motor's."""

    operation: str
    pymongo: float
    motor: float
    ratio: float


async def main(mongodb_uri: str) -> list[DriverFigures]:
    options: dict[str, Any] = {"w": "majority", "journal": True, "uuidRepresentation": "standard", "tz_aware": True}
    name = f"bench_{uuid4().hex[:8]}"
    ours: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(mongodb_uri, **options)
    theirs = motor.motor_asyncio.AsyncIOMotorClient(mongodb_uri, **options)
    document = {**submission(uuid4()), "checklist_definition": checklist()}
    await ours[name].found.insert_one({**document, "_id": 1})
    pairs: dict[str, tuple[Work, Work, int]] = {
        "find_one": (_find(ours[name]), _find(theirs[name]), DOCUMENTS),
        "insert_one": (_insert(ours[name], document), _insert(theirs[name], document), DOCUMENTS),
    }
    for kilobytes in FILE_KILOBYTES:
        pairs |= await _photos(ours[name], theirs[name], kilobytes)
    figures = [await _compare(operation, *pair) for operation, pair in pairs.items()]
    await ours.drop_database(name)
    await ours.close()
    theirs.close()
    return figures


async def _compare(operation: str, ours: Work, theirs: Work, count: int) -> DriverFigures:
    await _per_second(ours, count // 4)
    await _per_second(theirs, count // 4)
    rounds = [(await _per_second(ours, count), await _per_second(theirs, count)) for _ in range(ROUNDS)]
    pymongo, motor_ = (median(values) for values in zip(*rounds, strict=True))
    return DriverFigures(operation=operation, pymongo=pymongo, motor=motor_, ratio=pymongo / motor_)


async def _per_second(work: Work, count: int) -> float:
    waiting = iter(range(count))

    async def worker() -> None:
        for n in waiting:
            await work(n)

    began = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    return count / (time.perf_counter() - began)


def _find(database: Any) -> Work:
    async def find(_: int) -> None:
        assert await database.found.find_one({"_id": 1})

    return find


def _insert(database: Any, document: dict[str, Any]) -> Work:
    async def insert(_: int) -> None:
        await database.inserted.insert_one({**document, "_id": uuid4()})

    return insert


async def _photos(ours: Any, theirs: Any, kilobytes: int) -> dict[str, tuple[Work, Work, int]]:
    """Motor's and PyMongo's own GridFS with chunks as large as those of the photo store."""
    content = os.urandom(kilobytes * 1024)
    store = PhotoStore(ours)
    await store.ensure_indexes()
    own = gridfs.AsyncGridFSBucket(ours, chunk_size_bytes=CHUNK_BYTES)
    other = motor.motor_asyncio.AsyncIOMotorGridFSBucket(theirs, chunk_size_bytes=CHUNK_BYTES)
    wrote, read = _write(other, content), await _read(other, content)
    return {
        f"a photo kept, {kilobytes} KB": (_keep(store, content), wrote, FILES),
        f"a photo served, {kilobytes} KB": (await _serve(store, content), read, FILES),
        f"GridFS write, {kilobytes} KB": (_write(own, content), wrote, FILES),
        f"GridFS read, {kilobytes} KB": (await _read(own, content), read, FILES),
    }


def _keep(store: PhotoStore, content: bytes) -> Work:
    async def keep(_: int) -> None:
        await store.save(content, photo_id=uuid4(), rendition="image", content_type="image/jpeg")

    return keep


async def _serve(store: PhotoStore, content: bytes) -> Work:
    kept = await store.save(content, photo_id=uuid4(), rendition="image", content_type="image/jpeg")

    async def serve(_: int) -> None:
        parts = [part async for part in store.stream(await store.find(kept))]
        assert sum(map(len, parts)) == len(content)

    return serve


def _write(bucket: Any, content: bytes) -> Work:
    async def write(_: int) -> None:
        await bucket.upload_from_stream("photo", content)

    return write


async def _read(bucket: Any, content: bytes) -> Work:
    file_id = await bucket.upload_from_stream("photo", content)

    async def read(_: int) -> None:
        # Motor opens a download in a coroutine and PyMongo does, too; both read it in one piece.
        download = await bucket.open_download_stream(file_id)
        assert len(await download.read()) == len(content)

    return read
