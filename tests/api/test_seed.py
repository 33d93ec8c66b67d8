"""Seeding a real database: the same every time, whole after an interruption, and the same on both ways."""

import asyncio
from argparse import Namespace
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from pymongo import MongoClient

from audit_api import documents
from audit_api.database import Client, connect, open_database
from audit_api.demo import in_bulk, one_by_one, welcome
from audit_api.demo.people import DEMO_ACCOUNTS, DEMO_PASSWORD
from audit_api.demo.seeding import SeedReport, Way, seed_demo
from audit_api.people import auth
from audit_api.review.decisions import decide
from audit_api.settings import Settings

TODAY = date(2026, 11, 22)
BRANCHES, MONTHS = 8, 3
# What may differ between two seedings of the same network: bytes live under ids made by GridFS, hashes have salt.
NOT_COMPARED = {
    "photos": ("image_id", "thumbnail_id"),
    "redactions": ("image_id", "thumbnail_id", "looked_at", "decided_at"),
    "users": ("password_hash",),
}
APART = (
    documents.AlertDocument,
    documents.CalibrationRunDocument,
    documents.KeptBranchesDocument,
    documents.KeptComparisonDocument,
    documents.LeaseDocument,
    documents.SessionDocument,
    documents.SnapshotDocument,
    documents.StandingDocument,
)
Rows = dict[str, list[dict[str, Any]]]
T = TypeVar("T")

pytestmark = pytest.mark.usefixtures("own_binding")


def _settings(mongodb_uri: str) -> Settings:
    return Settings(mongodb_uri=mongodb_uri, mongodb_database=f"seed_{uuid4().hex[:12]}")


@pytest.fixture(scope="module")
def seeded(own_binding: None, mongodb_uri: str) -> tuple[Settings, SeedReport, Rows]:
    """A network seeded one by one, and what was stored."""
    settings = _settings(mongodb_uri)
    report = _seed(settings)
    return settings, report, _rows(settings)


def _within(settings: Settings, work: Callable[[Client], Awaitable[T]]) -> T:
    async def opened() -> T:
        client = connect(settings.mongodb_uri or "")
        try:
            await open_database(client, settings)
            return await work(client)
        finally:
            await client.close()

    return asyncio.run(opened())


def _seed(
    settings: Settings,
    *,
    today: date = TODAY,
    way: Way = "one by one",
    branches: int = BRANCHES,
    months: int = MONTHS,
    seed: int = 1,
) -> SeedReport:
    def work(client: Client) -> Awaitable[SeedReport]:
        return seed_demo(client, settings, branches=branches, months=months, seed=seed, today=today, way=way)

    return _within(settings, work)


def _rows(settings: Settings) -> Rows:
    """Every document but sessions, the bytes of photos, and what is worked out from the rest."""
    with MongoClient[dict[str, Any]](settings.mongodb_uri, uuidRepresentation="standard", tz_aware=True) as client:
        database = client[settings.mongodb_database]
        names = sorted(kind.Settings.name for kind in documents.ALL if kind not in APART)
        return {name: [_compared(name, row) for row in database[name].find().sort("_id")] for name in names}


def _compared(name: str, row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in NOT_COMPARED.get(name, ())}


def test_the_report_counts_what_is_stored(seeded: tuple[Settings, SeedReport, Rows]) -> None:
    _, report, rows = seeded
    assert (report.programmes, report.regions, report.branches) == (1, 3, BRANCHES)
    assert report.people == len(rows["users"]) == 22
    assert report.checklists == len(rows["checklist_versions"]) == 6
    assert report.audits == len(rows["audits"]) == BRANCHES * MONTHS * 2
    assert report.assignments == len(rows["assignments"]) > report.audits
    assert report.photos == len(rows["photos"]) > 5


def test_branches_can_be_compared_at_once(seeded: tuple[Settings, SeedReport, Rows]) -> None:
    settings, _, rows = seeded
    with MongoClient[dict[str, Any]](settings.mongodb_uri, uuidRepresentation="standard") as client:
        standings = list(client[settings.mongodb_database].standings.find())
    with_audits = {audit["branch_id"] for audit in rows["audits"] if audit["scorecard"]["index"] is not None}
    assert standings
    assert {standing["branch_id"] for standing in standings} <= with_audits


def test_records_agree_with_each_other(seeded: tuple[Settings, SeedReport, Rows]) -> None:
    rows = seeded[2]
    assignments = {row["_id"]: row for row in rows["assignments"]}
    for audit in rows["audits"]:
        assignment = assignments.pop(audit["assignment_id"])
        assert (assignment["region_id"], assignment["programme_id"]) == (audit["region_id"], audit["programme_id"])
        assert (audit["finalised_at"] is None) == (audit["status"] != "finalised")
        assert audit["received_at"].date() < TODAY
    assert len(assignments) > 0
    named = [photo for audit in rows["audits"] for photo in audit["photo_ids"]]
    assert sorted(named) == sorted(photo["_id"] for photo in rows["photos"])
    revised = [row for row in rows["audits"] if row["submission"]["revision"] == 2]
    assert [len(row["earlier"]) for row in revised] == [1] * len(revised) != []


def test_the_manager_has_begun_to_act(seeded: tuple[Settings, SeedReport, Rows]) -> None:
    rows = seeded[2]
    scored = {
        (audit["branch_id"], item["key"])
        for audit in rows["audits"]
        if audit["status"] == "finalised"
        for item in audit["scorecard"]["items"]
    }
    made = rows["action_items"]
    assert {action["action"]["state"] for action in made} >= {"done", "in_progress"}
    assert all((action["action"]["branch_id"], action["action"]["item"]) in scored for action in made)


