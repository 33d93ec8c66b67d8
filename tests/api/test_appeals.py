"""A manager objects to a finalised audit: once per item, in time, and what the office decides is never half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.api import samples
from tests.api.appealing import WARMER, appeal, appealed, decide, problem, upheld
from tests.api.cast import Cast
from tests.api.pictures import jpeg, pdf

Json = dict[str, Any]
COLDER = {"tone": {"kind": "scale", "level": 2, "narrative": "No greeting."}}


def read(cast: Cast, audit_id: UUID, who: str = "reviewer") -> Json:
    found: Json = cast.person(who).http.get(f"/api/audits/{audit_id}").raise_for_status().json()
    return found


def told(cast: Cast, audit_id: UUID, who: str = "manager") -> Json:
    found: Json = cast.person(who).http.get(f"/api/audits/{audit_id}/appeals").raise_for_status().json()
    return found


def test_an_appeal_reaches_the_office_with_its_files(cast: Cast) -> None:
    audit_id, photo, paper = cast.finalised(), uuid4(), uuid4()
    cast.manager.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()
    sent = pdf("roster")
    cast.manager.http.put(f"/api/papers/{paper}", params={"name": "Dienstplan Mai.pdf"}, content=sent)
    made = appeal(cast, audit_id, photos=[str(photo)], papers=[str(paper)]).raise_for_status().json()
    assert (made["state"], made["decision"]) == ("open", None)
    assert made["papers"] == [{"id": str(paper), "name": "Dienstplan Mai.pdf", "bytes": len(sent)}]
    [seen] = told(cast, audit_id, "reviewer")["appeals"]
    assert {name: seen[name] for name in made} == made
    surroundings = (seen["branch_name"], seen["manager_name"], seen["audit_id"], seen["finalised_by"])
    assert surroundings == ("branch", "Manager", str(audit_id), str(cast.reviewer.id))
    assert cast.reviewer.http.get(f"/api/photos/{photo}/thumbnail").status_code == 200
    assert cast.reviewer.http.get(f"/api/papers/{paper}").content == sent


def sent(cast: Cast) -> Json:
    """A photo and a paper of the manager's, as an appeal names them."""
    photo, paper = uuid4(), uuid4()
    cast.manager.http.put(f"/api/photos/{photo}", content=jpeg(photo.int % 1000)).raise_for_status()
    cast.manager.http.put(f"/api/papers/{paper}", params={"name": "a.pdf"}, content=pdf()).raise_for_status()
    return {"photos": [str(photo)], "papers": [str(paper)]}


def test_a_file_is_evidence_of_one_audit_and_goes_with_it(cast: Cast) -> None:
    first, second, files = cast.finalised(), cast.finalised(), sent(cast)
    appeal(cast, first, **files).raise_for_status()
    assert problem(appeal(cast, second, photos=files["photos"])) == (409, "photo_taken")
    assert problem(appeal(cast, second, papers=files["papers"])) == (409, "papers_missing")
    upheld(cast, told(cast, first)["appeals"][0]["id"]).raise_for_status()
    appeal(cast, first, items=["heard"], **files).raise_for_status()
    appeal(cast, second, **sent(cast)).raise_for_status()
    erased = {"kind": "erase", "cause": "law"}
    cast.admin.http.put(f"/api/audits/{first}/removals/{uuid4()}", json=erased).raise_for_status()
    [left] = told(cast, second, "reviewer")["appeals"]
    paths = [f"/api/photos/{left['photos'][0]}", f"/api/papers/{left['papers'][0]['id']}"]
    assert [cast.reviewer.http.get(path).status_code for path in paths] == [200, 200]


@pytest.mark.parametrize("kind", ["photos", "papers"])
def test_of_two_appeals_with_one_file_at_once_one_has_it(cast: Cast, kind: str) -> None:
    for _ in range(5):
        audits, files = [cast.finalised(), cast.finalised()], {kind: sent(cast)[kind]}
        with ThreadPoolExecutor(2) as pool:
            sending = [pool.submit(appeal, cast, audit, **files) for audit in audits]
            answers = [one.result() for one in sending]
        assert sorted(answer.status_code for answer in answers) == [200, 409]


def test_a_file_of_an_appeal_from_before_the_claims_is_taken(cast: Cast, mongo: Any) -> None:
    files = sent(cast)
    appeal(cast, cast.finalised(), **files).raise_for_status()
    for name in ("photos", "papers"):
        mongo[name].update_many({}, {"$unset": {"appealed_in": ""}})
    second = cast.finalised()
    assert problem(appeal(cast, second, photos=files["photos"])) == (409, "photo_taken")
    assert problem(appeal(cast, second, papers=files["papers"])) == (409, "papers_missing")


