"""Notes from the field: written once, read by the office, marked when dealt with."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.api import samples
from tests.api.cast import Cast, Person

Json = dict[str, Any]


def note(text: str = "The shop is closed for a funeral.", kind: str = "problem", **changes: Any) -> Json:
    return {"kind": kind, "text": text, "noted_at": samples.BEGAN.isoformat(), **changes}


def send(person: Person, assignment_id: UUID, note_id: UUID, body: Json) -> httpx.Response:
    return person.http.put(f"/api/assignments/{assignment_id}/notes/{note_id}", json=body)


def test_a_note_reaches_the_office_with_both_times(cast: Cast) -> None:
    assignment_id, note_id = cast.assign(), uuid4()
    told = send(cast.shopper, assignment_id, note_id, note()).raise_for_status().json()
    assert (told["id"], told["kind"], told["text"]) == (str(note_id), "problem", "The shop is closed for a funeral.")
    assert told["noted_at"] != told["received_at"]
    page = cast.reviewer.http.get("/api/notes").raise_for_status().json()
    found = next(one for one in page["notes"] if one["id"] == str(note_id))
    assert {name: found[name] for name in told} == told
    assert (found["branch_name"], found["shopper_name"], found["assignment_id"]) == (
        "branch",
        "Shopper",
        str(assignment_id),
    )
    assert (found["handled_at"], found["handled_by_name"], found["audit_id"]) == (None, None, None)
    seen = cast.reviewer.http.get(f"/api/assignments/{assignment_id}").json()
    assert ([one["id"] for one in seen["notes"]], seen["status"]) == ([str(note_id)], "open")
