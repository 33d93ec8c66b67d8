"""PyMongo's async API against Motor, its predecessor: the same work, in turns, in one run."""

import asyncio
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

AT_ONCE = 32
DOCUMENTS = 1_000
FILES = 40
FILE_BYTES = 600 * 1024
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
    content = bytes(range(256)) * (FILE_BYTES // 256)
    pairs = {
        "find_one": (_find(ours[name]), _find(theirs[name]), DOCUMENTS),
        "insert_one": (_insert(ours[name], document), _insert(theirs[name], document), DOCUMENTS),
        "GridFS write": (
            _write(gridfs.AsyncGridFSBucket(ours[name]), content),
            _write(motor.motor_asyncio.AsyncIOMotorGridFSBucket(theirs[name]), content),
            FILES,
        ),
        "GridFS read": (
            await _read(gridfs.AsyncGridFSBucket(ours[name]), content),
            await _read(motor.motor_asyncio.AsyncIOMotorGridFSBucket(theirs[name]), content),
            FILES,
        ),
    }
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
