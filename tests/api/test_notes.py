"""Notes from the field: written once, read by the office, marked when dealt with."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_api.fieldwork.notes import NOTES_MAX
from tests.api import samples
from tests.api.cast import Cast, Person, person

Json = dict[str, Any]


def note(text: str = "The shop is closed for a funeral.", kind: str = "problem", **changes: Any) -> Json:
    return {"kind": kind, "text": text, "noted_at": samples.BEGAN.isoformat(), **changes}


def send(person: Person, assignment_id: UUID, note_id: UUID, body: Json) -> httpx.Response:
    return person.http.put(f"/api/assignments/{assignment_id}/notes/{note_id}", json=body)


def noted(cast: Cast, **changes: Any) -> tuple[UUID, UUID]:
    """A fresh assignment and a note of it."""
    assignment_id, note_id = cast.assign(), uuid4()
    send(cast.shopper, assignment_id, note_id, note(**changes)).raise_for_status()
    return assignment_id, note_id


def listed(cast: Cast, **params: Any) -> list[Json]:
    """Every note, page after page of two."""
    found: list[Json] = []
    cursor: str | None = None
    while True:
        asked = {"limit": 2, **params} | ({"cursor": cursor} if cursor else {})
        page = cast.reviewer.http.get("/api/notes", params=asked).raise_for_status().json()
        found += page["notes"]
        if (cursor := page["next"]) is None:
            return found


def status_of(cast: Cast, assignment_id: UUID) -> tuple[str, str | None]:
    read = cast.shopper.http.get(f"/api/assignments/{assignment_id}").raise_for_status().json()
    return read["status"], read["audit_id"]


def test_a_note_reaches_the_office_with_both_times(cast: Cast) -> None:
    assignment_id, note_id = cast.assign(), uuid4()
    told = send(cast.shopper, assignment_id, note_id, note()).raise_for_status().json()
    assert (told["id"], told["kind"], told["text"]) == (str(note_id), "problem", "The shop is closed for a funeral.")
    assert datetime.fromisoformat(told["noted_at"]) == samples.BEGAN
    assert abs(datetime.fromisoformat(told["received_at"]) - datetime.now().astimezone()) < timedelta(minutes=1)
    found = next(one for one in listed(cast) if one["id"] == str(note_id))
    assert {name: found[name] for name in told} == told
    surroundings = (found["branch_name"], found["shopper_name"], found["assignment_id"], found["time_zone"])
    assert surroundings == ("branch", "Shopper", str(assignment_id), "Europe/Vilnius")
    assert (found["handled_at"], found["handled_by_name"], found["audit_id"]) == (None, None, None)
    for who in (cast.reviewer, cast.shopper):
        seen = who.http.get(f"/api/assignments/{assignment_id}").json()
        assert ([one["id"] for one in seen["notes"]], seen["status"]) == ([str(note_id)], "open")


def test_a_declined_assignment_says_so_until_an_audit_arrives_nevertheless(cast: Cast) -> None:
    assignment_id, note_id = noted(cast, kind="decline", text="I have the flu.")
    assert status_of(cast, assignment_id) == ("declined", None)
    audit_id = uuid4()
    body = samples.submission(assignment_id)
    cast.shopper.http.put(f"/api/audits/{audit_id}", json=body).raise_for_status()
    assert status_of(cast, assignment_id) == ("submitted", str(audit_id))
    assert next(one for one in listed(cast) if one["id"] == str(note_id))["audit_id"] == str(audit_id)


def test_changing_an_assignment_keeps_its_notes(cast: Cast) -> None:
    assignment_id, note_id = noted(cast, kind="decline")
    path = f"/api/assignments/{assignment_id}"
    planned = cast.admin.http.get(path).json()
    fixed = ("branch_id", "shopper_id", "checklist", "channel", "scenario", "window_starts_at", "window_ends_at")
    changed = {name: planned[name] for name in fixed} | {"briefing": "Ring the second bell."}
    answer = cast.admin.http.put(path, json=changed).raise_for_status().json()
    assert (answer["briefing"], answer["status"]) == ("Ring the second bell.", "declined")
    seen = cast.shopper.http.get(path).json()
    assert ([one["id"] for one in seen["notes"]], seen["briefing"]) == ([str(note_id)], "Ring the second bell.")


@settings(max_examples=15)
@given(
    text=st.text(st.characters(codec="utf-8"), min_size=1, max_size=200).filter(lambda text: text.strip() != ""),
    kind=st.sampled_from(["problem", "decline"]),
    ago=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)),
)
def test_sent_again_it_is_the_same_note(cast: Cast, text: str, kind: str, ago: timedelta) -> None:
    assignment_id, note_id = cast.assign(), uuid4()
    body = note(text, kind, noted_at=(samples.BEGAN - ago).isoformat())
    first = send(cast.shopper, assignment_id, note_id, body).raise_for_status()
    cast.reviewer.http.put(f"/api/notes/{note_id}/handled").raise_for_status()
    assert send(cast.shopper, assignment_id, note_id, body).content == first.content
    assert len(cast.shopper.http.get(f"/api/assignments/{assignment_id}").json()["notes"]) == 1


def test_six_connections_at_once_leave_one_note(cast: Cast) -> None:
    assignment_id, note_id = cast.assign(), uuid4()
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: send(cast.shopper, assignment_id, note_id, note()), range(6)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len(cast.shopper.http.get(f"/api/assignments/{assignment_id}").json()["notes"]) == 1


LATER = (samples.BEGAN + timedelta(minutes=1)).isoformat()


@pytest.mark.parametrize("changed", [{"text": "Closed."}, {"kind": "decline"}, {"noted_at": LATER}])
def test_something_else_under_the_id_is_refused(cast: Cast, changed: Json) -> None:
    assignment_id, note_id = noted(cast)
    answer = send(cast.shopper, assignment_id, note_id, {**note(), **changed})
    assert (answer.status_code, answer.json()["code"]) == (409, "note_differs")


def test_an_id_of_another_assignment_is_refused(cast: Cast) -> None:
    _, note_id = noted(cast)
    answer = send(cast.shopper, cast.assign(), note_id, note())
    assert (answer.status_code, answer.json()["code"]) == (409, "note_differs")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (note(""), "text"),
        (note(" \n\t"), "text"),
        (note("x" * 4001), "text"),
        (note(kind="excuse"), "kind"),
        (note(noted_at=samples.BEGAN.replace(tzinfo=None).isoformat()), "noted_at"),
        (note(handled_at=None), "handled_at"),
    ],
)
def test_bad_notes_are_explained(cast: Cast, body: Json, path: str) -> None:
    answer = send(cast.shopper, cast.assign(), uuid4(), body)
    assert (answer.status_code, answer.json()["faults"][0]["path"]) == (422, path)


def test_notes_of_an_assignment_have_an_end(cast: Cast) -> None:
    assignment_id, first = noted(cast)
    for n in range(1, NOTES_MAX):
        send(cast.shopper, assignment_id, uuid4(), note(f"Still closed, {n}.")).raise_for_status()
    answer = send(cast.shopper, assignment_id, uuid4(), note())
    assert (answer.status_code, answer.json()["code"]) == (409, "notes_full")
    # What is there is still answered as before.
    assert send(cast.shopper, assignment_id, first, note()).status_code == 200


def test_handled_by_whom_and_when_is_said_once(cast: Cast) -> None:
    assignment_id, note_id = noted(cast)
    waiting = cast.reviewer.http.get("/api/notes").json()["unhandled"]
    path = f"/api/notes/{note_id}/handled"
    first = cast.reviewer.http.put(path).raise_for_status().json()
    assert (first["handled_by"], first["handled_by_name"]) == (str(cast.reviewer.id), "Reviewer")
    assert cast.reviewer.http.get("/api/notes").json()["unhandled"] == waiting - 1
    assert cast.admin.http.put(path).raise_for_status().json() == first
    seen = cast.shopper.http.get(f"/api/assignments/{assignment_id}").json()["notes"]
    assert seen[0]["handled_at"] == first["handled_at"]


def test_handling_one_note_leaves_its_neighbours_alone(cast: Cast) -> None:
    assignment_id, first = noted(cast)
    second = uuid4()
    send(cast.shopper, assignment_id, second, note("And the next day too.")).raise_for_status()
    cast.reviewer.http.put(f"/api/notes/{second}/handled").raise_for_status()
    notes = cast.shopper.http.get(f"/api/assignments/{assignment_id}").json()["notes"]
    assert [(one["id"], one["handled_at"] is None) for one in notes] == [(str(first), True), (str(second), False)]


def test_a_note_that_is_not_there_cannot_be_handled(cast: Cast) -> None:
    assert cast.reviewer.http.put(f"/api/notes/{uuid4()}/handled").status_code == 404


def test_notes_come_latest_first_and_filtered(cast: Cast, new_client: Callable[[], httpx.Client]) -> None:
    shopper = person(cast.admin.http, new_client, "shopper")
    ids = []
    for n, kind in enumerate(["problem", "decline", "problem", "decline", "problem"]):
        ids.append(uuid4())
        send(shopper, cast.assign(shopper), ids[-1], note(f"Note {n}.", kind)).raise_for_status()
    for handled in ids[:2]:
        cast.reviewer.http.put(f"/api/notes/{handled}/handled").raise_for_status()

    def texts(**params: Any) -> list[str]:
        return [one["text"] for one in listed(cast, **params) if one["shopper_id"] == str(shopper.id)]

    assert texts() == ["Note 4.", "Note 3.", "Note 2.", "Note 1.", "Note 0."]
    assert texts(kind="decline") == ["Note 3.", "Note 1."]
    assert texts(unhandled=True) == ["Note 4.", "Note 3.", "Note 2."]
    assert texts(unhandled=True, kind="decline") == ["Note 3."]
    everything = listed(cast)
    assert len({one["id"] for one in everything}) == len(everything)
    assert cast.reviewer.http.get("/api/notes", params={"limit": 1}).json()["unhandled"] == len(
        listed(cast, unhandled=True)
    )


@pytest.mark.parametrize("params", [{"kind": "excuse"}, {"limit": 0}, {"cursor": "x"}, {"unhandled": "perhaps"}])
def test_bad_parameters_are_named(cast: Cast, params: Json) -> None:
    answer = cast.reviewer.http.get("/api/notes", params=params)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_parameter")
    assert next(iter(params)) in answer.text
