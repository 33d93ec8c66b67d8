"""What a phone needs in one answer, and only what is its shopper's."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from audit_api.fieldwork.snapshots import SYNC_DAYS
from tests.api import samples
from tests.api.cast import Cast, Person, person
from tests.api.pictures import jpeg
from tests.api.server import ROUND_TRIPS

Json = dict[str, Any]
BUDGET = 6
"""Session, audits, assignments, photos; checklists once; one to spare."""


@pytest.fixture
def newcomer(cast: Cast, new_client: Callable[[], httpx.Client]) -> Person:
    """A shopper with nothing to do yet."""
    return person(cast.admin.http, new_client, "shopper")


def sync(who: Person) -> Json:
    found: Json = who.http.get("/api/sync").raise_for_status().json()
    return found


def assign(cast: Cast, shopper: Person, ends: datetime, **changes: Any) -> UUID:
    """An assignment whose window ends then."""
    planned = cast.admin.http.get(f"/api/assignments/{cast.assign(shopper)}").json()
    names = ("branch_id", "shopper_id", "checklist", "channel", "scenario")
    window = {"window_starts_at": (ends - timedelta(days=9)).isoformat(), "window_ends_at": ends.isoformat()}
    assignment_id = uuid4()
    body = {name: planned[name] for name in names} | window | changes
    cast.admin.http.put(f"/api/assignments/{assignment_id}", json=body).raise_for_status()
    return assignment_id


def submit(cast: Cast, shopper: Person, began: datetime, **changes: Any) -> UUID:
    """An audit of a shop that took place then, in a window long past its end."""
    audit_id = uuid4()
    body = samples.submission(assign(cast, shopper, began + timedelta(days=1)), **changes)
    body |= {"started_at": began.isoformat(), "finished_at": (began + timedelta(minutes=20)).isoformat()}
    body["answers"]["queue_wait"] = {"kind": "duration", "seconds": 12, "typed_by_hand": True}
    shopper.http.put(f"/api/audits/{audit_id}", json=body).raise_for_status()
    return audit_id


def ago(**time: float) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) - timedelta(**time)


def test_everything_for_a_day_without_network(cast: Cast, newcomer: Person) -> None:
    assignment_id = assign(cast, newcomer, ago(days=-3), briefing="Ring the second bell.")
    snapshot = sync(newcomer)
    me = snapshot["me"]
    assert (me["user_id"], me["language"], "token" in me) == (str(newcomer.id), "en", False)
    planned = next(one for one in snapshot["assignments"] if one["id"] == str(assignment_id))
    expected: Json = {
        "status": "open",
        "audit_id": None,
        "briefing": "Ring the second bell.",
        "branch_name": "branch",
        "time_zone": "Europe/Vilnius",
        "tier": "standard",
        "programme_name": "Service wave",
        "client": "Client",
        "show_scores": True,
        "notes": [],
    }
    assert {name: planned[name] for name in expected} == expected
    known = newcomer.http.get(f"/api/checklists/{samples.CHECKLIST_KEY}/versions/1").json()
    assert snapshot["checklists"] == [{"key": samples.CHECKLIST_KEY, "version": 1, "definition": known["definition"]}]
    assert (snapshot["audits"], snapshot["reference_photos"]) == ([], [])


def test_an_unchanged_phone_is_answered_with_304(cast: Cast, newcomer: Person) -> None:
    first = newcomer.http.get("/api/sync").raise_for_status()
    etag = first.headers["etag"]
    assert etag.startswith('"') and first.headers["cache-control"] == "private, no-cache"
    for known in (etag, f'"other", W/{etag}', "*"):
        again = newcomer.http.get("/api/sync", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assign(cast, newcomer, ago(days=-3))
    changed = newcomer.http.get("/api/sync", headers={"If-None-Match": etag})
    assert changed.status_code == 200 and changed.headers["etag"] != etag


def test_every_change_that_matters_to_the_phone_changes_the_etag(cast: Cast, newcomer: Person) -> None:
    seen = [newcomer.http.get("/api/sync").headers["etag"]]

    def changed() -> bool:
        seen.append(newcomer.http.get("/api/sync").headers["etag"])
        return len(set(seen)) == len(seen)

    audit_id = submit(cast, newcomer, ago(days=1))
    assert changed()
    cast.review(audit_id, "request_revision", "Please describe the tone.").raise_for_status()
    assert changed()
    assignment_id, note_id = assign(cast, newcomer, ago(days=-3)), uuid4()
    assert changed()
    told = {"kind": "problem", "text": "Closed.", "noted_at": ago(hours=1).isoformat()}
    newcomer.http.put(f"/api/assignments/{assignment_id}/notes/{note_id}", json=told).raise_for_status()
    assert changed()
    cast.reviewer.http.put(f"/api/notes/{note_id}/handled").raise_for_status()
    assert changed()


def test_what_came_of_an_audit(cast: Cast, newcomer: Person) -> None:
    photo = uuid4()
    stored = newcomer.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status().json()
    audit_id = submit(cast, newcomer, ago(days=1), photos=[photo])
    (audit,) = sync(newcomer)["audits"]
    detail = newcomer.http.get(f"/api/audits/{audit_id}").json()
    submission = detail["submission"]
    assert (audit["id"], audit["status"], audit["revision"]) == (str(audit_id), "submitted", 1)
    for name in ("assignment_id", "checklist", "started_at", "finished_at"):
        assert audit[name] == submission[name]
    assert audit["received_at"] == detail["received_at"]
    assert audit["scorecard"]["index"] == detail["scorecard"]["index"]
    assert audit["photos"] == [{"id": str(photo), "sha256": stored["sha256"], "bytes": stored["bytes"]}]
    # What needs no mending is not carried about.
    assert (audit["submission"], audit["reviews"]) == (None, [])
    assert [(a["id"], a["audit_id"]) for a in sync(newcomer)["assignments"] if a["audit_id"]] == [
        (audit["assignment_id"], str(audit_id))
    ]


def test_a_returned_audit_comes_with_its_answers_and_marks(cast: Cast, newcomer: Person) -> None:
    audit_id = submit(cast, newcomer, ago(days=1))
    body = {"decision": "request_revision", "revision": 1, "reason": "Which tone?", "items": ["tone"]}
    cast.reviewer.http.put(f"/api/audits/{audit_id}/reviews/{uuid4()}", json=body).raise_for_status()
    (audit,) = sync(newcomer)["audits"]
    assert audit["submission"] == newcomer.http.get(f"/api/audits/{audit_id}").json()["submission"]
    assert [(one["reason"], one["items"], one["changes"]) for one in audit["reviews"]] == [
        ("Which tone?", ["tone"], [])
    ]


def test_a_corrected_audit_comes_with_the_difference(cast: Cast, newcomer: Person) -> None:
    audit_id = submit(cast, newcomer, ago(days=1))
    tone = {"kind": "scale", "level": 4}
    body = {"decision": "finalise", "revision": 1, "reason": "The recording says so.", "corrections": {"tone": tone}}
    cast.reviewer.http.put(f"/api/audits/{audit_id}/reviews/{uuid4()}", json=body).raise_for_status()
    (audit,) = sync(newcomer)["audits"]
    assert audit["submission"]["answers"]["tone"] == tone
    assert audit["reviews"][0]["changes"] == [{"item": "tone", "before": {"kind": "scale", "level": 3}, "after": tone}]


def test_the_past_is_left_behind_but_never_what_waits_for_its_shopper(cast: Cast, newcomer: Person) -> None:
    long_ago = ago(days=SYNC_DAYS + 1)
    closed = assign(cast, newcomer, long_ago)
    just_in_time = assign(cast, newcomer, ago(days=SYNC_DAYS - 1))
    old, returned = submit(cast, newcomer, ago(days=SYNC_DAYS + 5)), submit(cast, newcomer, ago(days=300))
    cast.review(old).raise_for_status()
    cast.review(returned, "request_revision", "Please describe the tone.").raise_for_status()
    lately = submit(cast, newcomer, ago(days=SYNC_DAYS - 1))
    snapshot = sync(newcomer)
    assert [audit["id"] for audit in snapshot["audits"]] == [str(lately), str(returned)]
    audited = {audit["assignment_id"] for audit in snapshot["audits"]}
    listed = {one["id"] for one in snapshot["assignments"]}
    assert audited | {str(just_in_time)} <= listed and str(closed) not in listed


def test_nothing_of_another_shopper(cast: Cast, newcomer: Person) -> None:
    theirs, audit_id = assign(cast, cast.other_shopper, ago(days=-3)), submit(cast, cast.other_shopper, ago(days=1))
    cast.review(audit_id, "request_revision", "Please describe the tone.").raise_for_status()
    answer = newcomer.http.get("/api/sync")
    assert answer.json()["assignments"] == []
    assert not any(str(known) in answer.text for known in (theirs, audit_id, cast.other_shopper.id))


def test_scores_stay_where_the_programme_keeps_them(cast: Cast, newcomer: Person, silent: None) -> None:
    submit(cast, newcomer, ago(days=1))
    snapshot = sync(newcomer)
    assert [audit["scorecard"] for audit in snapshot["audits"]] == [None]
    assert {one["show_scores"] for one in snapshot["assignments"]} == {False}


@pytest.fixture
def silent(cast: Cast) -> Iterator[None]:
    """The programme shows shoppers no scores for the time of a test."""
    programme = next(p for p in cast.reviewer.http.get("/api/programmes").json() if p["id"] == str(cast.programme))
    path, body = f"/api/programmes/{programme.pop('id')}", programme
    cast.admin.http.put(path, json={**body, "show_scores_to_shoppers": False}).raise_for_status()
    yield
    cast.admin.http.put(path, json=body).raise_for_status()


def test_every_pinned_version_and_its_pictures_come_along(cast: Cast, newcomer: Person) -> None:
    key, photo = "sample_pictures", uuid4()
    cast.admin.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()
    definition = samples.checklist(key=key)
    cast.admin.http.post("/api/checklists", json=definition).raise_for_status()
    definition["sections"][0]["items"][0]["reference_photo"] = str(photo)
    cast.admin.http.post("/api/checklists", json=definition).raise_for_status()
    for version in (1, 2):
        assign(cast, newcomer, ago(days=-3), checklist={"key": key, "version": version})
    snapshot = sync(newcomer)
    pinned = [(one["key"], one["version"]) for one in snapshot["checklists"]]
    assert pinned == [(key, 1), (key, 2), (samples.CHECKLIST_KEY, 1)]
    assert snapshot["reference_photos"] == [str(photo)]
    assert newcomer.http.get(f"/api/photos/{photo}").status_code == 200


def test_a_refresh_costs_the_same_however_much_there_is(cast: Cast, newcomer: Person) -> None:
    def asked() -> list[str]:
        before = len(ROUND_TRIPS.commands)
        sync(newcomer)
        return ROUND_TRIPS.commands[before:]

    photo = uuid4()
    newcomer.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()
    submit(cast, newcomer, ago(days=1), photos=[photo])
    asked()
    few = asked()
    for n in range(12):
        audit_id = submit(cast, newcomer, ago(days=n + 1))
        cast.review(audit_id, "request_revision" if n % 2 else "finalise", "Which tone?").raise_for_status()
    assert asked() == few
    assert len(few) <= BUDGET
