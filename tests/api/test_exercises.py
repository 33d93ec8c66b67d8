"""An exercise: several reviewers score one audit, each alone, and nobody learns from the others first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.api.cast import Cast, Person, person
from tests.api.pictures import jpeg
from tests.api.server import ROUND_TRIPS

Json = dict[str, Any]
ITEMS = ["asked_needs", "heard", "tone", "by_name", "solved"]


@pytest.fixture(scope="module")
def second(cast: Cast, new_client: Callable[[], httpx.Client]) -> Person:
    return person(cast.admin.http, new_client, "reviewer")


def scores(tone: int, heard: int = 5, **more: Json) -> Json:
    yes = {"kind": "yes_no", "value": True}
    return {
        "asked_needs": yes,
        "heard": {"kind": "scale", "level": heard},
        "tone": {"kind": "scale", "level": tone},
        "by_name": yes,
        "solved": yes,
        **more,
    }


def made(cast: Cast, *reviewers: Person, audit_id: UUID | None = None) -> str:
    exercise_id = uuid4()
    body = {"audit_id": str(audit_id or cast.finalised()), "reviewers": [str(one.id) for one in reviewers]}
    cast.admin.http.put(f"/api/exercises/{exercise_id}", json=body).raise_for_status()
    return str(exercise_id)


def hand_in(who: Person, exercise_id: str, answers: Json) -> httpx.Response:
    return who.http.put(f"/api/exercises/{exercise_id}/scoring", json={"answers": answers})


def read(who: Person, exercise_id: str) -> Json:
    found: Json = who.http.get(f"/api/exercises/{exercise_id}").raise_for_status().json()
    return found


def problem(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_the_evidence_is_shown_and_the_scores_are_not(cast: Cast, second: Person) -> None:
    photo = uuid4()
    cast.shopper.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()
    exercise_id = made(cast, cast.reviewer, second, audit_id=cast.finalised(photos=[photo]))
    seen = read(cast.reviewer, exercise_id)
    assert (seen["keys"], seen["mine"], seen["own"], seen["results"]) == (ITEMS, "to_score", None, None)
    assert seen["evidence"].keys() == {"queue_wait", "counter_photo"}
    assert seen["photos"] == [str(photo)]
    told = cast.reviewer.http.get(f"/api/exercises/{exercise_id}").text
    assert "level" not in told
    assert "scorecard" not in told


def test_nobody_sees_scores_before_own_ones_are_handed_in(cast: Cast, second: Person) -> None:
    exercise_id = made(cast, cast.reviewer, second)
    mine = hand_in(cast.reviewer, exercise_id, scores(2)).raise_for_status().json()
    assert mine["results"]["items"][2]["scores"] == {str(cast.reviewer.id): {"kind": "scale", "level": 2}}
    for who in (second, cast.admin):
        assert read(who, exercise_id)["results"] is None
        assert "level" not in who.http.get(f"/api/exercises/{exercise_id}").text
    theirs = hand_in(second, exercise_id, scores(4)).raise_for_status().json()
    assert theirs["finished"]
    for who in (cast.reviewer, second, cast.admin):
        results = read(who, exercise_id)["results"]
        assert set(results["items"][2]["scores"]) == {str(cast.reviewer.id), str(second.id)}
        assert results["shopper"]["tone"] == {"kind": "scale", "level": 3}


def test_agreement_is_told_per_item_and_over_all(cast: Cast, second: Person) -> None:
    exercise_id = made(cast, cast.reviewer, second)
    cannot_tell = {"kind": "not_applicable"}
    hand_in(cast.reviewer, exercise_id, scores(1, heard=5)).raise_for_status()
    hand_in(second, exercise_id, scores(5, heard=4, solved=cannot_tell)).raise_for_status()
    results = read(cast.reviewer, exercise_id)["results"]
    found = {item["key"]: item["agreement"] for item in results["items"]}
    assert found["tone"] == {"pairs": 1, "same": 0, "percent": 0.0, "spread": 1.0}
    assert found["heard"] == {"pairs": 1, "same": 0, "percent": 0.0, "spread": 0.25}
    assert found["solved"] == {"pairs": 0, "same": 0, "percent": None, "spread": None}
    assert found["by_name"]["percent"] == 1.0
    assert results["most_disagreed"] == ["tone", "heard"]
    assert (results["overall"]["pairs"], results["overall"]["same"]) == (4, 2)
    assert results["alpha"] is not None and results["alpha"] < 1


def test_a_scoring_is_handed_in_once(cast: Cast, second: Person) -> None:
    exercise_id = made(cast, cast.reviewer, second)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda n: hand_in(cast.reviewer, exercise_id, scores(1 + n % 2)), range(6)))
    assert {answer.status_code for answer in answers} == {200, 409}
    own = read(cast.reviewer, exercise_id)["own"]
    assert hand_in(cast.reviewer, exercise_id, own).status_code == 200
    assert problem(hand_in(cast.reviewer, exercise_id, scores(4))) == (409, "exercise_scored")
    assert read(cast.reviewer, exercise_id)["own"] == own


def test_who_is_not_invited_cannot_score(cast: Cast, second: Person) -> None:
    exercise_id = made(cast, cast.reviewer, second)
    assert read(cast.admin, exercise_id)["mine"] == "not_invited"
    assert problem(hand_in(cast.admin, exercise_id, scores(3))) == (404, "not_found")


def test_an_exercise_can_be_ended_early(cast: Cast, second: Person) -> None:
    exercise_id = made(cast, cast.reviewer, second)
    hand_in(cast.reviewer, exercise_id, scores(3)).raise_for_status()
    first = cast.admin.http.put(f"/api/exercises/{exercise_id}/closed").raise_for_status().content
    assert cast.admin.http.put(f"/api/exercises/{exercise_id}/closed").content == first
    assert read(second, exercise_id)["results"] is not None
    assert problem(hand_in(second, exercise_id, scores(3))) == (409, "exercise_closed")
    assert hand_in(cast.reviewer, exercise_id, scores(3)).status_code == 200


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"tone": None}, "answers.tone", "missing"),
        ({"tone": {"kind": "scale", "level": 6}}, "answers.tone.level", "out_of_range"),
        ({"tone": {"kind": "yes_no", "value": True}}, "answers.tone.kind", "wrong_kind"),
        ({"queue_wait": {"kind": "duration", "seconds": 3}}, "answers.queue_wait", "unknown_item"),
    ],
)
def test_a_faulty_scoring_is_explained(cast: Cast, second: Person, change: Json, path: str, code: str) -> None:
    exercise_id = made(cast, cast.reviewer, second)
    answers = {key: answer for key, answer in {**scores(3), **change}.items() if answer is not None}
    refused = hand_in(cast.reviewer, exercise_id, answers)
    assert problem(refused) == (422, "invalid_body")
    assert [(fault["path"], fault["code"]) for fault in refused.json()["faults"]] == [(path, code)]


def test_an_exercise_is_made_once_and_of_what_there_is(cast: Cast, second: Person) -> None:
    exercise_id, audit_id = uuid4(), cast.finalised()
    path = f"/api/exercises/{exercise_id}"
    body = {"audit_id": str(audit_id), "reviewers": [str(cast.reviewer.id), str(second.id)]}
    first = cast.admin.http.put(path, json=body).raise_for_status().content
    assert cast.admin.http.put(path, json=body).content == first
    other = {**body, "audit_id": str(cast.finalised())}
    assert problem(cast.admin.http.put(path, json=other)) == (409, "exercise_differs")
    gone = cast.admin.http.put(f"/api/exercises/{uuid4()}", json={**body, "audit_id": str(uuid4())})
    assert problem(gone) == (409, "reference_missing")
    for reviewers, code in (([cast.reviewer, cast.manager], "not_a_reviewer"), ([second, second], "invited_twice")):
        wrong = {**body, "reviewers": [str(one.id) for one in reviewers]}
        refused = cast.admin.http.put(f"/api/exercises/{uuid4()}", json=wrong)
        assert [(f["path"], f["code"]) for f in refused.json()["faults"]] == [("reviewers[1]", code)]


def test_exercises_are_listed_without_growing_round_trips(cast: Cast, second: Person) -> None:
    ids = [made(cast, cast.reviewer, second) for _ in range(3)]
    page = cast.reviewer.http.get("/api/exercises?limit=2").json()
    assert [one["id"] for one in page["exercises"]] == ids[:0:-1]
    before = len(ROUND_TRIPS.commands)
    more = cast.reviewer.http.get("/api/exercises", params={"limit": 200, "cursor": page["next"]}).json()
    assert more["exercises"][0]["id"] == ids[0]
    assert len(ROUND_TRIPS.commands) - before <= 3
    names = [one["name"] for one in cast.reviewer.http.get("/api/exercises/colleagues").json()]
    assert "Reviewer" in names and "Manager" not in names