def test_the_deadline_is_told_and_kept(cast: Cast, stored_audits: Any) -> None:
    audit_id = cast.finalised()

    def finalised_ago(**ago: int) -> None:
        moved = {"finalised_at": datetime.now(UTC) - timedelta(**ago)}
        stored_audits.update_one({"_id": audit_id}, {"$set": moved})

    finalised_at = datetime.fromisoformat(read(cast, audit_id)["finalised_at"])
    assert datetime.fromisoformat(told(cast, audit_id)["until"]) == finalised_at + timedelta(days=14)
    stored_audits.update_one(
        {"_id": audit_id}, {"$set": {"finalised_at": datetime.now(UTC) - timedelta(days=14, seconds=1)}}
    )
    assert problem(appeal(cast, audit_id)) == (409, "appeal_too_late")
    stored_audits.update_one(
        {"_id": audit_id}, {"$set": {"finalised_at": datetime.now(UTC) - timedelta(days=13, hours=23)}}
    )
    appeal_id = uuid4()
    first = appeal(cast, audit_id, appeal_id).raise_for_status().content
    # A repetition that comes after the end gets what it would have got.
    finalised_ago(days=30)
    assert appeal(cast, audit_id, appeal_id).raise_for_status().content == first


def test_the_same_appeal_is_one_appeal(cast: Cast) -> None:
    audit_id, appeal_id = cast.finalised(), uuid4()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: appeal(cast, audit_id, appeal_id), range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(told(cast, audit_id)["appeals"]) == 1
    assert problem(appeal(cast, audit_id, appeal_id, reason="Something else.")) == (409, "appeal_differs")
    assert problem(appeal(cast, cast.finalised(), appeal_id)) == (409, "appeal_differs")


def test_one_appeal_at_a_time_and_each_item_once(cast: Cast) -> None:
    audit_id = cast.finalised()
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: appeal(cast, audit_id), range(6)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"appeal_open"}
    assert problem(appeal(cast, audit_id, items=["heard"])) == (409, "appeal_open")
    upheld(cast, told(cast, audit_id)["appeals"][0]["id"]).raise_for_status()
    assert problem(appeal(cast, audit_id, items=["heard", "tone"])) == (409, "item_appealed")
    appeal(cast, audit_id, items=["heard"]).raise_for_status()
    assert [one["items"] for one in told(cast, audit_id)["appeals"]] == [["heard"], ["tone"]]


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"items": ["tome"]}, "items[0]", "unknown_item"),
        ({"items": ["counter_photo"]}, "items[0]", "unknown_item"),
        ({"items": ["tone", "tone"]}, "items[1]", "duplicate_item"),
        ({"items": []}, "items", "malformed"),
        ({"reason": " "}, "reason", "malformed"),
        ({"reason": "x" * 4001}, "reason", "malformed"),
    ],
)
def test_what_cannot_be_appealed_is_explained(cast: Cast, change: Json, path: str, code: str) -> None:
    audit_id = cast.finalised()
    answer = appeal(cast, audit_id, **change)
    assert problem(answer) == (422, "invalid_body")
    fault = answer.json()["faults"][0]
    assert (fault["path"], fault["code"]) == (path, code)
    assert told(cast, audit_id)["appeals"] == []


def test_an_audit_that_is_not_finalised_cannot_be_appealed(cast: Cast) -> None:
    assert problem(appeal(cast, cast.submit())) == (404, "not_found")


def test_what_has_not_arrived_or_is_somebody_elses_is_refused(cast: Cast) -> None:
    audit_id, photo, paper = cast.finalised(), uuid4(), uuid4()
    assert problem(appeal(cast, audit_id, photos=[str(photo)])) == (409, "photos_missing")
    assert problem(appeal(cast, audit_id, papers=[str(paper)])) == (409, "papers_missing")
    cast.shopper.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()
    cast.neighbour.http.put(f"/api/papers/{paper}", params={"name": "a.pdf"}, content=pdf()).raise_for_status()
    assert problem(appeal(cast, audit_id, photos=[str(photo)])) == (409, "photo_taken")
    assert problem(appeal(cast, audit_id, papers=[str(paper)])) == (409, "papers_missing")
    assert told(cast, audit_id)["appeals"] == []


