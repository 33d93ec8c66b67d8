"""A new snapshot tells of results that fell: once, whoever calibrates and however often, and of nobody else's."""

import random
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
import yaml
from pymongo import MongoClient

from audit_api.documents.seam import to_bson
from checklists.answers import Answer, Submission
from checklists.definition import Checklist
from checklists.scoring import scorecard
from tests.api.cast import Person, person, signed_in
from tests.api.process import ROOT, ServerProcess, create_admin, environment_of
from tests.e2e import visits
from tests.e2e.network import LIBRARY

DATABASE = "falls"
ADMIN = "admin@test.example"
BRANCHES, RIVALS = 24, (5, 11)
FALLEN = (0, 7, 12, 18)
LUCKY = 2
"""Of those that fall by chance, one in forty would be expected."""

Row = dict[str, Any]


@dataclass
class Falling:
    """Some branches were good a quarter ago and are not any more; branches 5 and 11 are competitors'."""

    http: httpx.Client
    database: Any
    uri: str
    programme: UUID = field(default_factory=uuid4)
    regions: list[UUID] = field(default_factory=lambda: [uuid4(), uuid4()])
    branches: list[UUID] = field(default_factory=lambda: [uuid4() for _ in range(BRANCHES)])

    def calibrate(self, *more: str) -> str:
        command = [sys.executable, "-m", "audit_api", "calibrate", *more]
        environment = environment_of(self.uri, DATABASE)
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout

    def falls(self, who: Person | None = None) -> list[Row]:
        http = who.http if who else self.http
        page = http.get("/api/alerts", params={"rule": "headline_fell", "limit": 200}).raise_for_status().json()
        found: list[Row] = page["alerts"]
        return found

    def trend_of(self, branch: UUID) -> Row | None:
        asked = {"checklist": visits.CHECKLIST}
        report = self.http.get(f"/api/branches/{branch}/index", params=asked).raise_for_status().json()["report"]
        latest = report["quarters"][-1]
        return latest["trend"] if latest["back"] == 0 else None


@pytest.fixture(scope="module")
def server(mongodb_uri: str) -> Iterator[ServerProcess]:
    create_admin(mongodb_uri, DATABASE, ADMIN)
    process = ServerProcess(mongodb_uri, DATABASE, CALIBRATION_HOURS="0", ALERT_SECONDS="0")
    process.start()
    yield process
    process.stop()


@pytest.fixture(scope="module")
def falling(mongodb_uri: str, server: ServerProcess) -> Iterator[Falling]:
    with (
        MongoClient[Row](mongodb_uri, uuidRepresentation="standard", tz_aware=True) as client,
        httpx.Client(base_url=server.address, timeout=30) as http,
    ):
        signed_in(http, ADMIN)
        made = Falling(http, client[DATABASE], mongodb_uri)
        _fill(made)
        yield made
        client.drop_database(DATABASE)


def _fill(made: Falling) -> None:
    source = (LIBRARY / f"{visits.CHECKLIST}.yaml").read_bytes()
    made.http.post("/api/checklists", content=source, headers={"content-type": "application/yaml"}).raise_for_status()
    facts = {"name": "P", "client": "C", "channels": ["visit"], "tiers": ["standard"]}
    made.http.put(f"/api/programmes/{made.programme}", json=facts).raise_for_status()
    for region in made.regions:
        body = {"programme_id": str(made.programme), "name": f"R {region}"}
        made.http.put(f"/api/regions/{region}", json=body).raise_for_status()
    checklist = msgspec.convert(yaml.safe_load(source), Checklist)
    dice, shoppers = random.Random(21), [uuid4() for _ in range(5)]
    for n, branch in enumerate(made.branches):
        place = {"programme_id": str(made.programme), "region_id": str(made.regions[n % 2]), "name": f"Shop {n:02}"}
        place |= {"tier": "standard", "time_zone": "Europe/Vilnius"}
        rival = {"competitor": n in RIVALS}
        made.http.put(f"/api/branches/{branch}", json={**place, **rival}).raise_for_status()
        fell = n in FALLEN or n in RIVALS
        ages = [(days, 0.92) for days in range(100, 180, 16)]
        ages += [(days, 0.15 if fell else 0.92) for days in range(3, 88, 17)]
        rows = [_audit(dice, made, n, dice.choice(shoppers), checklist, days, skill) for days, skill in ages]
        made.database.audits.insert_many(rows)


