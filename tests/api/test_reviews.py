"""Reviewing: finalise, return with a reason, reject; and the revision that follows."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from tests.api import samples
from tests.api.cast import Cast


def test_finalising_shows_the_audit_to_its_manager(cast: Cast) -> None:
    audit_id = cast.submit()
    result = cast.review(audit_id).raise_for_status().json()
    assert (result["status"], result["review"]["decision"]) == ("finalised", "finalise")
    seen = cast.manager.http.get(f"/api/audits/{audit_id}").raise_for_status().json()
    assert seen["status"] == "finalised"
    assert seen["finalised_at"] == result["review"]["at"]


def test_returning_and_rejecting_need_a_reason(cast: Cast) -> None:
    audit_id = cast.submit()
    for decision in ("request_revision", "reject"):
        answer = cast.review(audit_id, decision, reason="  ")
        assert (answer.status_code, answer.json()["faults"][0]["path"]) == (422, "reason")
    assert cast.review(audit_id, "reject", reason="The receipt is of another shop.").json()["status"] == "rejected"


def test_a_returned_audit_comes_back_as_the_next_revision(cast: Cast) -> None:
    audit_id, assignment_id = uuid4(), cast.assign()
    first = samples.submission(assignment_id)
    receipt_1 = cast.shopper.http.put(f"/api/audits/{audit_id}", json=first).raise_for_status().json()
    cast.review(audit_id, "request_revision", reason="Please describe the tone.").raise_for_status()
    assert cast.shopper.http.get(f"/api/assignments/{assignment_id}").json()["status"] == "revision_requested"
    seen = cast.shopper.http.get(f"/api/audits/{audit_id}").json()
    assert [review["reason"] for review in seen["reviews"]] == ["Please describe the tone."]

    second = samples.submission(assignment_id, revision=2)
    second["answers"]["tone"] = {"kind": "scale", "level": 2, "narrative": "Short answers, no greeting."}
    receipt_2 = cast.shopper.http.put(f"/api/audits/{audit_id}", json=second).raise_for_status().json()

    assert (receipt_1["revision"], receipt_2["revision"]) == (1, 2)
    seen = cast.reviewer.http.get(f"/api/audits/{audit_id}").json()
    assert (seen["status"], seen["submission"]["revision"]) == ("submitted", 2)
    assert seen["scorecard"]["index"] < receipt_1["scorecard"]["index"]
    # A late retry of what was accepted earlier still gets its receipt, and changes nothing.
    assert cast.shopper.http.put(f"/api/audits/{audit_id}", json=first).json() == receipt_1
    assert cast.shopper.http.put(f"/api/audits/{audit_id}", json=second).json() == receipt_2


def test_a_revision_nobody_asked_for_is_refused(cast: Cast) -> None:
    audit_id, assignment_id = uuid4(), cast.assign()
    cast.shopper.http.put(f"/api/audits/{audit_id}", json=samples.submission(assignment_id)).raise_for_status()
    for revision in (2, 3):
        body = samples.submission(assignment_id, revision=revision)
        answer = cast.shopper.http.put(f"/api/audits/{audit_id}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "revision_outdated")


def test_a_first_submission_is_revision_one(cast: Cast) -> None:
    answer = cast.shopper.http.put(f"/api/audits/{uuid4()}", json=samples.submission(cast.assign(), revision=2))
    assert (answer.status_code, answer.json()["faults"][0]["code"]) == (422, "revision_without_audit")


def test_a_decision_about_an_unseen_revision_is_refused(cast: Cast) -> None:
    audit_id = cast.submit()
    answer = cast.review(audit_id, revision=2)
    assert (answer.status_code, answer.json()["code"]) == (409, "revision_outdated")


def test_a_review_sent_again_is_one_review(cast: Cast) -> None:
    audit_id, path = cast.submit(), ""
    path = f"/api/audits/{audit_id}/reviews/{uuid4()}"
    body = {"decision": "finalise", "revision": 1}
    first = cast.reviewer.http.put(path, json=body).raise_for_status().json()
    assert cast.reviewer.http.put(path, json=body).json() == first
    other = cast.reviewer.http.put(path, json={**body, "decision": "reject", "reason": "No."})
    assert (other.status_code, other.json()["code"]) == (409, "review_differs")
    assert len(cast.reviewer.http.get(f"/api/audits/{audit_id}").json()["reviews"]) == 1


def test_two_reviewers_at_once_leave_one_decision(cast: Cast) -> None:
    audit_id = cast.submit()
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda n: cast.review(audit_id, "reject", f"reason {n}").status_code, range(6)))
    assert sorted(answers) == [200, 409, 409, 409, 409, 409]
    assert len(cast.reviewer.http.get(f"/api/audits/{audit_id}").json()["reviews"]) == 1


def test_a_finalised_audit_stays_finalised(cast: Cast) -> None:
    audit_id = cast.finalised()
    answer = cast.review(audit_id, "reject", "Second thoughts.")
    assert (answer.status_code, answer.json()["code"]) == (409, "audit_state")
