"""What a programme keeps for so long only, and what is done when a shopper asks for it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from audit_api.removal import removing, subjects
from audit_api.settings import Settings
from tests.api import samples
from tests.api.cast import Cast, Person, person
from tests.api.examples import Json, Mongo
from tests.api.pictures import jpeg
from tests.api.removing import SAID, Known, files_of, nobody_is_in, not_for_coaching, run, swept

MONTHS = timedelta(days=30.5)


@pytest.fixture
def known(cast: Cast, mongo: Mongo, api_settings: Settings) -> Known:
    cast.extra["settings"] = api_settings
    return Known(cast, mongo)


@pytest.fixture
def programme(cast: Cast) -> Any:
    """Sets what the programme keeps; back to everything afterwards."""
    path = f"/api/programmes/{cast.programme}"
    stored = next(p for p in cast.admin.http.get("/api/programmes").json() if p["id"] == str(cast.programme))
    body = {name: value for name, value in stored.items() if name != "id"}

    def keep(**months: int) -> None:
        cast.admin.http.put(path, json={**body, "retention": months}).raise_for_status()

    yield keep
    keep()


def aged(known: Known, months: int) -> None:
    """It took place so long ago."""
    at = datetime.now(UTC) - months * MONTHS
    known.mongo.audits.update_one({"_id": known.audit}, {"$set": {"occurred_at": at, "received_at": at}})


def kept(known: Known, *arguments: str) -> None:
    known.mongo.leases.delete_one({"_id": "sweep"})
    assert run(known, "-m", "audit_api", "retention", *arguments) == 0


def read(known: Known) -> Json:
    found: Json = known.cast.reviewer.http.get(f"/api/audits/{known.audit}").raise_for_status().json()
    return found


def kinds(known: Known) -> list[tuple[str, str, str | None]]:
    told = known.cast.admin.http.get(f"/api/audits/{known.audit}/removals").raise_for_status().json()
    assert told["clearing"] is False
    return [(act["kind"], act["cause"], act["by_name"]) for act in told["removals"]]


def test_an_audit_grows_old_by_steps(known: Known, programme: Any) -> None:
    programme(photo_months=100, word_months=200, person_months=300, audit_months=400)
    before = read(known)
    aged(known, 99)
    kept(known)
    assert kinds(known) == []
    aged(known, 101)
    kept(known, "--dry-run")
    assert kinds(known) == [], "only counted"
    kept(known)
    kept(known)
    assert kinds(known) == [("photos", "retention", None)], "once"
    after = read(known)
    assert files_of(known) == 0 and after["photos"] == []
    assert after["submission"]["answers"]["tone"]["narrative"] == SAID and after["scorecard"] == before["scorecard"]
    assert known.submitted().json()["code"] == "audit_removed"

    aged(known, 201)
    kept(known)
    after = read(known)
    assert after["submission"]["answers"]["tone"] == {"kind": "scale", "level": 1}
    assert (after["submission"]["staff_alias"], after["scorecard"]) == ("Zephyrine", before["scorecard"])
    not_for_coaching(known)

    aged(known, 301)
    kept(known)
    assert read(known)["scorecard"] == before["scorecard"]
    nobody_is_in(known)
    aged(known, 401)
    kept(known)
    assert [kind for kind, *_ in kinds(known)] == ["photos", "words", "anonymise", "erase"]
    assert known.status("reviewer", f"/api/audits/{known.audit}") == 404


def test_words_and_photos_that_grew_old_go_at_once(known: Known, programme: Any) -> None:
    programme(photo_months=100, word_months=100)
    aged(known, 101)
    kept(known)
    assert {kind for kind, *_ in kinds(known)} == {"words", "photos"}


def test_a_retention_is_tried_before_it_is_set(known: Known, programme: Any) -> None:
    path = f"/api/programmes/{known.cast.programme}/retention/preview"

    def due(**months: int) -> dict[str, int]:
        told = known.cast.admin.http.post(path, json=months).raise_for_status().json()
        assert told["sweep_hours"] == known.cast.extra["settings"].sweep_hours
        counted: dict[str, int] = told["due"]
        return counted

    def more(**months: int) -> dict[str, int]:
        """By this audit's being so old; other tests leave old ones, too."""
        aged(known, 1)
        before = due(**months)
        aged(known, 50)
        return {kind: audits - before[kind] for kind, audits in due(**months).items() if audits != before[kind]}

    assert set(due().values()) == {0}
    assert more(photo_months=51, audit_months=52) == {}
    assert more(photo_months=40, word_months=49) == {"photos": 1, "words": 1}
    assert more(photo_months=40, word_months=40, person_months=45) == {"anonymise": 1}
    assert more(photo_months=40, person_months=45, audit_months=49) == {"erase": 1}
    assert more(photo_months=40, audit_months=52) == {"photos": 1}
    kept(known)
    assert kinds(known) == [], "nothing is stored"
    programme(photo_months=40)
    kept(known)
    assert kinds(known) == [("photos", "retention", None)]
    assert due(photo_months=40)["photos"] == 0, "gone is gone"


