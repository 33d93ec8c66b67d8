"""How far a calibration has come, as every desk may see it, and beginning one from the desk."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pymongo import MongoClient

from tests.api.cast import network, signed_in
from tests.api.process import ROOT, ServerProcess, create_admin, environment_of

DATABASE = "progress"
ADMIN = "admin@test.example"
PATIENCE_SECONDS = 40.0

Row = dict[str, Any]


@pytest.fixture(scope="module")
def database(mongodb_uri: str) -> Iterator[Any]:
    with MongoClient[Row](mongodb_uri, uuidRepresentation="standard", tz_aware=True) as client:
        yield client[DATABASE]
        client.drop_database(DATABASE)


@pytest.fixture(scope="module")
def admin(mongodb_uri: str, database: Any) -> Iterator[httpx.Client]:
    create_admin(mongodb_uri, DATABASE, ADMIN)
    server = ServerProcess(mongodb_uri, DATABASE, CALIBRATION_HOURS="0")
    server.start()
    with httpx.Client(base_url=server.address, timeout=30) as http:
        network(signed_in(http, ADMIN))
        yield http
    server.stop()


@pytest.fixture(autouse=True)
def nobody_at_work(database: Any) -> None:
    database.calibration_runs.delete_many({})
    database.leases.delete_many({"_id": "calibration"})


def status(http: httpx.Client) -> Row:
    answer = http.get("/api/calibration")
    assert answer.status_code == 200
    found: Row = answer.json()
    return found


def begin(http: httpx.Client) -> Row:
    answer = http.post("/api/calibration")
    assert answer.status_code == 202
    found: Row = answer.json()
    return found


def until(http: httpx.Client, state: str) -> Row:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (found := status(http))["state"] != state:
        assert time.monotonic() < deadline, found
        time.sleep(0.1)
    return found


def until_given_back(database: Any) -> None:
    """The lease, which a process holds a moment longer than it works."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (found := database.leases.find_one({"_id": "calibration"}))["holder"]:
        assert time.monotonic() < deadline, found
        time.sleep(0.1)


def written(database: Any, **facts: Any) -> None:
    database.calibration_runs.replace_one({"_id": "calibration"}, facts, upsert=True)


def lease(database: Any, ahead: timedelta) -> None:
    facts = {"holder": "another", "until": datetime.now(UTC) + ahead, "done_at": datetime(2000, 1, 1, tzinfo=UTC)}
    database.leases.replace_one({"_id": "calibration"}, facts, upsert=True)


def test_at_first_there_was_none(admin: httpx.Client) -> None:
    found = status(admin)
    assert found["state"] == "never"
    assert found["done_at"] is None


def test_an_administrator_begins_one_and_sees_its_end(admin: httpx.Client, database: Any) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    assert begin(admin)["state"] in ("asked", "running", "done")
    found = until(admin, "done")
    assert datetime.fromisoformat(found["done_at"]) >= before
    assert found["reason"] is None
    until_given_back(database)


def test_one_from_the_command_line_is_seen_too(admin: httpx.Client, mongodb_uri: str) -> None:
    command = [sys.executable, "-m", "audit_api", "calibrate"]
    subprocess.run(command, cwd=ROOT, env=environment_of(mongodb_uri, DATABASE), capture_output=True, check=True)
    assert status(admin)["state"] == "done"


def test_while_one_is_under_way_there_is_no_second(admin: httpx.Client, database: Any) -> None:
    began = datetime.now(UTC) - timedelta(minutes=1)
    written(database, started_at=began, leagues_done=4, leagues_all=12, done_at=began - timedelta(days=1))
    lease(database, timedelta(minutes=1))
    found = begin(admin)
    assert (found["state"], found["leagues_done"], found["leagues_all"]) == ("running", 4, 12)
    assert found["asked_at"] is None
    assert datetime.fromisoformat(found["done_at"]) < began


def test_one_that_was_killed_is_told_from_one_that_works(admin: httpx.Client, database: Any) -> None:
    written(database, started_at=datetime.now(UTC) - timedelta(minutes=9), leagues_done=4, leagues_all=12)
    lease(database, timedelta(seconds=-1))
    assert status(admin)["state"] == "interrupted"
    begin(admin)
    assert until(admin, "done")["leagues_done"] == status(admin)["leagues_all"]


def test_one_that_failed_says_why_and_when_the_last_good_one_was(
    admin: httpx.Client, database: Any, mongodb_uri: str
) -> None:
    done = datetime(2026, 11, 1, tzinfo=UTC)
    written(database, started_at=done, ended_at=done, done_at=done)
    programme = database.programmes.find_one()
    # What the calibration cannot read.
    database.programmes.update_one({"_id": programme["_id"]}, {"$set": {"programme.tiers": "none"}})
    try:
        command = [sys.executable, "-m", "audit_api", "calibrate"]
        ended = subprocess.run(command, cwd=ROOT, env=environment_of(mongodb_uri, DATABASE), capture_output=True)
        assert ended.returncode
    finally:
        database.programmes.replace_one({"_id": programme["_id"]}, programme)
    found = status(admin)
    assert found["state"] == "failed"
    assert "Validation" in found["reason"]
    assert datetime.fromisoformat(found["done_at"]) == done
