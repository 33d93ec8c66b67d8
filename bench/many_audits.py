"""Networks of a size that nobody fills by hand: `python -m bench.many_audits URI DATABASE`.

Answers and scores are those of the demo's mystery calls: some hundred of them, so that only dates, ids and people are
made for each audit. Every document still comes from the builders that a submission goes through.
"""

import argparse
import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from itertools import chain
from multiprocessing import get_context
from typing import Any

import msgspec
from pymongo import MongoClient, WriteConcern

from audit_api.authoring.checklist_source import publish
from audit_api.clock import midnight, now
from audit_api.database import connect, open_database
from audit_api.demo.people import DEMO_PASSWORD, account_id, users
from audit_api.demo.records import add_missing, batches
from audit_api.documents import (
    AssignmentDocument,
    AuditDocument,
    Branch,
    BranchDocument,
    Programme,
    ProgrammeDocument,
    Region,
    RegionDocument,
    User,
    UserDocument,
    Wave,
    WaveDocument,
)
from audit_api.people import auth
from audit_api.settings import Settings
from bench.sample_calls import SampleCall, call_checklist, sample_calls
from bench.spread import Plan, stored_audits
from checklists.definition import ChecklistRef
from checklists.parameters import CCI_1

WORKERS = 2
WAVES = 4
BRANCHES_AT_ONCE = 50
BATCH = 500
PROGRAMME = Programme(name="All branches", client="Bench", channels=["call"], tiers=["standard"])


class ManyReport(msgspec.Struct, kw_only=True):
    branches: int
    audits: int
    written_seconds: float
    indexed_seconds: float


async def seed_many(uri: str, database: str, plan: Plan) -> ManyReport:
    """Into an empty database. A manager has the first region; everybody has the password of the demo."""
    settings = Settings(mongodb_uri=uri, mongodb_database=database)
    client = connect(uri)
    try:
        opened = await open_database(client, settings)
        published, _ = await publish(call_checklist(), "bench", plan.midnight - timedelta(days=400))
        version = ChecklistRef(key=published.key, version=published.version)
        await _network(plan)
        # Building an index once is quicker than keeping it up to date a million times.
        await opened.audits.drop_indexes()
        await opened.assignments.drop_indexes()
        began = time.perf_counter()
        audits = await asyncio.to_thread(_written, _Given(uri, database, plan, version, sample_calls(version)))
        written = time.perf_counter() - began
        await opened.audits.create_indexes(list(AuditDocument.Settings.indexes))
        await opened.assignments.create_indexes(list(AssignmentDocument.Settings.indexes))
        indexed = time.perf_counter() - began - written
    finally:
        await client.close()
    return ManyReport(branches=plan.branches, audits=audits, written_seconds=written, indexed_seconds=indexed)


async def _network(plan: Plan) -> None:
    await add_missing([ProgrammeDocument(id=plan.programme_id, programme=PROGRAMME)])
    regions = [
        RegionDocument(id=plan.region_id(n), region=Region(programme_id=plan.programme_id, name=f"Region {n + 1}"))
        for n in range(plan.regions)
    ]
    await add_missing(regions)
    await add_missing([BranchDocument(id=plan.branch_id(n), branch=_branch(plan, n)) for n in range(plan.branches)])
    await add_waves(plan)
    password_hash = await auth.hash_password(DEMO_PASSWORD)
    people = [(account_id(user.account), user) for user in users(plan.region_id(0)) if user.role != "shopper"]
    people += [(plan.shopper_id(n), _shopper(n)) for n in range(plan.shoppers)]
    await add_missing([UserDocument(id=id, user=user, password_hash=password_hash) for id, user in people])


async def add_waves(plan: Plan) -> None:
    """Four rounds of a quarter each, the last of which ended yesterday."""
    ends = [plan.midnight - timedelta(days=1 + CCI_1.quarter_days * n) for n in reversed(range(WAVES))]
    waves = [
        Wave(
            programme_id=plan.programme_id,
            name=f"Round {n + 1}",
            starts_at=end - timedelta(days=CCI_1.quarter_days - 1),
            ends_at=end,
        )
        for n, end in enumerate(ends)
    ]
    await add_missing([WaveDocument(id=plan.wave_id(n), wave=wave) for n, wave in enumerate(waves)])


def _branch(plan: Plan, n: int) -> Branch:
    return Branch(
        programme_id=plan.programme_id,
        region_id=plan.region_id(plan.region_of(n)),
        name=f"Branch {n + 1:05}",
        tier="standard",
        time_zone="Europe/Vilnius",
        competitor=n % 16 == 5,
    )


def _shopper(n: int) -> User:
    return User(account=f"shopper{n + 1:05}@bench.example", name=f"Shopper {n + 1}", role="shopper")


class _Given(msgspec.Struct, frozen=True):
    """What every worker knows."""

    uri: str
    database: str
    plan: Plan
    version: ChecklistRef
    calls: list[SampleCall]


_given: list[_Given] = []


def _take(given: _Given) -> None:
    _given[:] = [given]


def _written(given: _Given) -> int:
    starts = range(0, given.plan.branches, BRANCHES_AT_ONCE)
    parts = [range(n, min(n + BRANCHES_AT_ONCE, given.plan.branches)) for n in starts]
    spawned = get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=spawned, initializer=_take, initargs=(given,)) as workers:
        return sum(workers.map(_write, parts))


def _write(branches: range) -> int:
    """Acknowledged by one node, unlike everything that the application writes: a bench can be repeated."""
    [given] = _given
    written = 0
    with MongoClient[dict[str, Any]](given.uri, uuidRepresentation="standard", tz_aware=True) as client:
        into = client.get_database(given.database, write_concern=WriteConcern(w=1, j=False))
        for batch in _batches(given, branches):
            into.assignments.insert_many([assignment for assignment, _ in batch], ordered=False)
            into.audits.insert_many([audit for _, audit in batch], ordered=False)
            written += len(batch)
    return written


def _batches(given: _Given, branches: range) -> Iterator[list[tuple[dict[str, Any], dict[str, Any]]]]:
    of_each = (stored_audits(given.plan, given.version, given.calls, branch) for branch in branches)
    yield from batches(chain.from_iterable(of_each), BATCH)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.many_audits", description="Fills in a large network.")
    parser.add_argument("uri", help="of a MongoDB")
    parser.add_argument("database", help="its name; it must not exist")
    parser.add_argument("--branches", type=int, default=10_000)
    parser.add_argument("--audits", type=int, default=1_000_000)
    given = parser.parse_args()
    plan = Plan(branches=given.branches, audits=given.audits, midnight=midnight(now()))
    print(asyncio.run(seed_many(given.uri, given.database, plan)))


if __name__ == "__main__":
    main()
