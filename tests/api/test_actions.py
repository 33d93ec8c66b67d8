"""Action items: made once, changed by who has seen the latest, kept to their regions, and measured afterwards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from tests.api.acting import body, made, put
from tests.api.cast import Cast, Person
from tests.api.server import ROUND_TRIPS

Json = dict[str, Any]


def listed(person: Person, **params: Any) -> list[Json]:
    """All of them, page after page of two."""
    found: list[Json] = []
    cursor: str | None = None
    while True:
        asked = {"limit": 2, **params} | ({"cursor": cursor} if cursor else {})
        page = person.http.get("/api/actions", params=asked).raise_for_status().json()
        found += page["actions"]
        if (cursor := page["next"]) is None:
            return found


def ids(actions: list[Json]) -> set[str]:
    return {action["id"] for action in actions}


def test_an_action_from_a_weak_item_to_done(cast: Cast) -> None:
    action_id = uuid4()
    first = put(cast.manager, action_id, body(cast)).raise_for_status().json()
    assert (first["state"], first["revision"], first["owner"]) == ("open", 1, "Mina of the late shift")
    assert (first["branch_name"], first["item_text"], first["effect"]) == ("branch", {"en": "tone"}, None)
    begun = put(cast.reviewer, action_id, body(cast, state="in_progress", revision=1)).raise_for_status().json()
    done = put(cast.manager, action_id, body(cast, state="done", revision=2)).raise_for_status().json()
    told = [(change["state"], change["by_name"]) for change in done["history"]]
    assert told == [("open", "Manager"), ("in_progress", "Reviewer"), ("done", "Manager")]
    assert begun["history"] == done["history"][:2]
    # A league of one branch is never calibrated.
    assert done["effect"]["verdict"] == "no_snapshot"
    assert cast.manager.http.get(f"/api/actions/{action_id}").json() == done


def test_sent_again_it_is_the_same_action(cast: Cast) -> None:
    action_id = uuid4()
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: put(cast.manager, action_id, body(cast)), range(6)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    change = body(cast, state="done", revision=1)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: put(cast.manager, action_id, change), range(6)))
    assert {answer.status_code for answer in answers} == {200}
    assert [len(answer.json()["history"]) for answer in answers] == [2] * 6


def test_nobody_overwrites_what_they_have_not_seen(cast: Cast) -> None:
    action_id = made(cast)
    put(cast.reviewer, action_id, body(cast, plan="Another plan.", revision=1)).raise_for_status()
    late = put(cast.manager, action_id, body(cast, plan="My plan.", revision=1))
    assert (late.status_code, late.json()["code"]) == (409, "action_outdated")
    assert cast.manager.http.get(f"/api/actions/{action_id}").json()["plan"] == "Another plan."


def test_of_two_changes_at_once_one_is_refused(cast: Cast) -> None:
    action_id = made(cast)
    plans = [f"Plan {n}." for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda plan: put(cast.manager, action_id, body(cast, plan=plan, revision=1)), plans))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200, 409, 409, 409, 409, 409]


@pytest.mark.parametrize("changes", [{"item": "heard"}, {"plan": "Something else."}])
def test_something_else_under_the_id_is_refused(cast: Cast, changes: Json) -> None:
    action_id = made(cast)
    answer = put(cast.manager, action_id, body(cast, **changes))
    assert (answer.status_code, answer.json()["code"]) == (409, "action_differs")


def test_what_it_is_about_never_changes(cast: Cast) -> None:
    action_id = made(cast)
    answer = put(cast.manager, action_id, body(cast, item="heard", revision=1))
    assert (answer.status_code, answer.json()["code"]) == (409, "action_differs")


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        ({"owner_name": " "}, 422, "owner_name"),
        ({"plan": " \n"}, 422, "plan"),
        ({"due_on": "soon"}, 422, "due_on"),
        ({"state": "forgotten"}, 422, "state"),
        ({"revision": -1}, 422, "revision"),
        ({"owner_id": str(uuid4())}, 409, "owner_id"),
        ({"item": "nothing_of_the_kind"}, 409, "item"),
        ({"checklist": "no_such_list"}, 409, "checklist"),
    ],
)
def test_bad_actions_are_explained(cast: Cast, changes: Json, status: int, told: str) -> None:
    answer = put(cast.manager, uuid4(), body(cast, **changes))
    assert answer.status_code == status
    assert told in answer.text


def test_owners_are_those_who_see_the_region(cast: Cast) -> None:
    path = f"/api/branches/{cast.branch}/owners"
    owners = {owner["id"]: owner["name"] for owner in cast.reviewer.http.get(path).json()["owners"]}
    assert {str(cast.manager.id), str(cast.reviewer.id)} <= owners.keys()
    for other in (cast.neighbour, cast.shopper, cast.trainer):
        assert str(other.id) not in owners
    action_id, by_reviewer = uuid4(), body(cast, owner_id=str(cast.reviewer.id), owner_name="")
    told = put(cast.reviewer, action_id, by_reviewer).json()
    assert told["owner"] == "Reviewer"
    # What the office has taken upon itself stays with it when a manager changes something else.
    assert put(cast.manager, action_id, {**by_reviewer, "plan": "Sooner.", "revision": 1}).json()["owner"] == "Reviewer"


def test_managers_are_told_of_no_reviewer(cast: Cast) -> None:
    owners = cast.manager.http.get(f"/api/branches/{cast.branch}/owners").json()["owners"]
    assert str(cast.manager.id) in {owner["id"] for owner in owners}
    assert {owner["role"] for owner in owners} == {"manager"}
    answer = put(cast.manager, uuid4(), body(cast, owner_id=str(cast.reviewer.id), owner_name=""))
    assert (answer.status_code, answer.json()["code"]) == (409, "reference_missing")


def test_managers_keep_to_their_regions(cast: Cast) -> None:
    mine, theirs = made(cast), uuid4()
    put(cast.neighbour, theirs, body(cast, branch_id=str(cast.other_branch))).raise_for_status()
    assert put(cast.manager, uuid4(), body(cast, branch_id=str(cast.other_branch))).status_code == 404
    # Not by its id with an own branch either.
    assert put(cast.neighbour, mine, body(cast, branch_id=str(cast.other_branch), revision=1)).status_code == 404
    assert cast.neighbour.http.get(f"/api/actions/{mine}").status_code == 404
    assert str(mine) in ids(listed(cast.manager))
    assert str(theirs) not in ids(listed(cast.manager))
    assert {str(mine), str(theirs)} <= ids(listed(cast.reviewer))
    assert listed(cast.manager, region=str(cast.other_region)) == []


def test_lists_are_filtered_and_earliest_first(cast: Cast) -> None:
    late = made(cast, due_on="2026-01-05", plan="Overdue.")
    dropped = made(cast, due_on="2026-01-04", state="dropped")
    begun = made(cast, due_on="2099-01-01", state="in_progress")
    everything = listed(cast.manager, branch=str(cast.branch))
    assert {str(late), str(dropped), str(begun)} <= ids(everything)
    due = [date.fromisoformat(action["due_on"]) for action in everything]
    assert due == sorted(due)
    assert len(ids(everything)) == len(everything)
    overdue = listed(cast.manager, overdue=True)
    assert str(late) in ids(overdue)
    assert all(action["overdue"] for action in overdue)
    assert not {str(dropped), str(begun)} & ids(overdue)
    assert cast.manager.http.get("/api/actions").json()["overdue"] == len(overdue)
    unfinished = listed(cast.manager, state="unfinished")
    assert {action["state"] for action in unfinished} == {"open", "in_progress"}
    assert ids(listed(cast.manager, state="dropped")) >= {str(dropped)}
    assert {action["state"] for action in listed(cast.manager, state="dropped")} == {"dropped"}


@pytest.mark.parametrize("params", [{"state": "lost"}, {"limit": 0}, {"cursor": "x"}, {"branch": "x"}])
def test_bad_parameters_are_named(cast: Cast, params: Json) -> None:
    answer = cast.manager.http.get("/api/actions", params=params)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_parameter")


def test_a_page_takes_as_many_round_trips_for_one_as_for_many(cast: Cast) -> None:
    for n in range(12):
        made(cast, state="done" if n % 2 else "open", due_on=f"2025-01-{n + 1:02}")

    def asked(limit: int) -> list[str]:
        ROUND_TRIPS.commands.clear()
        cast.manager.http.get("/api/actions", params={"limit": limit}).raise_for_status()
        return list(ROUND_TRIPS.commands)

    asked(2)
    assert len(asked(2)) == len(asked(200)) <= 7
