"""Excluding, making anonymous and erasing: afterwards the audit is nowhere it should not be, whatever is cut off."""

from typing import Any
from uuid import uuid4

import pytest

from audit_api.settings import Settings
from tests.api.cast import Cast
from tests.api.examples import Json, Mongo
from tests.api.exported import table_of, taken
from tests.api.removing import (
    DYING,
    Known,
    files_of,
    gone_for_everybody,
    nobody_is_in,
    not_for_coaching,
    run,
    swept,
)


@pytest.fixture
def known(cast: Cast, mongo: Mongo, api_settings: Settings) -> Known:
    cast.extra["settings"] = api_settings
    return Known(cast, mongo)


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


def test_what_is_excluded_is_in_no_rate_and_in_no_table_of_answers(known: Known) -> None:
    def appealed() -> Any:
        return known.cast.reviewer.http.get("/api/appeals/rates").json()["overall"]["appealed"]

    def answers(**filters: str) -> set[str]:
        return {row["Audit id"] for row in table_of(taken(known.cast.manager, "answers", **filters))[1]}

    before = appealed()
    assert str(known.audit) in answers()
    known.exclude().raise_for_status()
    after = appealed()
    assert (after["cases"], after["hits"]) == (before["cases"] - 1, before["hits"] - 1)
    assert str(known.audit) not in answers()
    assert str(known.audit) in answers(status="excluded")


def test_a_release_outlives_a_picture(known: Known) -> None:
    assert known.status("trainer", f"/api/examples/{known.example}") == 200
    known.remove("photos").raise_for_status()
    assert known.status("trainer", f"/api/examples/{known.example}") == 200, "its words are the same"
    assert known.status("trainer", f"/api/examples/{known.shown}") == 404, "it had nothing else"


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


@pytest.mark.parametrize(
    ("where", "step"),
    [
        ("clearing", "refresh_examples"),
        ("store", "delete_all_of"),
        ("clearing", "withdraw_alerts"),
        ("clearing", "_clear_words"),
        ("clearing", "_clear_people"),
        ("clearing", "refresh_standing"),
    ],
)
def test_what_is_cut_off_half_way_is_made_up_for(known: Known, where: str, step: str) -> None:
    before = known.own_audits()
    assert run(known, "-c", DYING, where, step, str(known.audit)) == 9
    told = known.cast.admin.http.get(f"/api/audits/{known.audit}/removals").raise_for_status().json()
    assert (told["status"], told["clearing"]) == ("erased", True), "what is left to do can be seen"
    assert known.status("manager", f"/api/audits/{known.audit}") == 404, "what it said is gone already"
    swept(known)
    assert known.own_audits() == before - 1
    not_for_coaching(known)
    gone_for_everybody(known)
    nobody_is_in(known)
    assert known.mongo.audits.count_documents({"_id": known.audit, "clearing": False}) == 1
