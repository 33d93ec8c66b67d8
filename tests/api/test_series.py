"""What a calibration says when what it rests on has changed: an exclusion, a new version, a league that shrank."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from pymongo import MongoClient

from audit_api.audits.new_audits import NewAudit
from audit_api.clock import midnight
from audit_api.documents.seam import to_bson
from checklists.answers import Submission
from checklists.definition import Checklist
from checklists.publishing import read_definition
from checklists.scoring import scorecard
from tests.api import samples
from tests.api.cast import signed_in
from tests.api.process import ServerProcess, calibrate_in, create_admin

DATABASE, ADMIN = "series", "admin@test.example"
BRANCHES, SHOPPERS, VISITS = 21, 5, 5
TODAY = midnight(datetime.now(UTC))

Row = dict[str, Any]


def definition(version: int) -> Row:
    """Version 2 words one item anew; in version 3 nothing is as it was."""
    made = samples.checklist()
    items = [item for section in made["sections"] for item in section["items"]]
    for item in items if version == 3 else items[:1]:
        item["text"] = {"en": f"{item['text']['en']} ({version})"} if version > 1 else item["text"]
    return made


class Series:
    """A programme of its own with a league of 21 branches, five visits each, and the server that shows it."""

    def __init__(self, database: Any, uri: str, http: httpx.Client) -> None:
        self.database, self.uri, self.http = database, uri, http
        self.dice = random.Random(11)
        self.programme, self.region = uuid4(), uuid4()
        self.shoppers = [uuid4() for _ in range(SHOPPERS)]
        self.put(f"programmes/{self.programme}", name="P", client="C", channels=["visit"], tiers=["standard"])
        self.put(f"regions/{self.region}", programme_id=str(self.programme), name="R")
        self.branches = [self._branch(n) for n in range(BRANCHES)]

    def put(self, path: str, **body: Any) -> None:
        self.http.put(f"/api/{path}", json=body).raise_for_status()

    def _branch(self, n: int) -> UUID:
        branch, facts = uuid4(), {"programme_id": str(self.programme), "region_id": str(self.region)}
        self.put(f"branches/{branch}", name=f"B{n:02}", tier="standard", time_zone="Europe/Vilnius", **facts)
        for _ in range(VISITS):
            self.visit(branch)
        return branch

    def visit(self, branch: UUID, version: int = 1) -> UUID:
        """An audit of the last half year with random answers, finalised."""
        checklist = read_definition(definition(version))[0]
        assert isinstance(checklist, Checklist)
        began = TODAY - timedelta(days=self.dice.randint(1, 180))
        body = samples.submission(uuid4(), version, started_at=began.isoformat())
        body["finished_at"] = (began + timedelta(minutes=5)).isoformat()
        body["answers"]["asked_needs"]["value"] = self.dice.random() < 0.6
        body["answers"]["heard"]["level"] = self.dice.randint(2, 5)
        body["answers"]["tone"]["level"] = self.dice.randint(1, 5)
        sent = msgspec.convert(body, Submission)
        audit = NewAudit(
            id=uuid4(),
            programme_id=self.programme,
            region_id=self.region,
            branch_id=branch,
            assignment_id=sent.assignment_id,
            shopper_id=self.dice.choice(self.shoppers),
            channel="visit",
            status="finalised",
            occurred_at=began,
            received_at=began,
            finalised_at=began,
            device_skew_seconds=None,
            content_hash="0",
            submission=sent,
            scorecard=scorecard(checklist, sent.answers, "standard"),
            photo_ids=[],
        )
        self.database.audits.insert_one(to_bson(audit))
        return audit.id

    def calibrate(self) -> Row:
        """The latest snapshot after it."""
        calibrate_in(self.uri, DATABASE)
        wanted = {"league.programme_id": self.programme}
        found: Row = self.database.snapshots.find_one(wanted, sort=[("made_at", -1)])
        return found

    def compare(self, **more: str) -> Row:
        asked = {"programme": str(self.programme), "checklist": samples.CHECKLIST_KEY, "tier": "standard", **more}
        found: Row = self.http.get("/api/comparison", params=asked).raise_for_status().json()
        return found

    def row(self, branch: UUID) -> Row:
        found: Row = next(row for row in self.compare()["branches"] if row["branch_id"] == str(branch))
        return found

    def page(self, branch: UUID) -> Row:
        params = {"checklist": samples.CHECKLIST_KEY}
        found: Row = self.http.get(f"/api/branches/{branch}/index", params=params).raise_for_status().json()
        return found

    def change(self, branches: list[UUID], **facts: Any) -> None:
        self.database.audits.update_many({"branch_id": {"$in": branches}}, {"$set": facts})


@pytest.fixture(scope="module")
def begin(mongodb_uri: str) -> Iterator[Callable[[], Series]]:
    create_admin(mongodb_uri, DATABASE, ADMIN)
    server = ServerProcess(mongodb_uri, DATABASE, LOG_LEVEL="error", CALIBRATION_HOURS="0")
    server.start()
    client: MongoClient[Row] = MongoClient(mongodb_uri, uuidRepresentation="standard", tz_aware=True)
    http = signed_in(httpx.Client(base_url=server.address, timeout=30), ADMIN)
    for version in (1, 2, 3):
        http.post("/api/checklists", json=definition(version)).raise_for_status()
    yield lambda: Series(client[DATABASE], mongodb_uri, http)
    http.close()
    server.stop()
    client.drop_database(DATABASE)
    client.close()


@pytest.fixture
def series(begin: Callable[[], Series]) -> Series:
    return begin()


def test_an_excluded_audit_leaves_the_standing_at_once_and_the_next_snapshot(series: Series) -> None:
    before = series.calibrate()
    branch = series.branches[0]
    audit = series.database.audits.find_one({"branch_id": branch})["_id"]
    body = {"cause": "fraud", "reason": "Invented."}
    series.http.put(f"/api/audits/{audit}/exclusions/{uuid4()}", json=body).raise_for_status()

    at_once, page = series.row(branch), series.page(branch)
    assert (at_once["audits"], page["report"]["audits"]) == (VISITS - 1, VISITS - 1)
    assert at_once["own"] == pytest.approx(page["report"]["own"])
    assert at_once["headline"]["headline"] == pytest.approx(page["report"]["headline"]["headline"])
    assert page["snapshot_id"] == str(before["_id"]), "what is known of the league is the night's"
    standing = series.database.standings.find_one({"branch_id": branch})
    assert (standing["audits"], standing["refreshed_at"] is None) == (VISITS - 1, False)

    after = series.calibrate()
    assert (before["snapshot"]["audits"], after["snapshot"]["audits"]) == (BRANCHES * VISITS, BRANCHES * VISITS - 1)
    assert series.row(branch)["audits"] == VISITS - 1
    standing = series.database.standings.find_one({"branch_id": branch})
    assert (standing["snapshot_id"], standing["refreshed_at"]) == (after["_id"], None)
    series.database.audits.delete_one({"_id": audit})
    assert series.calibrate()["snapshot"] == after["snapshot"], "as if it had never been"


def test_a_league_that_became_too_small_has_own_results_only_everywhere(series: Series) -> None:
    series.calibrate()
    found = series.compare()
    percents = [row["score_pct"] for row in found["branches"]]
    assert found["roll_ups"][str(series.region)]["score_pct"] == pytest.approx(sum(percents) / BRANCHES)
    gone = series.branches[:2]
    series.change(gone, status="excluded")
    series.calibrate()
    found, page = series.compare(), series.page(series.branches[5])
    assert (found["snapshot"], found["roll_ups"]) == (None, {})
    assert {row["headline"] is None for row in found["branches"]} == {True}
    assert (page["snapshot_id"], page["peer_mean"], page["report"]["headline"]) == (None, None, None)
    series.change(gone, status="finalised")
    again = series.calibrate()
    assert series.compare()["snapshot"]["id"] == series.page(gone[0])["snapshot_id"] == str(again["_id"])


def test_of_a_league_without_audits_in_the_window_nothing_is_told(series: Series) -> None:
    series.calibrate()
    series.change(series.branches, occurred_at=TODAY - timedelta(days=364))
    series.calibrate()
    found, page = series.compare(), series.page(series.branches[0])
    assert (found["snapshot"], found["branches"], found["roll_ups"]) == (None, [], {})
    assert (page["snapshot_id"], page["report"], page["place"]) == (None, None, None)


def test_a_new_version_is_joined_once_it_has_enough_audits(series: Series) -> None:
    series.calibrate()
    for branch in series.branches[:3]:
        series.visit(branch, version=2)
    waiting = series.calibrate()
    assert (waiting["current_version"], list(waiting["links"])) == (1, ["1"])
    assert series.compare()["snapshot"]["id"] == str(waiting["_id"]), "three new audits do not end a year"
    page, row = series.page(series.branches[0]), series.row(series.branches[0])
    assert (page["report"]["audits"], page["left_out"], row["audits"]) == (VISITS, 1, VISITS)

    for n in range(27):
        series.visit(series.branches[n % BRANCHES], version=2)
    joined = series.calibrate()
    assert (joined["current_version"], sorted(joined["links"])) == (2, ["1", "2"])
    assert joined["snapshot"]["audits"] == BRANCHES * VISITS + 30
    assert series.page(series.branches[0])["left_out"] == 0


def test_own_results_are_of_all_versions_where_nothing_is_compared(series: Series) -> None:
    series.change(series.branches[2:], status="excluded")
    branch = series.branches[0]
    series.visit(branch, version=3)
    assert series.calibrate() is None
    page, row = series.page(branch), series.row(branch)
    assert (row["audits"], page["report"]["audits"], page["left_out"]) == (VISITS + 1, VISITS + 1, 0)
    assert row["own"] == pytest.approx(page["report"]["own"])


def test_a_closed_wave_stays_when_the_checklist_becomes_another(series: Series) -> None:
    wave = uuid4()
    ends = {"starts_at": (TODAY - timedelta(days=190)).isoformat(), "ends_at": TODAY.isoformat()}
    series.put(f"waves/{wave}", programme_id=str(series.programme), name="Autumn", **ends)
    judged = series.calibrate()
    before = series.compare(wave=str(wave))
    assert before["snapshot"]["id"] == str(judged["_id"])
    series.visit(series.branches[0], version=3)
    series.calibrate()
    assert series.compare()["snapshot"] is None, "the new checklist has one audit"

    gone = series.database.audits.find_one({"branch_id": series.branches[1]})["_id"]
    series.database.audits.update_one({"_id": gone}, {"$set": {"status": "excluded"}})
    series.calibrate()
    after = series.compare(wave=str(wave))
    assert after["snapshot"]["id"] == str(judged["_id"]), "judged by what was known of this checklist"
    assert (before["kept"]["audits"], after["kept"]["audits"]) == (BRANCHES * VISITS, BRANCHES * VISITS - 1)
    headlines = {row["branch_id"]: row["headline"] for row in before["branches"]}
    for row in after["branches"]:
        if row["branch_id"] != str(series.branches[1]):
            assert row["headline"] == pytest.approx(headlines[row["branch_id"]])