def test_a_preview_refuses_what_cannot_be_set(cast: Cast) -> None:
    path = f"/api/programmes/{cast.programme}/retention/preview"
    refused = cast.admin.http.post(path, json={"person_months": 12})
    assert (refused.status_code, [fault["path"] for fault in refused.json()["faults"]]) == (422, ["person_months"])
    assert cast.admin.http.post(path.replace(str(cast.programme), str(uuid4())), json={}).status_code == 404


def test_the_sweep_keeps_retention_as_well(known: Known, programme: Any) -> None:
    programme(audit_months=100)
    aged(known, 101)
    known.mongo.leases.delete_one({"_id": "sweep"})
    assert run(known, "-m", "audit_api", "sweep") == 0
    assert kinds(known) == [("erase", "retention", None)]


def swept_by_night(known: Known) -> None:
    known.mongo.leases.delete_one({"_id": "sweep"})
    assert run(known, "-m", "audit_api", "sweep") == 0


def test_a_night_looks_at_what_has_grown_old_since(known: Known, programme: Any) -> None:
    known.mongo.retention_looks.delete_many({})
    programme(audit_months=150)
    swept_by_night(known)
    aged(known, 160)
    swept_by_night(known)
    assert kinds(known) == [], "all of that time was seen to"
    aged(known, 149)
    programme(audit_months=148)
    swept_by_night(known)
    assert kinds(known) == [("erase", "retention", None)]


def test_an_audit_that_came_late_goes_within_a_week(known: Known, programme: Any) -> None:
    known.mongo.retention_looks.delete_many({})
    programme(audit_months=150)
    swept_by_night(known)
    aged(known, 160)
    known.mongo.retention_looks.update_many({}, {"$set": {"whole_at": datetime.now(UTC) - timedelta(days=8)}})
    swept_by_night(known)
    assert kinds(known) == [("erase", "retention", None)]


def test_what_a_wrong_clock_dated_is_kept_as_long_as_what_came_that_day(known: Known, programme: Any) -> None:
    """The clock stood years back when the visit was done, and was right again when it was sent."""
    at = datetime.now(UTC) - 80 * MONTHS
    known.mongo.audits.update_one({"_id": known.audit}, {"$set": {"occurred_at": at}})
    path = f"/api/programmes/{known.cast.programme}/retention/preview"

    def due() -> int:
        told = known.cast.admin.http.post(path, json={"photo_months": 36, "audit_months": 60}).raise_for_status()
        return int(told.json()["due"]["erase"]) + int(told.json()["due"]["photos"])

    before = due()
    programme(photo_months=36, audit_months=60)
    kept(known)
    assert kinds(known) == [] and read(known)["photos"], "the evidence is there"
    known.mongo.audits.update_one({"_id": known.audit}, {"$set": {"received_at": at + 30 * MONTHS}})
    programme(photo_months=100, audit_months=110)
    assert due() == before + 1, "photos, but not all of it"
    programme(photo_months=36, audit_months=60)
    kept(known)
    assert kinds(known) == [("photos", "retention", None)]


def test_nothing_goes_by_itself_unless_a_programme_says_so(known: Known) -> None:
    aged(known, 500)
    kept(known)
    assert kinds(known) == []


@pytest.mark.parametrize(
    ("what", "months"), [("photo_months", 0), ("photo_months", 601), ("photo_months", "six"), ("person_months", 12)]
)
def test_a_bad_setting_is_refused(cast: Cast, what: str, months: Any) -> None:
    body = {"name": "A", "client": "B", "channels": ["visit"], "tiers": ["basic"]}
    answer = cast.admin.http.put(f"/api/programmes/{uuid4()}", json={**body, "retention": {what: months}})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_body")


class Leaver:
    """A shopper with a finalised and a waiting audit, a photo that nothing names, and an open assignment."""

    def __init__(self, cast: Cast, mongo: Mongo, new_client: Any) -> None:
        self.cast, self.mongo = cast, mongo
        self.who: Person = person(cast.admin.http, new_client, "shopper")
        self.photo, self.stray = uuid4(), uuid4()
        for photo in (self.photo, self.stray):
            self.who.http.put(f"/api/photos/{photo}", content=jpeg(photo.int % 1000)).raise_for_status()
        self.done = cast.submit(self.who, photos=[self.photo], staff_alias="Zephyrine")
        cast.review(self.done).raise_for_status()
        self.waiting = cast.submit(self.who)
        self.open = cast.assign(self.who)
        noted = {"kind": "problem", "text": "I am ill.", "noted_at": samples.BEGAN.isoformat()}
        self.who.http.put(f"/api/assignments/{self.open}/notes/{uuid4()}", json=noted).raise_for_status()

    def remove(self, kind: str, removal: UUID) -> httpx.Response:
        path = f"/api/users/{self.who.id}/removals/{removal}"
        return self.cast.admin.http.put(path, json={"kind": kind, "cause": "subject_request"})

    def data(self) -> Json:
        found: Json = self.cast.admin.http.get(f"/api/users/{self.who.id}/data").raise_for_status().json()
        return found


