"""Comparing a region of a thousand branches, and calibrating a million audits: `python -m bench.comparison`.

The same network twice, with 100,000 and with 1,000,000 audits, and one question asked of both in turns. With `--on URI`
the databases `compare_100000` and `compare_1000000` of that MongoDB are used, and filled in where they are missing.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
from playwright.sync_api import sync_playwright
from pymongo import MongoClient

from audit_api.clock import midnight, now
from audit_api.demo.people import DEMO_ACCOUNTS, DEMO_PASSWORD
from audit_api.embedded import embedded_mongodb
from bench.first_view import FirstView, first_view
from bench.many_audits import WAVES, seed_many
from bench.sample_calls import CHECKLIST
from bench.spread import Plan
from tests.api.process import ROOT, ServerProcess, environment_of

BRANCHES, REGIONS = 10_000, 10
FEW, MANY = 100_000, 1_000_000
ROUNDS = 25
MANAGER = {"account": DEMO_ACCOUNTS["manager"], "password": DEMO_PASSWORD}


class CalibrationFigures(msgspec.Struct, kw_only=True):
    """Of the process that calibrates; MongoDB's own time and memory are not counted, but for `seconds`."""

    audits: int
    seconds: float
    processor_seconds: float
    peak_mib: float


class ComparisonFigures(msgspec.Struct, kw_only=True):
    """Medians in milliseconds of one region, `branches` in all; ratios of the medians. `wave_`: of one wave only."""

    branches: int
    few_ms: float
    many_ms: float
    ratio: float
    round_trips: int
    wave_few_ms: float
    wave_many_ms: float
    wave_ratio: float
    wave_round_trips: int
    first_view: FirstView
    calibrations: list[CalibrationFigures]


def main(uri: str) -> ComparisonFigures:
    plans = {audits: _plan(audits) for audits in (FEW, MANY)}
    for audits, plan in plans.items():
        _fill(uri, database_of(audits), plan)
    calibrations = [_calibrate(uri, audits) for audits in plans]
    with ExitStack() as running:
        few, many = (running.enter_context(_served(uri, audits)) for audits in plans)
        clients = [running.enter_context(_manager(server)) for server in (few, many)]
        present, wave = _asked(plans[MANY]), _asked_of_wave(plans[MANY])
        took, took_wave = _in_turns(clients, present), _in_turns(clients, wave)
        branches = len(_compare(clients[1], present).json()["branches"])
        trips, wave_trips = (_round_trips(uri, database_of(MANY), clients[1], asked) for asked in (present, wave))
        with sync_playwright() as playwright:
            shown = first_view(playwright, many.address, MANAGER, _asked(plans[MANY]))
    return ComparisonFigures(
        branches=branches,
        few_ms=took[0],
        many_ms=took[1],
        ratio=took[1] / took[0],
        round_trips=trips,
        wave_few_ms=took_wave[0],
        wave_many_ms=took_wave[1],
        wave_ratio=took_wave[1] / took_wave[0],
        wave_round_trips=wave_trips,
        first_view=shown,
        calibrations=calibrations,
    )


def database_of(audits: int) -> str:
    return f"compare_{audits}"


def _plan(audits: int) -> Plan:
    return Plan(branches=BRANCHES, audits=audits, regions=REGIONS, midnight=midnight(now()))


def _fill(uri: str, database: str, plan: Plan) -> None:
    with MongoClient[dict[str, Any]](uri) as client:
        if client[database].audits.estimated_document_count() == plan.audits:
            return
        client.drop_database(database)
    print(database, asyncio.run(seed_many(uri, database, plan)), file=sys.stderr)


def _calibrate(uri: str, audits: int) -> CalibrationFigures:
    command = [sys.executable, "-m", "audit_api", "calibrate"]
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment_of(uri, database_of(audits)))
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"the calibration ended with {status}")
    return CalibrationFigures(
        audits=audits,
        seconds=time.perf_counter() - began,
        processor_seconds=used.ru_utime + used.ru_stime,
        peak_mib=used.ru_maxrss / 1024,
    )


@contextmanager
def _served(uri: str, audits: int) -> Iterator[ServerProcess]:
    server = ServerProcess(uri, database_of(audits), LOG_LEVEL="error", CALIBRATION_HOURS="0")
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def _manager(server: ServerProcess) -> Iterator[httpx.Client]:
    """Signed in, with the first region; sees a thousand branches."""
    with httpx.Client(base_url=server.address, timeout=60) as http:
        answer = http.post("/api/session", json={**MANAGER, "transport": "bearer"}).raise_for_status()
        http.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        yield http


def _asked(plan: Plan) -> dict[str, str]:
    return {"programme": str(plan.programme_id), "checklist": CHECKLIST, "tier": "standard", "audience": "external"}


def _asked_of_wave(plan: Plan) -> dict[str, str]:
    return {**_asked(plan), "wave": str(plan.wave_id(WAVES - 1))}


def _compare(http: httpx.Client, asked: dict[str, str]) -> httpx.Response:
    return http.get("/api/comparison", params=asked).raise_for_status()


def _in_turns(clients: list[httpx.Client], asked: dict[str, str]) -> list[float]:
    """Milliseconds until the head of the answer has come: what the server does, not what the client reads."""
    took: list[list[float]] = [[] for _ in clients]
    for _ in range(ROUNDS):
        for http, own in zip(clients, took, strict=True):
            own.append(_compare(http, asked).elapsed.total_seconds() * 1000)
    return [statistics.median(own[2:]) for own in took]


def _round_trips(uri: str, database: str, http: httpx.Client, asked: dict[str, str]) -> int:
    """How often MongoDB is asked for one answer, as MongoDB itself notes it."""
    with MongoClient[dict[str, Any]](uri) as client:
        noted = client[database]["system.profile"]
        noted.drop()
        client[database].command("profile", 2)
        _compare(http, asked)
        client[database].command("profile", 0)
        kinds = {"$in": ["query", "command", "getmore", "update", "insert"]}
        ours = {"op": kinds, "appName": "mystery-audit", "command.profile": {"$exists": False}}
        return noted.count_documents(ours)


def _run() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.comparison", description=__doc__)
    parser.add_argument("--on", metavar="URI", help="of a MongoDB with room for 10 GB")
    given = parser.parse_args()
    if given.on:
        print(main(given.on))
        return
    with tempfile.TemporaryDirectory() as directory, embedded_mongodb(Path(directory)) as uri:
        print(main(uri))


if __name__ == "__main__":
    _run()
