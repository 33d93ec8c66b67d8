"""Excluding, making anonymous and erasing: afterwards the audit is nowhere it should not be, whatever is cut off."""

import os
import subprocess
import sys
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from audit_api.settings import Settings
from checklists.coaching import example_id
from tests.api import samples
from tests.api.cast import Cast
from tests.api.examples import Json, Mongo, answers, mask, mongo, release
from tests.api.pictures import jpeg, pdf
from tests.api.process import ROOT

__all__ = ["mongo"]

SAID = "Anna Kern told me that Zephyrine had left."
OBJECTED = "Zephyrine was on holiday that week."
NOTED = "Zephyrine closed the door early."
TAUGHT = "Ask what Zephyrine could have done."


class Known:
    """A finalised audit of which everything was made that can be made of one."""

    def __init__(self, cast: Cast, mongo: Mongo) -> None:
        self.cast, self.mongo = cast, mongo
        self.photo, self.paper, self.appeal = uuid4(), uuid4(), uuid4()
        self.picture = jpeg(seed=self.photo.int % 1000)
        cast.shopper.http.put(f"/api/photos/{self.photo}", content=self.picture).raise_for_status()
        self.audit, self.assignment = uuid4(), cast.assign()
        given = answers(1, SAID, solved={"kind": "yes_no", "value": False})
        given["counter_photo"] = {"kind": "photo", "photos": [str(self.photo)]}
        self.body = samples.submission(self.assignment, answers=given, staff_alias="Zephyrine")
        noted = {"kind": "problem", "text": NOTED, "noted_at": samples.BEGAN.isoformat()}
        cast.shopper.http.put(f"/api/assignments/{self.assignment}/notes/{uuid4()}", json=noted).raise_for_status()
        self.submitted().raise_for_status()
        cast.review(self.audit).raise_for_status()
        self.example, self.shown = example_id(self.audit, "tone"), example_id(self.audit, "solved")
        self._coach()
        self._appeal()
        self.exercise = uuid4()
        invited = {"audit_id": str(self.audit), "reviewers": [str(cast.admin.id), str(cast.reviewer.id)]}
        cast.admin.http.put(f"/api/exercises/{self.exercise}", json=invited).raise_for_status()

    def _coach(self) -> None:
        whole = {"decision": "redact", "regions": []}
        found = self.cast.reviewer.http.put(f"/api/photos/{self.photo}/redaction", json=whole).raise_for_status()
        self.redacted = found.json()["redacted"]
        for example in (self.example, self.shown):
            release(self.cast, example)
        mask(self.mongo, self.example, "Somebody told me that ⟦name⟧ had left.")
        self.collection = uuid4()
        entries = [{"example_id": str(self.example), "note": TAUGHT, "question": TAUGHT}]
        body = {"title": "A lesson", "shared": True, "entries": entries, "revision": 0}
        path = f"/api/collections/{self.collection}"
        self.cast.trainer.http.put(path, json=body).raise_for_status()
        link = self.cast.trainer.http.put(f"{path}/links/{uuid4()}", json={}).raise_for_status()
        self.token = link.json()["token"]

    def _appeal(self) -> None:
        http = self.cast.manager.http
        sent = http.put(f"/api/papers/{self.paper}", params={"name": "roster.pdf"}, content=pdf())
        sent.raise_for_status()
        body = {"items": ["tone"], "reason": OBJECTED, "papers": [str(self.paper)]}
        http.put(f"/api/audits/{self.audit}/appeals/{self.appeal}", json=body).raise_for_status()

    def submitted(self) -> httpx.Response:
        return self.cast.shopper.http.put(f"/api/audits/{self.audit}", json=self.body)

    def exclude(self, cause: str | None = "fraud", reason: str = "Invented.", review: UUID | None = None) -> Any:
        path = f"/api/audits/{self.audit}/exclusions/{review or uuid4()}"
        return self.cast.reviewer.http.put(path, json={"cause": cause, "reason": reason})

    def remove(self, kind: str, removal: UUID | None = None, cause: str = "subject_request") -> httpx.Response:
        path = f"/api/audits/{self.audit}/removals/{removal or uuid4()}"
        return self.cast.admin.http.put(path, json={"kind": kind, "cause": cause})

    def status(self, who: str, path: str) -> int:
        return self.cast.person(who).http.get(path).status_code

    def listed(self, who: str) -> Json | None:
        page = self.cast.person(who).http.get("/api/audits", params={"limit": 200}).raise_for_status().json()
        return next((audit for audit in page["audits"] if audit["id"] == str(self.audit)), None)

    def own_audits(self) -> int:
        results = self.cast.manager.http.get(f"/api/branches/{self.cast.branch}").raise_for_status().json()["results"]
        return sum(one["result"]["audits"] for one in results)