@pytest.fixture
def leaver(cast: Cast, mongo: Mongo, new_client: Any) -> Leaver:
    return Leaver(cast, mongo, new_client)


def test_a_shopper_gets_everything_that_is_stored(leaver: Leaver) -> None:
    found = leaver.data()
    assert found["account"]["account"] == leaver.who.account and "password_hash" not in found["account"]
    assert {audit["id"] for audit in found["audits"]} == {str(leaver.done), str(leaver.waiting)}
    assert {photo["id"] for photo in found["photos"]} == {str(leaver.photo), str(leaver.stray)}
    assert len(found["assignments"]) == 3
    assert [note["text"] for one in found["assignments"] for note in one["notes"]] == ["I am ill."]
    assert leaver.cast.admin.http.get(f"/api/users/{leaver.cast.manager.id}/data").status_code == 404


@pytest.mark.parametrize("kind", ["anonymise", "erase"])
def test_a_shopper_is_removed_with_all_that_is_theirs(leaver: Leaver, kind: str) -> None:
    cast, removal = leaver.cast, uuid4()
    before = cast.reviewer.http.get(f"/api/audits/{leaver.done}").json()
    told = leaver.remove(kind, removal).raise_for_status().json()
    assert told["clearing"] is False and leaver.remove(kind, removal).raise_for_status().json() == told
    assert leaver.remove(kind, uuid4()).json()["code"] == "removal_differs"

    assert leaver.who.http.get("/api/sync").status_code == 401, "signed out"
    credentials = {"account": leaver.who.account, "password": "correct horse", "transport": "bearer"}
    assert cast.outsider.post("/api/session", json=credentials).json()["code"] == "wrong_credentials"
    after = cast.reviewer.http.get(f"/api/audits/{leaver.done}")
    if kind == "anonymise":
        assert after.json()["scorecard"] == before["scorecard"]
        assert after.json()["shopper_id"] == str(leaver.who.id), "which is nobody's any more"
    else:
        assert after.status_code == 404
    assert cast.reviewer.http.get(f"/api/audits/{leaver.waiting}").status_code == 404, "nobody could review it"
    found = leaver.data()
    assert (found["photos"], found["uploads"], found["account"]["name"]) == ([], [], "–")
    assert not [note for one in found["assignments"] for note in one["notes"]]
    stored = str([*leaver.mongo.audits.find({"shopper_id": leaver.who.id}), found])
    assert "Zephyrine" not in stored and leaver.who.account not in str(list(leaver.mongo.users.find()))
    for photo in (leaver.photo, leaver.stray):
        assert leaver.mongo["photos.files"].count_documents({"metadata.photo_id": photo}) == 0


def test_what_is_finalised_while_its_shopper_is_removed_stays(leaver: Leaver, monkeypatch: pytest.MonkeyPatch) -> None:
    remove = removing.remove

    async def remove_late(*given: Any, **named: Any) -> Any:
        await asyncio.to_thread(leaver.cast.review, leaver.waiting)
        return await remove(*given, **named)

    monkeypatch.setattr(subjects, "remove", remove_late)
    leaver.remove("anonymise", uuid4()).raise_for_status()
    audit = leaver.cast.reviewer.http.get(f"/api/audits/{leaver.waiting}").raise_for_status().json()
    assert audit["status"] == "finalised"
    assert "Zephyrine" not in str(audit)


def test_a_removed_account_does_not_come_back(leaver: Leaver) -> None:
    leaver.remove("anonymise", uuid4()).raise_for_status()
    body = {"account": leaver.who.account, "name": "Back again", "role": "shopper", "password": "ten characters"}
    answer = leaver.cast.admin.http.put(f"/api/users/{leaver.who.id}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "account_removed")
    credentials = {"account": leaver.data()["account"]["account"], "password": "correct horse", "transport": "bearer"}
    assert leaver.cast.outsider.post("/api/session", json=credentials).json()["code"] == "wrong_credentials"


def test_a_removal_of_a_shopper_that_was_cut_off_is_made_up_for(leaver: Leaver, known: Known) -> None:
    leaver.remove("erase", uuid4()).raise_for_status()
    # As if it had died right after the account lost its name.
    photo, like = uuid4(), known.mongo.photos.find_one({})
    assert like is not None
    leaver.mongo.users.update_one({"_id": leaver.who.id}, {"$set": {"clearing": True}})
    leaver.mongo.photos.insert_one({**like, "_id": photo, "owner_id": leaver.who.id})
    swept(known)
    assert leaver.data()["photos"] == []
    assert leaver.mongo.users.count_documents({"_id": leaver.who.id, "clearing": False}) == 1