def test_a_changed_score_is_new_and_the_old_one_stays(cast: Cast) -> None:
    audit_id, appeal_id = appealed(cast)
    before, receipt = read(cast, audit_id), told(cast, audit_id)["appeals"][0]
    made = decide(cast, appeal_id).raise_for_status().json()
    assert (made["state"], made["decision"]["outcome"], made["made_at"]) == ("changed", "changed", receipt["made_at"])
    for who in ("reviewer", "manager", "shopper"):
        after = read(cast, audit_id, who)
        assert after["scorecard"]["index"] > before["scorecard"]["index"]
        assert after["submission"]["answers"]["tone"] == WARMER["tone"]
        assert (after["status"], after["finalised_at"]) == ("finalised", before["finalised_at"])
        review = after["reviews"][-1]
        assert (review["decision"], review["reason"]) == ("rescore", "The photo shows it.")
        reviewer = None if who == "manager" else str(cast.reviewer.id)
        assert (review["reviewer_id"], review["at"]) == (reviewer, made["decision"]["at"])
        change = {"item": "tone", "before": {"kind": "scale", "level": 3}, "after": WARMER["tone"]}
        assert review["changes"] == [change]
        points = {name: before["scorecard"][name] for name in ("index", "score_pct")}
        assert review["scores"]["before"] == points
        assert review["scores"]["after"] == {name: after["scorecard"][name] for name in points}
    assert made["decision"]["reviewer_id"] == str(cast.reviewer.id)
    assert str(cast.reviewer.id) not in cast.manager.http.get(f"/api/audits/{audit_id}").text
    for path in (f"/api/audits/{audit_id}/appeals", "/api/appeals"):
        assert str(cast.reviewer.id) not in cast.manager.http.get(path).text


def test_the_branch_and_the_lists_follow_the_changed_score(cast: Cast) -> None:
    branch = uuid4()
    body = {"programme_id": str(cast.programme), "region_id": str(cast.region), "name": "Appealed", "tier": "standard"}
    cast.admin.http.put(f"/api/branches/{branch}", json={**body, "time_zone": "Europe/Vilnius"}).raise_for_status()
    audit_id = cast.finalised(branch=branch)
    made = appeal(cast, audit_id).raise_for_status().json()
    decide(cast, made["id"]).raise_for_status()
    index = read(cast, audit_id)["scorecard"]["index"]
    page = cast.manager.http.get(f"/api/branches/{branch}").json()
    assert page["results"][0]["result"]["own"] == pytest.approx(index)
    assert [audit["index"] for audit in page["audits"]["audits"]] == [index]
    report = cast.manager.http.get(f"/api/branches/{branch}/index", params={"checklist": samples.CHECKLIST_KEY}).json()
    assert report["report"]["own"] == pytest.approx(index)


def test_every_score_there_was_stays_in_the_history(cast: Cast, stored_audits: Any) -> None:
    audit_id, appeal_id = appealed(cast)
    first = read(cast, audit_id)["scorecard"]
    decide(cast, appeal_id, corrections=COLDER).raise_for_status()
    second = read(cast, audit_id)["scorecard"]
    again = appeal(cast, audit_id, items=["heard"]).raise_for_status().json()
    decide(cast, again["id"], corrections={"heard": {"kind": "scale", "level": 4}}).raise_for_status()
    scores = [review["scores"] for review in read(cast, audit_id, "manager")["reviews"]]
    assert [(one["before"]["index"], one["after"]["index"]) for one in scores] == [
        (first["index"], second["index"]),
        (second["index"], read(cast, audit_id)["scorecard"]["index"]),
    ]
    earlier = stored_audits.find_one({"_id": audit_id})["earlier"]
    assert [one["scorecard"]["index"] for one in earlier] == [first["index"], second["index"]]


def test_when_the_score_stands_nothing_of_the_audit_changes(cast: Cast) -> None:
    audit_id, appeal_id = appealed(cast)
    before = read(cast, audit_id)
    upheld(cast, appeal_id, reason="The recording says otherwise.").raise_for_status()
    assert read(cast, audit_id) == before
    [seen] = told(cast, audit_id)["appeals"]
    assert (seen["state"], seen["decision"]["reason"]) == ("upheld", "The recording says otherwise.")
    assert seen["reviewer_name"] is None
    assert told(cast, audit_id, "reviewer")["appeals"][0]["reviewer_name"] == "Reviewer"


def test_the_phone_still_gets_the_receipt_of_what_it_sent(cast: Cast) -> None:
    audit_id, body = uuid4(), samples.submission(cast.assign())
    path = f"/api/audits/{audit_id}"
    receipt = cast.shopper.http.put(path, json=body).raise_for_status().content
    cast.review(audit_id).raise_for_status()
    made = appeal(cast, audit_id).raise_for_status().json()
    decide(cast, made["id"]).raise_for_status()
    assert cast.shopper.http.put(path, json=body).content == receipt


