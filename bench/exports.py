"""Taking away the answers of a network as files, against dumping them bare: `python -m bench.exports`.

The baseline reads the same audits in the same order with a cursor, and writes their answers to a CSV file with nothing
looked up, named, counted or kept back: what reading and writing alone take.
"""

import asyncio
import csv
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import psutil
from pymongo import MongoClient

from audit_api.clock import midnight, now
from audit_api.demo.people import DEMO_ACCOUNTS, DEMO_PASSWORD
from audit_api.documents.accounts import Role
from audit_api.embedded import embedded_mongodb
from bench.many_audits import seed_many
from bench.spread import Plan
from tests.api.process import ServerProcess

DATABASE = "exports"
BRANCHES, REGIONS, AUDITS = 250, 10, 5_000
ROUNDS = 3
EVERY_SECONDS = 0.02


class ExportFigures(msgspec.Struct, kw_only=True):
    """Of one file. Memory is that of the process that writes it; `first_ms` is until its first byte."""

    format: str
    rows: int
    seconds: float
    rows_per_second: float
    first_ms: float
    mib: float
    peak_mib: float


class Figures(msgspec.Struct, kw_only=True):
    """`files` of everything, `part` of one region: memory must be alike.

    `ratio` is the time of the CSV to that of the bare dump.
    """

    bare_rows_per_second: float
    ratio: float
    files: list[ExportFigures]
    part: ExportFigures


def main(uri: str) -> Figures:
    plan = Plan(branches=BRANCHES, audits=AUDITS, regions=REGIONS, midnight=midnight(now()))
    asyncio.run(seed_many(uri, DATABASE, plan))
    server = ServerProcess(uri, DATABASE, LOG_LEVEL="error", CALIBRATION_HOURS="0", ALERT_SECONDS="0")
    server.start()
    try:
        with _signed_in(server, "admin") as admin, _signed_in(server, "manager") as manager:
            return _measured(uri, server, admin, manager)
    finally:
        server.stop()


def _measured(uri: str, server: ServerProcess, admin: httpx.Client, manager: httpx.Client) -> Figures:
    rows = _answers(uri, {})
    bare, files = [], []
    for _ in range(ROUNDS):
        bare.append(_bare(uri, rows))
        files.append(_taken(server, admin, "csv", rows))
    middle = statistics.median_low([file.seconds for file in files])
    others = [_taken(server, admin, kind, rows) for kind in ("xlsx", "parquet")]
    regions = manager.get("/api/regions").raise_for_status().json()
    own = {"region_id": {"$in": [UUID(region["id"]) for region in regions]}}
    return Figures(
        bare_rows_per_second=rows / statistics.median(bare),
        ratio=middle / statistics.median(bare),
        files=[next(file for file in files if file.seconds == middle), *others],
        part=_taken(server, manager, "csv", _answers(uri, own)),
    )


def _answers(uri: str, wanted: dict[str, Any]) -> int:
    count = {"$sum": {"$size": {"$objectToArray": "$submission.answers"}}}
    with MongoClient[dict[str, Any]](uri, uuidRepresentation="standard") as client:
        (found,) = client[DATABASE].audits.aggregate([{"$match": wanted}, {"$group": {"_id": None, "answers": count}}])
    return int(found["answers"])


@contextmanager
def _signed_in(server: ServerProcess, role: Role) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.address, timeout=120) as http:
        credentials = {"account": DEMO_ACCOUNTS[role], "password": DEMO_PASSWORD, "transport": "bearer"}
        answer = http.post("/api/session", json=credentials).raise_for_status()
        http.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        yield http


def _bare(uri: str, rows: int) -> float:
    """Seconds."""
    began, written = time.perf_counter(), 0
    with MongoClient[dict[str, Any]](uri) as client, tempfile.TemporaryFile("w", newline="") as file:
        lines = csv.writer(file)
        needed = {"occurred_at": 1, "branch_id": 1, "submission.answers": 1, "scorecard.items": 1}
        found = client[DATABASE].audits.find({}, needed, batch_size=1000)
        for audit in found.sort([("occurred_at", -1), ("_id", -1)]):
            scores = {item["key"]: item for item in audit["scorecard"]["items"]}
            for key, answer in audit["submission"]["answers"].items():
                lines.writerow(
                    [audit["_id"], audit["occurred_at"], key, *answer.values(), *scores.get(key, {}).values()]
                )
                written += 1
    if written != rows:
        raise RuntimeError(f"{written} of {rows} answers")
    return time.perf_counter() - began


def _taken(server: ServerProcess, http: httpx.Client, kind: str, rows: int) -> ExportFigures:
    """As a reader takes it who keeps up; `rows` are in it."""
    export_id = uuid4()
    order = {"content": {"table": "answers", "format": kind}, "language": "en"}
    http.put(f"/api/exports/{export_id}", json=order).raise_for_status()
    watch, size, first = _Watch(server.pid), 0, 0.0
    began = time.perf_counter()
    with watch, http.stream("GET", f"/api/exports/{export_id}/file") as answer:
        answer.raise_for_status()
        for piece in answer.iter_raw():
            first = first or time.perf_counter() - began
            size += len(piece)
    seconds = time.perf_counter() - began
    told = http.get(f"/api/exports/{export_id}").raise_for_status().json()
    if told["state"] != "written":
        raise RuntimeError(f"the file is {told['state']}")
    return ExportFigures(
        format=kind,
        rows=rows,
        seconds=seconds,
        rows_per_second=rows / seconds,
        first_ms=first * 1000,
        mib=size / 2**20,
        peak_mib=watch.peak / 2**20,
    )


class _Watch:
    """The resident set of the largest process that a server has started, at its largest."""

    def __init__(self, pid: int) -> None:
        self._server, self._over, self.peak = psutil.Process(pid), threading.Event(), 0
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(EVERY_SECONDS):
            for child in self._server.children():
                try:
                    self.peak = max(self.peak, child.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue


def _run() -> None:
    with tempfile.TemporaryDirectory() as directory, embedded_mongodb(Path(directory)) as uri:
        print(msgspec.json.format(msgspec.json.encode(main(uri))).decode())


if __name__ == "__main__":
    _run()
