"""When branches were calibrated, as Compare says it, and an administrator who does not want to wait for the night."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect
from pymongo import MongoClient

from tests.api.process import ROOT, environment_of
from tests.e2e.axe import overflow, violations
from tests.e2e.conftest import DATABASE, DESK, PHONE, Visitor
from tests.e2e.network import Network

COMPARE = "/desk/#/compare"
CALIBRATION_MS = 40_000


@pytest.fixture(autouse=True)
def as_it_was(mongodb_uri: str) -> Iterator[None]:
    """The other browser tests find what they would have found without these."""
    with MongoClient[dict[str, Any]](mongodb_uri) as client:
        kept = [client[DATABASE].calibration_runs, client[DATABASE].leases]
        before = [one.find_one({"_id": "calibration"}) for one in kept]
        yield
        for collection, document in zip(kept, before, strict=True):
            collection.delete_one({"_id": "calibration"})
            if document is not None:
                collection.insert_one(document)


def _written(uri: str, **facts: Any) -> None:
    with MongoClient[dict[str, Any]](uri) as client:
        client[DATABASE].calibration_runs.replace_one({"_id": "calibration"}, facts, upsert=True)


def _held(uri: str, until: datetime) -> None:
    with MongoClient[dict[str, Any]](uri) as client:
        lease = {"holder": "another", "until": until, "done_at": datetime(2000, 1, 1, tzinfo=UTC)}
        client[DATABASE].leases.replace_one({"_id": "calibration"}, lease, upsert=True)


def _calibrated(uri: str) -> None:
    command = [sys.executable, "-m", "audit_api", "calibrate"]
    subprocess.run(command, cwd=ROOT, env=environment_of(uri, DATABASE), capture_output=True, check=True)


def test_an_administrator_calibrates_now(visitor: Visitor, network: Network, mongodb_uri: str) -> None:
    now = datetime.now(UTC)
    _written(mongodb_uri, started_at=now - timedelta(hours=4), ended_at=now - timedelta(hours=3, minutes=5))
    _held(mongodb_uri, now - timedelta(days=1))
    page = visitor.open(COMPARE, "admin", DESK)
    button = page.get_by_role("button", name="Calibrate now")
    button.click()
    expect(page.get_by_text("Calibrated this minute.")).to_be_visible(timeout=CALIBRATION_MS)
    expect(button).to_be_enabled()
    # What was worked out is shown without anybody asking for the page again.
    expect(page.get_by_role("region", name="Own result").get_by_role("link").first).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_manager_sees_how_far_one_has_come(
    visitor: Visitor, network: Network, mongodb_uri: str, size: tuple[int, int]
) -> None:
    _calibrated(mongodb_uri)
    now = datetime.now(UTC)
    _held(mongodb_uri, now + timedelta(minutes=2))
    _written(
        mongodb_uri,
        started_at=now - timedelta(minutes=1),
        leagues_done=4,
        leagues_all=12,
        done_at=now - timedelta(hours=3, minutes=5),
    )
    page = visitor.open(COMPARE, "manager", size)
    expect(page.get_by_text("Calibrated 3 hours ago. Calibrating now: 4 of 12 leagues.")).to_be_visible()
    expect(page.get_by_role("button", name="Calibrate now")).to_have_count(0)
    assert violations(page) == []
    assert overflow(page) == 0
    _written(mongodb_uri, started_at=now, ended_at=now, reason="OperationFailure: no", done_at=now - timedelta(days=1))
    expect(page.get_by_text("The latest calibration failed: OperationFailure: no.")).to_be_visible()
    _held(mongodb_uri, now - timedelta(days=1))