def test_a_decision_sent_again_is_one_decision(cast: Cast) -> None:
    audit_id, appeal_id = appealed(cast)
    decision_id = uuid4()
    first = decide(cast, appeal_id, decision_id).raise_for_status().content
    assert decide(cast, appeal_id, decision_id).content == first
    assert len(read(cast, audit_id)["reviews"]) == 2
    for other in ({"reason": "Because."}, {"corrections": COLDER}, {"outcome": "upheld", "corrections": {}}):
        assert problem(decide(cast, appeal_id, decision_id, **other)) == (409, "appeal_differs")


@pytest.mark.parametrize("same", [True, False], ids=["the same decision", "two reviewers"])
def test_decisions_at_the_same_moment_do_not_mix(cast: Cast, same: bool) -> None:
    """Whoever is first decides; the others are told. The audit is scored once."""
    audit_id, appeal_id = appealed(cast)
    one = uuid4()
    changes: list[Callable[[], httpx.Response]] = [
        (lambda: decide(cast, appeal_id, one)) if same or n % 2 else (lambda: upheld(cast, appeal_id)) for n in range(8)
    ]
    with ThreadPoolExecutor(8) as pool:
        answers = [future.result() for future in [pool.submit(change) for change in changes]]
    accepted = [answer for answer in answers if answer.status_code == 200]
    assert {problem(answer) for answer in answers if answer.status_code != 200} <= {(409, "appeal_decided")}
    assert len({answer.json()["decision"]["id"] for answer in accepted}) == 1
    [seen] = told(cast, audit_id)["appeals"]
    rescored = [review for review in read(cast, audit_id)["reviews"] if review["decision"] == "rescore"]
    assert len(rescored) == (1 if seen["state"] == "changed" else 0)
    assert read(cast, audit_id)["submission"]["answers"]["tone"]["level"] == (5 if rescored else 3)


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"corrections": {}}, "corrections", "missing"),
        ({"outcome": "upheld"}, "corrections", "other_decision"),
        ({"reason": ""}, "reason", "malformed"),
        ({"corrections": {"heard": {"kind": "scale", "level": 1}}}, "corrections.heard", "not_appealed"),
        ({"corrections": {"tone": {"kind": "scale", "level": 3}}}, "corrections.tone", "unchanged"),
        ({"corrections": {"tone": {"kind": "scale", "level": 9}}}, "corrections.tone.level", "out_of_range"),
        ({"corrections": {"tome": {"kind": "scale", "level": 1}}}, "corrections.tome", "unknown_item"),
    ],
)
def test_a_faulty_decision_changes_nothing(cast: Cast, change: Json, path: str, code: str) -> None:
    audit_id, appeal_id = appealed(cast)
    answer = decide(cast, appeal_id, **change)
    assert problem(answer) == (422, "invalid_body")
    assert (path, code) in [(fault["path"], fault["code"]) for fault in answer.json()["faults"]]
    assert told(cast, audit_id)["appeals"][0]["state"] == "open"
    assert len(read(cast, audit_id)["reviews"]) == 1


def test_the_shopper_learns_of_no_appeal(cast: Cast) -> None:
    audit_id, appeal_id = appealed(cast, reason="Our own secret reason.")
    assert cast.shopper.http.get(f"/api/audits/{audit_id}/appeals").status_code == 404
    seen = read(cast, audit_id, "shopper")
    upheld(cast, appeal_id, reason="Another secret reason.").raise_for_status()
    assert read(cast, audit_id, "shopper") == seen
    for path in (f"/api/audits/{audit_id}", "/api/sync"):
        text = cast.shopper.http.get(path).text
        assert "appeal" not in text
        assert "secret reason" not in text


def test_the_shopper_of_a_silent_programme_reads_no_score(cast: Cast) -> None:
    programme = next(p for p in cast.reviewer.http.get("/api/programmes").json() if p["id"] == str(cast.programme))
    body = {name: value for name, value in programme.items() if name != "id"}
    path = f"/api/programmes/{cast.programme}"
    audit_id, appeal_id = appealed(cast)
    decide(cast, appeal_id).raise_for_status()
    assert read(cast, audit_id, "shopper")["reviews"][-1]["scores"] is not None
    cast.admin.http.put(path, json={**body, "show_scores_to_shoppers": False}).raise_for_status()
    try:
        assert read(cast, audit_id, "shopper")["reviews"][-1]["scores"] is None
        synced = cast.shopper.http.get("/api/sync").json()["audits"]
        assert [r["scores"] for audit in synced if audit["id"] == str(audit_id) for r in audit["reviews"]] == [None] * 2
        assert read(cast, audit_id, "manager")["reviews"][-1]["scores"] is not None
    finally:
        cast.admin.http.put(path, json=body).raise_for_status()
