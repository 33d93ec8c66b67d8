"""Alerts: raised once whatever dies in between, read by each for themselves, and silent about what is muted."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from pymongo import MongoClient

from audit_api.documents.seam import to_bson
from audit_api.settings import Settings
from checklists.linking import Link
from checklists.snapshot import Snapshot
from tests.api import samples
from tests.api.appealing import appeal, decide
from tests.api.cast import Cast, Person
from tests.api.process import ROOT, environment_of
from tests.api.samples import FAILING, answers
from tests.api.server import ROUND_TRIPS

Json = dict[str, Any]
NOBODY_MUTED = {"muted_rules": [], "muted_branches": [], "digest": True, "immediate": False}


@pytest.fixture(scope="module")
def database(api_settings: Settings) -> Iterator[Any]:
    with MongoClient[Json](api_settings.mongodb_uri, uuidRepresentation="standard", tz_aware=True) as client:
        yield client[api_settings.mongodb_database]


@pytest.fixture(autouse=True)
def unmuted(cast: Cast) -> Iterator[None]:
    yield
    for person in (cast.manager, cast.reviewer):
        person.http.put("/api/alert-preferences", json=NOBODY_MUTED).raise_for_status()


def failed(cast: Cast, **changes: Any) -> str:
    """The id of a finalised audit with a grave failure."""
    return str(cast.finalised(answers=FAILING, **changes))


def listed(person: Person, **params: Any) -> list[Json]:
    """All of them, page after page of two."""
    found: list[Json] = []
    cursor: str | None = None
    while True:
        asked = {"limit": 2, **params} | ({"cursor": cursor} if cursor else {})
        page = person.http.get("/api/alerts", params=asked).raise_for_status().json()
        found += page["alerts"]
        if (cursor := page["next"]) is None:
            return found


def about(person: Person, audit_id: str, **params: Any) -> list[Json]:
    return [alert for alert in listed(person, **params) if alert["audit_id"] == audit_id]


def unread(person: Person) -> int:
    count: int = person.http.get("/api/alerts", params={"limit": 1}).json()["unread"]
    return count


def alert_command(settings: Settings) -> str:
    command = [sys.executable, "-m", "audit_api", "alert"]
    environment = environment_of(settings.mongodb_uri or "", settings.mongodb_database)
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


def test_a_grave_failure_is_told_when_it_is_final(cast: Cast) -> None:
    before = unread(cast.manager)
    audit_id = str(cast.submit(answers=FAILING))
    assert about(cast.manager, audit_id) == []
    cast.review(UUID(audit_id)).raise_for_status()
    (alert,) = about(cast.manager, audit_id)
    assert (alert["rule"], alert["branch_name"], alert["read"]) == ("critical_failed", "branch", False)
    assert alert["items"] == [{"key": "solved", "text": {"en": "solved"}}]
    assert unread(cast.manager) == before + 1
    # Nobody learns from an alert who the shopper was.
    assert str(cast.shopper.id) not in str(alert)


def test_a_good_audit_is_silent(cast: Cast) -> None:
    assert about(cast.manager, str(cast.finalised())) == []


def test_a_rejected_audit_is_silent(cast: Cast, api_settings: Settings) -> None:
    audit_id = cast.submit(answers=FAILING)
    cast.review(audit_id, "reject", "Nobody was there.").raise_for_status()
    alert_command(api_settings)
    assert about(cast.manager, str(audit_id)) == []


def test_managers_hear_of_their_regions_only(cast: Cast) -> None:
    mine, theirs = failed(cast), failed(cast, branch=cast.other_branch)
    assert about(cast.manager, theirs) == []
    assert about(cast.neighbour, mine) == []
    assert len(about(cast.reviewer, mine)) == len(about(cast.reviewer, theirs)) == 1
    (alert,) = about(cast.manager, mine)
    path = f"/api/alerts/{alert['id']}/read"
    assert cast.neighbour.http.put(path, json={"read": True}).status_code == 404
    marked = cast.neighbour.http.put("/api/alerts/read", json={"alerts": [alert["id"]]}).json()
    assert marked == {"read": 0}
    assert about(cast.manager, mine)[0]["read"] is False


def test_everybody_reads_for_themselves(cast: Cast) -> None:
    audit_id = failed(cast)
    (alert,) = about(cast.manager, audit_id)
    path = f"/api/alerts/{alert['id']}/read"
    before = unread(cast.manager)
    for _ in range(2):
        assert cast.manager.http.put(path, json={"read": True}).raise_for_status().json()["read"] is True
    assert unread(cast.manager) == before - 1
    assert about(cast.manager, audit_id, unread=True) == []
    assert about(cast.reviewer, audit_id)[0]["read"] is False
    assert cast.manager.http.put(path, json={"read": False}).json()["read"] is False
    assert unread(cast.manager) == before
    shown = [one["id"] for one in listed(cast.manager, unread=True)]
    cast.manager.http.put("/api/alerts/read", json={"alerts": shown}).raise_for_status()
    assert unread(cast.manager) == 0


def test_what_is_muted_is_neither_shown_nor_counted(cast: Cast) -> None:
    audit_id = failed(cast)
    before = unread(cast.manager)
    muted = {**NOBODY_MUTED, "muted_branches": [str(cast.branch)]}
    assert cast.manager.http.put("/api/alert-preferences", json=muted).json() == muted
    assert cast.manager.http.get("/api/alert-preferences").json() == muted
    assert (about(cast.manager, audit_id), unread(cast.manager)) == ([], 0)
    cast.manager.http.put("/api/alert-preferences", json={**NOBODY_MUTED, "muted_rules": ["critical_failed"]})
    assert about(cast.manager, audit_id) == []
    assert len(about(cast.reviewer, audit_id)) == 1
    cast.manager.http.put("/api/alert-preferences", json=NOBODY_MUTED)
    assert unread(cast.manager) == before


def test_a_process_that_dies_after_the_decision_loses_no_alert(
    cast: Cast, database: Any, api_settings: Settings
) -> None:
    audit_id = failed(cast)
    (first,) = about(cast.manager, audit_id)
    # As if it had died before anything was raised.
    database.alerts.delete_one({"audit_id": UUID(audit_id)})
    database.audits.update_one({"_id": UUID(audit_id)}, {"$set": {"unalerted": True}})
    alert_command(api_settings)
    assert about(cast.manager, audit_id) == [first]


def test_raised_again_an_alert_stays_the_one_that_was_read(cast: Cast, database: Any, api_settings: Settings) -> None:
    audit_id = failed(cast)
    (first,) = about(cast.manager, audit_id)
    cast.manager.http.put(f"/api/alerts/{first['id']}/read", json={"read": True}).raise_for_status()
    # As if it had died before the mark was taken away.
    database.audits.update_one({"_id": UUID(audit_id)}, {"$set": {"unalerted": True}})
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: alert_command(api_settings), range(2)))
    assert about(cast.manager, audit_id) == [{**first, "read": True}]


def test_an_audit_that_has_long_been_final_alarms_nobody(cast: Cast, database: Any, api_settings: Settings) -> None:
    audit_id = failed(cast)
    database.alerts.delete_one({"audit_id": UUID(audit_id)})
    long_ago = datetime.now(UTC) - timedelta(days=15)
    change = {"unalerted": True, "unexamined": False, "finalised_at": long_ago}
    database.audits.update_one({"_id": UUID(audit_id)}, {"$set": change})
    alert_command(api_settings)
    assert about(cast.manager, audit_id) == []
    assert database.audits.find_one({"_id": UUID(audit_id)})["unalerted"] is False


def test_suspicious_photos_are_told_to_the_office_once_they_are_examined(
    cast: Cast, database: Any, api_settings: Settings
) -> None:
    audit_id = str(cast.finalised())
    assert about(cast.reviewer, audit_id) == []
    flag = {"kind": "old_photo", "item": "counter_photo", "photo": uuid4(), "taken_at": samples.BEGAN, "seconds": 9e4}
    database.audits.update_one({"_id": UUID(audit_id)}, {"$set": {"flags": [flag], "unexamined": False}})
    alert_command(api_settings)
    (alert,) = about(cast.reviewer, audit_id)
    assert (alert["rule"], alert["suspicions"]) == ("evidence_suspicious", ["old_photo"])
    assert about(cast.manager, audit_id) == []
    path = f"/api/alerts/{alert['id']}/read"
    assert cast.manager.http.put(path, json={"read": True}).status_code == 404


def test_nobody_is_alarmed_about_a_competitor(cast: Cast) -> None:
    rival = uuid4()
    facts = {"programme_id": str(cast.programme), "region_id": str(cast.region), "name": "Rival", "tier": "basic"}
    body = {**facts, "time_zone": "Europe/Vilnius", "competitor": True}
    cast.admin.http.put(f"/api/branches/{rival}", json=body).raise_for_status()
    assert about(cast.reviewer, failed(cast, branch=rival)) == []


def test_a_result_that_fell_is_told_once(cast: Cast, database: Any) -> None:
    branch, today = _basic_branch(cast, database), datetime.now(UTC)
    for days in (150, 140, 130):
        cast.finalised(branch=branch, **_visit(today - timedelta(days=days), good=True))
    falls = [_fallen(cast, branch)]
    for days in (30, 20, 10, 5):
        cast.finalised(branch=branch, **_visit(today - timedelta(days=days), good=False))
        falls.append(_fallen(cast, branch))
    # With the third bad visit it is more than luck; the fourth tells nothing new.
    assert [len(found) for found in falls] == [0, 0, 0, 1, 1]
    index = cast.manager.http.get(f"/api/branches/{branch}/index", params={"checklist": samples.CHECKLIST_KEY}).json()
    latest = index["report"]["quarters"][-1]["trend"]
    assert latest["visible"] is True
    assert falls[-1][0]["change"] < 0
    assert abs(falls[-1][0]["change"]) > falls[-1][0]["smallest_detectable"] > latest["smallest_detectable"]


def _fallen(cast: Cast, branch: UUID) -> list[Json]:
    return listed(cast.manager, rule="headline_fell", branch=str(branch))


def _visit(at: datetime, *, good: bool) -> Json:
    segment = {"phase": "wait", "started_at": (at + timedelta(minutes=1)).isoformat(), "seconds": 12}
    said = answers(queue_wait={"kind": "duration", "seconds": 12, "segments": [segment]})
    if not good:
        said |= {"heard": {"kind": "scale", "level": 2}, "asked_needs": {"kind": "yes_no", "value": False}}
        said |= {"by_name": {"kind": "yes_no", "value": False}}
    finished = (at + timedelta(minutes=20)).isoformat()
    return {"started_at": at.isoformat(), "finished_at": finished, "answers": said}


def _basic_branch(cast: Cast, database: Any) -> UUID:
    """In a league of its own that is calibrated."""
    branch, now = uuid4(), datetime.now(UTC)
    facts = {"programme_id": str(cast.programme), "region_id": str(cast.region), "name": "Kiosk"}
    body = {**facts, "tier": "basic", "time_zone": "Europe/Vilnius"}
    cast.admin.http.put(f"/api/branches/{branch}", json=body).raise_for_status()
    snapshot = Snapshot(
        mean=60.0,
        branch_variance=60.0,
        region_variance=0.0,
        shopper_variance=0.0,
        rest_variance=30.0,
        branches=30,
        audits=300,
        separable=True,
        severities={},
        region_base={},
    )
    league = {"programme_id": cast.programme, "checklist": samples.CHECKLIST_KEY}
    row = {
        "_id": uuid4(),
        "league": {**league, "tier": "basic", "audience": "external"},
        "as_of": now,
        "made_at": now,
        "index_version": "cci-1",
        "current_version": 1,
        "links": {"1": to_bson(Link(offset=0.0, error=0.0))},
        "snapshot": to_bson(snapshot),
    }
    database.snapshots.insert_one(row)
    return branch


def test_a_page_takes_as_many_round_trips_for_one_as_for_many(cast: Cast) -> None:
    for _ in range(6):
        failed(cast)

    def asked(limit: int) -> int:
        ROUND_TRIPS.commands.clear()
        cast.manager.http.get("/api/alerts", params={"limit": limit}).raise_for_status()
        return len(ROUND_TRIPS.commands)

    asked(1)
    assert asked(1) == asked(200) <= 5


@pytest.mark.parametrize("params", [{"rule": "rain"}, {"limit": 0}, {"cursor": "x"}, {"unread": "perhaps"}])
def test_bad_parameters_are_named(cast: Cast, params: Json) -> None:
    answer = cast.manager.http.get("/api/alerts", params=params)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_parameter")


@pytest.mark.parametrize("body", [{"muted_rules": ["rain"]}, {"muted_branches": ["x"]}, {"digest": "often"}])
def test_bad_preferences_are_explained(cast: Cast, body: Json) -> None:
    answer = cast.manager.http.put("/api/alert-preferences", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_body")


def test_an_appeal_that_is_won_ends_the_alert_and_one_that_shows_worse_raises_it(cast: Cast) -> None:
    wrong, harmless = failed(cast), str(cast.finalised())
    assert "critical_failed" in rules_of(cast, wrong) and "critical_failed" not in rules_of(cast, harmless)
    for audit, solved in ((wrong, True), (harmless, False)):
        made = appeal(cast, UUID(audit), items=["solved"]).raise_for_status().json()
        decide(cast, made["id"], corrections={"solved": {"kind": "yes_no", "value": solved}}).raise_for_status()
    assert "critical_failed" not in rules_of(cast, wrong) and "critical_failed" in rules_of(cast, harmless)


def test_what_an_appeal_leaves_of_an_alert_stays_read(cast: Cast, database: Any) -> None:
    audit = failed(cast)
    [alert] = [one for one in listed(cast.manager) if one["audit_id"] == audit and one["items"]]
    cast.manager.http.put("/api/alerts/read", json={"alerts": [alert["id"]]}).raise_for_status()
    database.alerts.update_one({"_id": UUID(alert["id"])}, {"$push": {"finding.items": "refuted"}})
    made = appeal(cast, UUID(audit)).raise_for_status().json()
    decide(cast, made["id"]).raise_for_status()
    assert [one for one in listed(cast.manager) if one["audit_id"] == audit] == [alert | {"read": True}]


def rules_of(cast: Cast, audit: str) -> list[str]:
    return [one["rule"] for one in listed(cast.manager) if one["audit_id"] == audit]
