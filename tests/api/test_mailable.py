"""What stands in an e-mail's head was refused when it came in, unless an e-mail can be sent with it."""

from typing import Any
from uuid import uuid4

import pytest

from tests.api.cast import Cast

Json = dict[str, Any]


@pytest.mark.parametrize(
    "email", ["nobody", "a b@people.example", "a@b", "x@people.example\n", "<a@people.example>", "jürgen@firma.de"]
)
def test_bad_addresses_are_refused(cast: Cast, email: str) -> None:
    answer = cast.admin.http.put(f"/api/users/{cast.manager.id}/email", json={"email": email})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_body")
    account = {"account": "umlaut", "name": "N", "role": "manager", "password": "long enough pw", "email": email}
    answer = cast.admin.http.put(f"/api/users/{uuid4()}", json=account)
    assert (answer.status_code, [fault["path"] for fault in answer.json()["faults"]]) == (422, ["email"])


@pytest.mark.parametrize("name", ["Two\nlines", "Two\rlines", "Two\u2028lines", "A\ttab", "A\x00", "End\n", "\x85"])
def test_names_are_one_line(cast: Cast, name: str) -> None:
    within: Json = {"programme_id": str(cast.programme), "name": name}
    place = {"region_id": str(cast.region), "tier": "standard", "time_zone": "Europe/Vilnius"}
    programme = {"name": name, "client": name, "channels": ["visit"], "tiers": ["basic"]}
    account = {"account": "two-lines", "name": name, "role": "manager", "password": "long enough pw"}
    wave = within | {"starts_at": "2020-01-01T00:00:00Z", "ends_at": "2020-01-31T00:00:00Z"}
    for noun, body, paths in (
        ("users", account, ["name"]),
        ("branches", within | place, ["name"]),
        ("regions", within, ["name"]),
        ("programmes", programme, ["name", "client"]),
        ("waves", wave, ["name"]),
    ):
        answer = cast.admin.http.put(f"/api/{noun}/{uuid4()}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_body"), noun
        assert [fault["path"] for fault in answer.json()["faults"]] == paths, noun
