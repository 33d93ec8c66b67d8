"""A reviewer marks items or corrects answers: seen by everybody, sent once, never without a trace."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.api import samples
from tests.api.cast import Cast
from tests.api.pictures import jpeg

Json = dict[str, Any]
KEY = "sample_condition"
COLDER = {"tone": {"kind": "scale", "level": 2, "narrative": "Short answers, no greeting."}}


@pytest.fixture(scope="module", autouse=True)
def _conditional_checklist(cast: Cast) -> None:
    """Like the sample, and one question is asked only of those whose problem was solved."""
    definition = samples.checklist(key=KEY)
    asked = {"kind": "text", "key": "how_solved", "text": {"en": "how"}, "weight": 0}
    definition["sections"][2]["items"].append(
        {**asked, "visible_if": {"op": "equals", "item": "solved", "value": True}},
    )
    cast.admin.http.post("/api/checklists", json=definition).raise_for_status()


def review(cast: Cast, audit_id: UUID, review_id: UUID | None = None, **change: Any) -> httpx.Response:
    body = {"decision": "finalise", "revision": 1, "reason": "The photo shows it.", **change}
    return cast.reviewer.http.put(f"/api/audits/{audit_id}/reviews/{review_id or uuid4()}", json=body)


def read(cast: Cast, audit_id: UUID, who: str = "reviewer") -> Json:
    found: Json = cast.person(who).http.get(f"/api/audits/{audit_id}").raise_for_status().json()
    return found


def conditional(cast: Cast) -> tuple[UUID, Json]:
    """A submitted audit of the checklist with a condition, and what was sent."""
    assignment_id, audit_id = uuid4(), uuid4()
    planned = cast.admin.http.get(f"/api/assignments/{cast.assign()}").json()
    names = ("branch_id", "shopper_id", "channel", "scenario", "window_starts_at", "window_ends_at")
    body = {name: planned[name] for name in names} | {"checklist": {"key": KEY, "version": 1}}
    cast.admin.http.put(f"/api/assignments/{assignment_id}", json=body).raise_for_status()
    sent = samples.submission(assignment_id, checklist={"key": KEY, "version": 1})
    sent["answers"]["how_solved"] = {"kind": "text", "text": "A new lens."}
    cast.shopper.http.put(f"/api/audits/{audit_id}", json=sent).raise_for_status()
    return audit_id, sent


def test_a_correction_is_scored_and_everybody_sees_the_difference(cast: Cast) -> None:
    audit_id = cast.submit()
    before = read(cast, audit_id)
    result = review(cast, audit_id, corrections=COLDER).raise_for_status().json()
    change = {"item": "tone", "before": {"kind": "scale", "level": 3}, "after": COLDER["tone"]}
    assert (result["status"], result["review"]["changes"]) == ("finalised", [change])
    for who in ("reviewer", "shopper", "manager"):
        after = read(cast, audit_id, who)
        assert after["submission"]["answers"]["tone"] == COLDER["tone"]
        assert after["scorecard"]["index"] < before["scorecard"]["index"]
        assert [(one["changes"], one["reason"]) for one in after["reviews"]] == [([change], "The photo shows it.")]
        assert after["received_at"] == before["received_at"]


def test_lists_and_the_branch_follow_the_corrected_score(cast: Cast) -> None:
    region = str(cast.region)
    branch = uuid4()
    body = {"programme_id": str(cast.programme), "region_id": region, "name": "Corrected", "tier": "standard"}
    cast.admin.http.put(f"/api/branches/{branch}", json={**body, "time_zone": "Europe/Vilnius"}).raise_for_status()
    audit_id = cast.submit(branch=branch)
    review(cast, audit_id, corrections=COLDER).raise_for_status()
    index = read(cast, audit_id)["scorecard"]["index"]
    page = cast.manager.http.get(f"/api/branches/{branch}").json()
    assert page["results"][0]["result"]["own"] == pytest.approx(index)
    assert [audit["index"] for audit in page["audits"]["audits"]] == [index]


def test_the_phone_still_gets_the_receipt_of_what_it_sent(cast: Cast) -> None:
    audit_id, body = uuid4(), samples.submission(cast.assign())
    path = f"/api/audits/{audit_id}"
    receipt = cast.shopper.http.put(path, json=body).raise_for_status().content
    review(cast, audit_id, corrections=COLDER).raise_for_status()
    assert cast.shopper.http.put(path, json=body).content == receipt
    body["answers"] |= COLDER
    other = cast.shopper.http.put(path, json={**body, "staff_alias": "Green scarf"})
    assert (other.status_code, other.json()["code"]) == (409, "audit_differs")


def test_a_correction_of_the_second_revision_keeps_both_receipts(cast: Cast) -> None:
    audit_id, first = uuid4(), samples.submission(cast.assign())
    path = f"/api/audits/{audit_id}"
    receipts = [cast.shopper.http.put(path, json=first).raise_for_status().content]
    review(cast, audit_id, decision="request_revision", items=["tone"]).raise_for_status()
    second = {**first, "revision": 2, "answers": {**first["answers"], "heard": {"kind": "scale", "level": 4}}}
    receipts.append(cast.shopper.http.put(path, json=second).raise_for_status().content)
    review(cast, audit_id, revision=2, corrections=COLDER).raise_for_status()
    assert [cast.shopper.http.put(path, json=body).content for body in (first, second)] == receipts


def test_a_correction_sent_again_is_one_correction(cast: Cast) -> None:
    audit_id, review_id = cast.submit(), uuid4()
    # Finer than what is kept: it must still count as the same.
    began = samples.BEGAN + timedelta(minutes=1, microseconds=123456)
    timed = {"kind": "duration", "seconds": 40, "segments": [_segment(began.isoformat(), 40)]}
    corrections = {**COLDER, "queue_wait": timed}
    first = review(cast, audit_id, review_id, corrections=corrections).raise_for_status().content
    assert review(cast, audit_id, review_id, corrections=corrections).content == first
    assert len(read(cast, audit_id)["reviews"]) == 1
    for other in ({}, COLDER, {**corrections, "heard": {"kind": "scale", "level": 1}}):
        answer = review(cast, audit_id, review_id, corrections=other)
        assert (answer.status_code, answer.json()["code"]) == (409, "review_differs")


def test_answers_that_a_correction_hides_are_left_out_and_listed(cast: Cast) -> None:
    audit_id, sent = conditional(cast)
    review_id, corrections = uuid4(), {"solved": {"kind": "yes_no", "value": False}}
    done = review(cast, audit_id, review_id, corrections=corrections).raise_for_status()
    assert done.json()["review"]["changes"] == [
        {"item": "solved", "before": sent["answers"]["solved"], "after": corrections["solved"]},
        {"item": "how_solved", "before": sent["answers"]["how_solved"], "after": None},
    ]
    assert "how_solved" not in read(cast, audit_id)["submission"]["answers"]
    assert review(cast, audit_id, review_id, corrections=corrections).content == done.content


def test_a_manager_reads_no_words_that_were_taken_out(cast: Cast) -> None:
    audit_id, _ = conditional(cast)
    spoken = {"kind": "text", "text": "Somebody named the shopper."}
    review(cast, audit_id, corrections={"how_solved": spoken}).raise_for_status()
    assert read(cast, audit_id, "shopper")["reviews"][0]["changes"][0]["before"]["text"] == "A new lens."
    assert read(cast, audit_id, "manager")["reviews"][0]["changes"] == [
        {"item": "how_solved", "before": None, "after": spoken}
    ]


def test_reviews_that_changed_nothing_stay_between_office_and_shopper(cast: Cast) -> None:
    audit_id = cast.finalised()
    assert read(cast, audit_id, "manager")["reviews"] == []


def test_a_photo_may_be_dropped_but_none_added(cast: Cast) -> None:
    photos = [uuid4(), uuid4()]
    for photo in [*photos, stranger := uuid4()]:
        cast.shopper.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()
    audit_id = cast.submit(photos=photos)

    def showing(*named: UUID) -> Json:
        return {"counter_photo": {"kind": "photo", "photos": [str(photo) for photo in named]}}

    refused = review(cast, audit_id, corrections=showing(photos[0], stranger))
    assert _fault(refused) == ("corrections.counter_photo.photos", "photo_of_other_audit")
    review(cast, audit_id, corrections=showing(photos[0])).raise_for_status()
    # The manager sees what counts; what was dropped stays evidence for the office.
    assert cast.manager.http.get(f"/api/photos/{photos[0]}").status_code == 200
    assert cast.manager.http.get(f"/api/photos/{photos[1]}").status_code == 404
    assert cast.reviewer.http.get(f"/api/photos/{photos[1]}").status_code == 200


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"corrections": COLDER, "reason": " "}, "reason", "missing"),
        ({"corrections": COLDER, "decision": "reject"}, "corrections", "other_decision"),
        ({"corrections": COLDER, "decision": "request_revision"}, "corrections", "other_decision"),
        ({"corrections": {"tone": {"kind": "scale", "level": 3}}}, "corrections.tone", "unchanged"),
        ({"corrections": {"tone": {"kind": "scale", "level": 9}}}, "corrections.tone.level", "out_of_range"),
        ({"corrections": {"tone": {"kind": "scale", "level": 1}}}, "corrections.tone.narrative", "narrative_missing"),
        ({"corrections": {"tone": {"kind": "yes_no", "value": True}}}, "corrections.tone.kind", "wrong_kind"),
        ({"corrections": {"tome": {"kind": "scale", "level": 1}}}, "corrections.tome", "unknown_item"),
        ({"corrections": {"tone": {"kind": "scale"}}}, "corrections.tone.level", "missing"),
        ({"decision": "request_revision", "items": ["tome"]}, "items[0]", "unknown_item"),
        ({"decision": "request_revision", "items": ["tone", "tone"]}, "items[1]", "duplicate_item"),
        ({"decision": "reject", "items": ["tone"]}, "items", "other_decision"),
        ({"items": ["tone"]}, "items", "other_decision"),
    ],
)
def test_what_cannot_be_is_explained_and_changes_nothing(cast: Cast, change: Json, path: str, code: str) -> None:
    audit_id = cast.submit()
    assert _fault(review(cast, audit_id, **change)) == (path, code)
    after = read(cast, audit_id)
    assert (after["status"], after["reviews"]) == ("submitted", [])


def test_a_correction_that_hides_what_it_answers_is_refused(cast: Cast) -> None:
    audit_id, _ = conditional(cast)
    both = {"solved": {"kind": "yes_no", "value": False}, "how_solved": {"kind": "text", "text": "Not at all."}}
    assert _fault(review(cast, audit_id, corrections=both)) == ("corrections.how_solved", "hidden_item_answered")


def test_all_faults_of_a_review_are_told_at_once(cast: Cast) -> None:
    change: Json = {"reason": "", "items": ["tome"], "corrections": {"tone": {"kind": "scale", "level": 9}}}
    answer = review(cast, cast.submit(), **change)
    assert [fault["path"] for fault in answer.json()["faults"]] == [
        "reason",
        "items",
        "items[0]",
        "corrections.tone.level",
    ]


def test_marked_items_reach_the_shopper(cast: Cast) -> None:
    audit_id, review_id = cast.submit(), uuid4()
    change = {"decision": "request_revision", "items": ["tone", "heard"]}
    first = review(cast, audit_id, review_id, **change).raise_for_status()
    assert first.json()["review"]["items"] == ["tone", "heard"]
    assert read(cast, audit_id, "shopper")["reviews"][0]["items"] == ["tone", "heard"]
    assert review(cast, audit_id, review_id, **change).content == first.content
    assert review(cast, audit_id, review_id, **{**change, "items": ["tone"]}).json()["code"] == "review_differs"


def test_what_was_finalised_is_not_corrected_any_more(cast: Cast) -> None:
    audit_id = cast.finalised()
    answer = review(cast, audit_id, corrections=COLDER)
    assert (answer.status_code, answer.json()["code"]) == (409, "audit_state")


def _fault(answer: httpx.Response) -> tuple[str, str]:
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_body"), answer.text
    first = answer.json()["faults"][0]
    return first["path"], first["code"]


def _segment(started_at: str, seconds: float) -> Json:
    return {"phase": "wait", "started_at": started_at, "seconds": seconds}


def test_a_correction_can_be_tried(cast: Cast) -> None:
    """It says what finalising with it would store, and stores nothing."""
    audit_id = cast.submit()
    before = read(cast, audit_id)
    path = f"/api/audits/{audit_id}/correction"
    tried = cast.reviewer.http.post(path, json={"corrections": COLDER}).raise_for_status().json()
    assert read(cast, audit_id) == before
    result = review(cast, audit_id, corrections=COLDER).raise_for_status().json()
    assert tried["changes"] == result["review"]["changes"]
    assert tried["scorecard"] == read(cast, audit_id)["scorecard"]


def test_a_wrong_correction_is_told_while_trying(cast: Cast) -> None:
    path = f"/api/audits/{cast.submit()}/correction"
    answer = cast.reviewer.http.post(path, json={"corrections": {"tone": {"kind": "scale", "level": 9}}})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_body")
    assert [fault["path"] for fault in answer.json()["faults"]] == ["corrections.tone.level"]