def swept(known: Known) -> None:
    """As the server does every minute."""
    settings: Settings = known.cast.extra["settings"]
    given = {"MONGODB_URI": settings.mongodb_uri or "", "MONGODB_DATABASE": settings.mongodb_database}
    command = [sys.executable, "-m", "audit_api", "clear"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **given, "LOG_LEVEL": "error"}, check=True)


@pytest.fixture
def known(cast: Cast, mongo: Mongo, api_settings: Settings) -> Known:
    cast.extra["settings"] = api_settings
    return Known(cast, mongo)


def not_for_coaching(known: Known) -> None:
    """Neither the examples nor the pictures, wherever they were put."""
    cast = known.cast
    for example in (known.example, known.shown):
        assert {known.status(who, f"/api/examples/{example}") for who in ("trainer", "manager", "reviewer")} == {404}
    assert known.mongo.examples.count_documents({"audit_id": known.audit, "visible": True}) == 0
    for who in ("trainer", "reviewer"):
        assert known.status(who, f"/api/redacted-photos/{known.redacted}") == 404
    assert known.mongo.redactions.find_one({"_id": known.photo}) is None
    found = cast.trainer.http.get("/api/examples", params={"q": "Somebody", "limit": 200}).json()["examples"]
    assert str(known.example) not in [one["id"] for one in found]
    lesson = cast.trainer.http.get(f"/api/collections/{known.collection}").raise_for_status().json()
    assert [entry["example"] for entry in lesson["entries"]] in ([], [None])
    guest = cast.outsider.get(f"/api/shared/{known.token}").raise_for_status()
    assert "Zephyrine" not in guest.text and "Somebody told me" not in guest.text
    for queue in ("redactions", "maskings"):
        waiting = cast.reviewer.http.get(f"/api/{queue}/waiting", params={"limit": 200}).text
        assert str(known.photo) not in waiting and str(known.example) not in waiting


def files_of(known: Known) -> int:
    return known.mongo["photos.files"].count_documents({"metadata.photo_id": known.photo})


def test_an_excluded_audit_counts_nowhere_and_everybody_reads_why(known: Known) -> None:
    before = known.own_audits()
    review = uuid4()
    done = known.exclude(review=review).raise_for_status().json()
    assert (done["status"], done["review"]["decision"], done["review"]["cause"]) == ("excluded", "exclude", "fraud")
    assert known.exclude(review=review).raise_for_status().json() == done
    other = known.exclude("duplicate", review=review)
    assert (other.status_code, other.json()["code"]) == (409, "review_differs")
    assert known.exclude().json()["code"] == "audit_state"

    assert known.own_audits() == before - 1
    not_for_coaching(known)
    assert files_of(known) == 2, "the photo itself stays, the redacted picture does not"
    alerts = known.cast.manager.http.get("/api/alerts").json()["alerts"]
    assert str(known.audit) not in [alert["audit_id"] for alert in alerts]
    for who in ("admin", "reviewer", "manager", "shopper"):
        listed = known.listed(who)
        assert listed and listed["status"] == "excluded"
        review_read = known.cast.person(who).http.get(f"/api/audits/{known.audit}").json()["reviews"][-1]
        words = "" if who == "manager" else "Invented."
        assert (review_read["decision"], review_read["cause"], review_read["reason"]) == ("exclude", "fraud", words)
    synced = known.cast.shopper.http.get("/api/sync").json()["audits"]
    assert [one["status"] for one in synced if one["id"] == str(known.audit)] == ["excluded"]