def _audit(
    dice: random.Random, made: Falling, n: int, shopper: UUID, checklist: Checklist, days: int, skill: float
) -> Row:
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(days=days)
    kind, unkind = visits.kind_visit(began, [uuid4()] * 2), visits.unkind_visit(began, [uuid4()] * 2)
    chance = {key: 0.0 if key == "disrespect" else 1 - skill for key in unkind}
    answers = {key: unkind[key] if dice.random() < chance[key] else kind.get(key, unkind[key]) for key in unkind}
    for key in ("front_photo", "receipt_photo"):
        answers.pop(key)
    submission = msgspec.convert(visits.submission(uuid4(), began, answers), Submission)
    card = scorecard(checklist, msgspec.convert(answers, dict[str, Answer]), "standard")
    return {
        "_id": uuid4(),
        "assignment_id": uuid4(),
        "programme_id": made.programme,
        "region_id": made.regions[n % 2],
        "branch_id": made.branches[n],
        "shopper_id": shopper,
        "channel": "visit",
        "status": "finalised",
        "occurred_at": began,
        "received_at": began + timedelta(hours=1),
        "finalised_at": began + timedelta(days=1),
        "device_skew_seconds": None,
        "content_hash": "",
        "submission": to_bson(submission),
        "scorecard": to_bson(card),
        "photo_ids": [],
        "reviews": [],
        "earlier": [],
    }


def test_a_snapshot_tells_of_every_result_that_fell_and_of_no_other(falling: Falling) -> None:
    assert falling.falls() == []
    falling.calibrate()
    told = {UUID(alert["branch_id"]): alert for alert in falling.falls()}
    own = [branch for n, branch in enumerate(falling.branches) if n not in RIVALS]
    trends = {branch: falling.trend_of(branch) for branch in own}
    fell = {branch: one for branch, one in trends.items() if one and one["visible"] and one["change"] < 0}
    assert told.keys() == fell.keys()
    assert {falling.branches[n] for n in FALLEN} <= told.keys()
    assert len(told) <= len(FALLEN) + LUCKY
    for branch, alert in told.items():
        assert alert["change"] == pytest.approx(fell[branch]["change"], abs=1e-4)
        assert alert["smallest_detectable"] == pytest.approx(fell[branch]["smallest_detectable"], abs=1e-4)
        latest = falling.database.audits.find_one({"branch_id": branch}, sort=[("occurred_at", -1)])
        assert alert["audit_id"] == str(latest["_id"])
        assert alert["title"]["en"]


def test_each_is_told_once_whoever_calibrates(falling: Falling) -> None:
    falling.calibrate()
    first = falling.falls()
    path = f"/api/alerts/{first[0]['id']}/read"
    falling.http.put(path, json={"read": True}).raise_for_status()
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: falling.calibrate(), range(3)))
    again = falling.falls()
    assert [alert["id"] for alert in again] == [alert["id"] for alert in first]
    assert [alert["read"] for alert in again] == [True, *(alert["read"] for alert in first[1:])]
    assert [alert["raised_at"] for alert in again] == [alert["raised_at"] for alert in first]


def test_what_a_process_that_died_left_out_is_made_up_for(falling: Falling) -> None:
    falling.calibrate()
    before = {alert["branch_id"]: alert["id"] for alert in falling.falls()}
    lost = UUID(next(iter(before)))
    # As if it had died in the middle of telling.
    falling.database.alerts.delete_one({"branch_id": lost})
    falling.calibrate()
    assert {alert["branch_id"]: alert["id"] for alert in falling.falls()} == before


def test_an_audit_tells_nothing_that_a_calibration_has_told(falling: Falling) -> None:
    falling.calibrate()
    before = falling.falls()
    branch = UUID(before[0]["branch_id"])
    latest = falling.database.audits.find_one({"branch_id": branch}, sort=[("occurred_at", -1)])
    change = {"unalerted": True, "finalised_at": datetime.now(UTC)}
    falling.database.audits.update_one({"_id": latest["_id"]}, {"$set": change})
    command = [sys.executable, "-m", "audit_api", "alert"]
    told = subprocess.run(
        command, cwd=ROOT, env=environment_of(falling.uri, DATABASE), capture_output=True, text=True, check=True
    )
    assert "1 audits looked at" in told.stdout
    assert [alert["id"] for alert in falling.falls()] == [alert["id"] for alert in before]


def test_a_fall_of_an_earlier_quarter_does_not_silence_this_one(falling: Falling) -> None:
    falling.calibrate()
    branch = UUID(falling.falls()[0]["branch_id"])
    long_ago = datetime.now(UTC) - timedelta(days=92)
    kept = falling.database.alerts.find_one({"branch_id": branch, "finding.rule": "headline_fell"})
    falling.database.alerts.delete_one({"_id": kept["_id"]})
    falling.database.alerts.insert_one({**kept, "_id": uuid4(), "raised_at": long_ago})
    falling.calibrate()
    assert falling.database.alerts.count_documents({"branch_id": branch, "finding.rule": "headline_fell"}) == 2


def test_managers_hear_of_their_regions_only(falling: Falling, server: ServerProcess) -> None:
    falling.calibrate()
    manager = person(
        falling.http, lambda: httpx.Client(base_url=server.address, timeout=30), "manager", [falling.regions[1]]
    )
    theirs = {alert["branch_id"] for alert in falling.falls(manager)}
    inside = {str(branch) for n, branch in enumerate(falling.branches) if n % 2 == 1}
    assert theirs == {alert["branch_id"] for alert in falling.falls()} & inside
    assert theirs and theirs < {alert["branch_id"] for alert in falling.falls()}
    manager.http.close()