def test_two_databases_get_the_same(seeded: tuple[Settings, SeedReport, Rows], mongodb_uri: str) -> None:
    other = _settings(mongodb_uri)
    _seed(other)
    assert _rows(other) == seeded[2]


def test_writing_in_bulk_gives_the_same(seeded: tuple[Settings, SeedReport, Rows], mongodb_uri: str) -> None:
    other = _settings(mongodb_uri)
    report = _seed(other, way="in bulk")
    assert _rows(other) == seeded[2]
    assert report.audits == seeded[1].audits and report.photos == seeded[1].photos


@pytest.mark.parametrize("way", ["one by one", "in bulk"])
def test_again_on_another_day_changes_nothing(seeded: tuple[Settings, SeedReport, Rows], way: Way) -> None:
    settings, _, before = seeded
    report = _seed(settings, today=TODAY + timedelta(days=3), way=way)
    assert (report.audits, report.photos, report.assignments, report.branches, report.people) == (0, 0, 0, 0, 0)
    assert _rows(settings) == before


def test_what_people_did_meanwhile_stands(mongodb_uri: str) -> None:
    settings = _settings(mongodb_uri)
    _seed(settings, branches=3, months=2)
    with MongoClient[dict[str, Any]](settings.mongodb_uri, uuidRepresentation="standard") as client:
        database = client[settings.mongodb_database]
        database.branches.update_many({}, {"$set": {"branch.name": "Renamed"}})
        database.audits.update_many({"status": "submitted"}, {"$set": {"status": "rejected"}})
        database.audits.update_many({}, {"$set": {"reviews": []}})
    before = _rows(settings)
    _seed(settings, branches=3, months=2)
    assert _rows(settings) == before


class _Interrupted(Exception):
    """The machine was switched off."""


def test_an_interrupted_run_is_completed(
    seeded: tuple[Settings, SeedReport, Rows], mongodb_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = _settings(mongodb_uri)
    with monkeypatch.context() as patched:
        patched.setattr(one_by_one, "decide", _breaking(decide, 9))
        with pytest.raises(ExceptionGroup):
            _seed(settings)
    assert 0 < len(_rows(settings)["audits"]) < seeded[1].audits
    _seed(settings, today=TODAY + timedelta(days=1))
    assert _rows(settings) == seeded[2]


def test_an_interrupted_bulk_run_leaves_whole_batches_and_is_completed(
    seeded: tuple[Settings, SeedReport, Rows], mongodb_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = _settings(mongodb_uri)
    with monkeypatch.context() as patched:
        patched.setattr(in_bulk, "BATCH", 10)
        patched.setattr(in_bulk, "_audit", _breaking(in_bulk._audit, 25))
        with pytest.raises(_Interrupted):
            _seed(settings, way="in bulk")
    assert len(_rows(settings)["audits"]) == 20
    _seed(settings, way="in bulk")
    assert _rows(settings) == seeded[2]


def _breaking(work: Callable[..., T], after: int) -> Callable[..., T]:
    calls = 0

    def counted(*given: Any) -> T:
        nonlocal calls
        calls += 1
        if calls > after:
            raise _Interrupted
        return work(*given)

    return counted


def test_everybody_can_sign_in(seeded: tuple[Settings, SeedReport, Rows]) -> None:
    settings = seeded[0]

    async def roles(_: Client) -> dict[str, str]:
        signed_in = [await auth.sign_in(name, DEMO_PASSWORD, "here", settings) for name in DEMO_ACCOUNTS.values()]
        another = await auth.sign_in("shopper18@demo.example", DEMO_PASSWORD, "here", settings)
        assert another[1].role == "shopper"
        assert [len(person.region_ids) for _, person in signed_in if person.role == "manager"] == [1]
        return {person.role: person.account for _, person in signed_in}

    assert _within(settings, roles) == dict(DEMO_ACCOUNTS)


def test_two_seeds_live_in_one_database(mongodb_uri: str) -> None:
    settings = _settings(mongodb_uri)
    _seed(settings, branches=2, months=1, seed=1)
    report = _seed(settings, branches=2, months=1, seed=2)
    assert (report.programmes, report.branches, report.people, report.checklists) == (1, 2, 0, 0)


def test_progress_is_told(mongodb_uri: str) -> None:
    settings, told = _settings(mongodb_uri), list[str]()
    _within(settings, lambda client: seed_demo(client, settings, branches=2, months=1, tell=told.append))
    assert any("2 branches" in line for line in told) and "audits 4 of 4" in told[-1]


def test_a_trial_starts_with_demo_data_once(
    mongodb_uri: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = _settings(mongodb_uri)
    monkeypatch.setattr(welcome, "BRANCHES", 2)
    monkeypatch.setattr(welcome, "MONTHS", 1)
    for filled in (True, False):
        assert _within(settings, lambda client: welcome.seed_if_empty(client, settings, Namespace())) == 0
        assert ("Filling in" in capsys.readouterr().out) == filled
    welcome.welcome(settings)
    told = capsys.readouterr().out
    assert DEMO_PASSWORD in told and all(account in told for account in DEMO_ACCOUNTS.values())


def test_a_trial_leaves_a_database_in_use_alone(mongodb_uri: str) -> None:
    settings = _settings(mongodb_uri)
    _seed(settings, branches=1, months=1, seed=5)
    before = _rows(settings)
    _within(settings, lambda client: welcome.seed_if_empty(client, settings, Namespace()))
    assert _rows(settings) == before


def test_an_empty_network_is_refused(mongodb_uri: str) -> None:
    with pytest.raises(ValueError, match="at least one"):
        _seed(_settings(mongodb_uri), branches=0)