def test_an_exclusion_is_taken_back(known: Known) -> None:
    before = known.own_audits()
    known.exclude().raise_for_status()
    back = known.exclude(None, "It was real.").raise_for_status().json()
    assert (back["status"], back["review"]["decision"]) == ("finalised", "reinstate")
    assert known.own_audits() == before
    found = known.cast.reviewer.http.get(f"/api/examples/{known.example}").raise_for_status().json()
    assert (found["state"], found["visible"]) == ("candidate", False), "people decide anew"
    alerts = known.cast.manager.http.get("/api/alerts").json()["alerts"]
    assert str(known.audit) in [alert["audit_id"] for alert in alerts]
    assert known.exclude(None).json()["code"] == "audit_state"


@pytest.mark.parametrize("body", [{"cause": "fraud"}, {"cause": "fraud", "reason": " "}, {"cause": "x", "reason": "y"}])
def test_a_reason_is_mandatory(known: Known, body: Json) -> None:
    path = f"/api/audits/{known.audit}/exclusions/{uuid4()}"
    answer = known.cast.reviewer.http.put(path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_body")


def test_an_erased_audit_is_nowhere(known: Known) -> None:
    before = known.own_audits()
    removal = uuid4()
    told = known.remove("erase", removal).raise_for_status().json()
    assert known.remove("erase", removal).raise_for_status().json() == told
    assert known.remove("anonymise", removal).json()["code"] == "removal_differs"
    assert known.remove("erase").json()["code"] == "audit_state"

    assert (told["status"], told["clearing"], told["assignment_id"]) == ("erased", False, str(known.assignment))
    assert [(act["kind"], act["cause"], act["by_name"]) for act in told["removals"]] == [
        ("erase", "subject_request", "Admin")
    ]
    assert set(told["dependents"].values()) == {0}
    assert known.own_audits() == before - 1
    not_for_coaching(known)
    gone_for_everybody(known)
    nobody_is_in(known)
    assert known.mongo.audits.count_documents({"_id": known.audit}) == 1, "the tombstone"


def gone_for_everybody(known: Known) -> None:
    for who in ("admin", "reviewer", "manager", "shopper"):
        assert known.status(who, f"/api/audits/{known.audit}") == 404
        assert known.listed(who) is None
    for who in ("admin", "shopper", "manager"):
        assert known.status(who, f"/api/photos/{known.photo}") == 404
    assert known.status("manager", f"/api/papers/{known.paper}") == 404
    assert known.status("reviewer", f"/api/exercises/{known.exercise}") == 404
    assert known.status("reviewer", f"/api/audits/{known.audit}/dossier") == 404
    assert known.status("manager", f"/api/audits/{known.audit}/appeals") == 404
    appeals = known.cast.manager.http.get("/api/appeals", params={"limit": 200}).text
    assert str(known.appeal) not in appeals
    synced = known.cast.shopper.http.get("/api/sync").text
    assert str(known.audit) not in synced and str(known.assignment) not in synced
    assert str(known.audit) not in export(known.cast, "answers") + export(known.cast, "audits")
    assert known.status("shopper", f"/api/assignments/{known.assignment}") == 404


def export(cast: Cast, table: str) -> str:
    path = f"/api/exports/{uuid4()}"
    ordered = {"content": {"table": table, "format": "csv", "branch": str(cast.branch)}}
    cast.reviewer.http.put(path, json=ordered).raise_for_status()
    return cast.reviewer.http.get(f"{path}/file").raise_for_status().text


def nobody_is_in(known: Known) -> None:
    """Looked for in all that is stored, byte by byte; `Zephyrine` and the shopper were all over it."""
    mongo = known.mongo
    stored = [*mongo.audits.find({"_id": known.audit}), *mongo.assignments.find({"_id": known.assignment})]
    for name in ("alerts", "examples", "exercises"):
        stored += mongo[name].find({"audit_id": known.audit})
    stored += mongo.collections.find({"_id": known.collection})
    assert "Zephyrine" not in str(stored) and str(known.cast.shopper.id) not in str(stored)
    assert repr(known.cast.shopper.id) not in str(stored)
    for name in ("fingerprints", "claims"):
        assert mongo[name].count_documents({"_id": known.audit}) == 0
    assert mongo.photos.count_documents({"_id": known.photo}) == 0
    assert mongo.redactions.count_documents({"_id": known.photo}) == 0
    assert mongo.papers.count_documents({"_id": known.paper}) == 0
    assert files_of(known) == 0, "no bytes of it, nor of the redacted picture"


def test_a_phone_that_tries_again_brings_nothing_back(known: Known) -> None:
    http = known.cast.shopper.http
    known.remove("erase").raise_for_status()
    for _ in range(2):
        # As a phone does that never got its receipt: photos first.
        http.put(f"/api/photos/{known.photo}", content=known.picture).raise_for_status()
        again = known.submitted()
        assert (again.status_code, again.json()["code"]) == (409, "audit_removed")
        swept(known)
        assert files_of(known) == 0 and known.status("shopper", f"/api/photos/{known.photo}") == 404
    other = http.put(f"/api/audits/{uuid4()}", json=known.body)
    assert (other.status_code, other.json()["code"]) == (404, "not_found"), "nor under another id"
    nobody_is_in(known)


def test_an_anonymous_audit_keeps_its_scores_and_nobody_in_it(known: Known) -> None:
    http = known.cast.reviewer.http
    before, audits = http.get(f"/api/audits/{known.audit}").json(), known.own_audits()
    index = http.get(f"/api/branches/{known.cast.branch}").json()["results"]
    removal = uuid4()
    known.remove("anonymise", removal).raise_for_status()
    told = known.remove("anonymise", removal).raise_for_status().json()
    assert (told["status"], told["clearing"]) == ("finalised", False)

    after = http.get(f"/api/audits/{known.audit}").raise_for_status().json()
    assert after["scorecard"] == before["scorecard"] and known.own_audits() == audits
    assert http.get(f"/api/branches/{known.cast.branch}").json()["results"] == index
    given = after["submission"]["answers"]
    assert given["tone"] == {"kind": "scale", "level": 1} and given["counter_photo"]["photos"] == []
    assert given.keys() == before["submission"]["answers"].keys()
    assert (after["submission"]["staff_alias"], after["photos"]) == (None, [])
    assert after["shopper_id"] not in (None, str(known.cast.shopper.id))
    assert [review["reason"] for review in after["reviews"]] == [""]
    appeal = http.get(f"/api/audits/{known.audit}/appeals").json()["appeals"][0]
    assert (appeal["reason"], appeal["papers"], appeal["items"]) == ("", [], ["tone"])
    not_for_coaching(known)
    nobody_is_in(known)
    for path in (f"/api/audits/{known.audit}", f"/api/photos/{known.photo}", f"/api/assignments/{known.assignment}"):
        assert known.status("shopper", path) == 404
    assert known.submitted().json()["code"] == "audit_removed"
    assert known.remove("erase").raise_for_status().json()["status"] == "erased"


def test_what_a_reviewer_still_needs_is_erased_whole_or_not_at_all(cast: Cast) -> None:
    audit_id = cast.submit()
    path = f"/api/audits/{audit_id}/removals/{uuid4()}"
    refused = cast.admin.http.put(path, json={"kind": "anonymise", "cause": "law"})
    assert (refused.status_code, refused.json()["code"]) == (409, "audit_state")
    assert cast.admin.http.put(path, json={"kind": "erase", "cause": "law"}).json()["status"] == "erased"
    assert cast.review(audit_id).status_code == 404


def test_only_the_programme_removes_by_retention(known: Known) -> None:
    answer = known.remove("erase", cause="retention")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_body")


def test_before_anything_goes_it_is_counted(known: Known) -> None:
    found = known.cast.reviewer.http.get(f"/api/audits/{known.audit}/removals").raise_for_status().json()
    assert found["removals"] == [] and found["status"] == "finalised"
    assert {name: number for name, number in found["dependents"].items() if name not in ("alerts", "examples")} == {
        **dict.fromkeys(("photos", "narratives", "reviews", "collections", "exercises", "appeals", "papers"), 1)
    }
    assert found["dependents"]["alerts"] >= 1 and found["dependents"]["examples"] >= 2
