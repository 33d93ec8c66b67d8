"""Submitting a 25-item audit over HTTP against inserting its document with the bare driver.

One server process, 16 requests at a time, in turns with the baseline in the same run.
The baseline writes the very document that the server stored, with the same write concern,
into a collection with the same indexes and into one without any.
"""

import asyncio
import time
from statistics import median
from typing import Any
from uuid import uuid4

import msgspec

from audit_api.database import Database, connect
from audit_api.documents import AuditDocument
from bench.http_client import send_all
from bench.network import BenchNetwork, bench_server

AT_ONCE = 16
AUDITS = 320
ROUNDS = 9


class SubmissionFigures(msgspec.Struct, kw_only=True):
    """Per second, medians over the rounds; a ratio is of the medians."""

    http: float
    insert_one: float
    insert_one_without_indexes: float
    ratio: float
    ratio_without_indexes: float


async def main(mongodb_uri: str) -> SubmissionFigures:
    with bench_server(mongodb_uri) as server:
        network = BenchNetwork(server)
        batches = [network.submissions(AUDITS) for _ in range(ROUNDS + 1)]
        await _submit(server.address, network.token, batches[0])  # warms caches and connections
        client = connect(mongodb_uri)
        database = client[server.database]
        stored = await database.audits.find_one()
        assert stored is not None
        await database.baseline.create_indexes(list(AuditDocument.Settings.indexes))
        rounds = [await _round(server.address, network.token, batch, database, stored) for batch in batches[1:]]
        await client.close()
    http, indexed, bare = (median(values) for values in zip(*rounds, strict=True))
    return SubmissionFigures(
        http=http,
        insert_one=indexed,
        insert_one_without_indexes=bare,
        ratio=http / indexed,
        ratio_without_indexes=http / bare,
    )


async def _round(
    address: str, token: str, batch: list[bytes], database: Database, stored: dict[str, Any]
) -> tuple[float, float, float]:
    """Audits a second by HTTP, by insert_one with indexes, and without."""
    seconds = (
        await _submit(address, token, batch),
        await _insert_all(database, "baseline", stored),
        await _insert_all(database, "baseline_bare", stored),
    )
    return AUDITS / seconds[0], AUDITS / seconds[1], AUDITS / seconds[2]


async def _submit(address: str, token: str, batch: list[bytes]) -> float:
    requests = [("PUT", f"/api/audits/{uuid4()}", body) for body in batch]
    return await send_all(address, token, requests, AT_ONCE)


async def _insert_all(database: Database, collection: str, stored: dict[str, Any]) -> float:
    waiting = iter([{**stored, "_id": uuid4(), "assignment_id": uuid4()} for _ in range(AUDITS)])

    async def worker() -> None:
        for document in waiting:
            await database[collection].insert_one(document)

    began = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    return time.perf_counter() - began
