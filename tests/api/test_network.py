"""Programmes, regions, branches, users, assignments: what may not be written, and why."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.api import samples
from tests.api.cast import Cast
from tests.api.process import PASSWORD


def _branch(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "programme_id": str(cast.programme),
        "region_id": str(cast.region),
        "name": "Branch",
        "tier": "standard",
        "time_zone": "Europe/Vilnius",
        **changes,
    }


def test_writing_the_same_again_changes_nothing(cast: Cast) -> None:
    path, body = f"/api/branches/{uuid4()}", _branch(cast)
    first = cast.admin.http.put(path, json=body).raise_for_status().json()
    assert cast.admin.http.put(path, json=body).json() == first


def test_a_branch_names_all_its_faults(cast: Cast) -> None:
    other = uuid4()
    narrow = {"name": "Narrow", "client": "C", "channels": ["call"], "tiers": ["basic"]}
    cast.admin.http.put(f"/api/programmes/{other}", json=narrow).raise_for_status()
    body = _branch(cast, programme_id=str(other), time_zone="Mars/Crater")
    answer = cast.admin.http.put(f"/api/branches/{uuid4()}", json=body)
    assert answer.status_code == 422
    assert {fault["code"] for fault in answer.json()["faults"]} == {
        "tier_not_in_programme",
        "unknown_time_zone",
        "region_of_other_programme",
    }


def test_a_programme_tells_how_many_branches_it_has(cast: Cast) -> None:
    programme, north, south = uuid4(), uuid4(), uuid4()
    body = {"name": "Counted", "client": "C", "channels": ["call"], "tiers": ["basic", "premium"]}
    stored = cast.admin.http.put(f"/api/programmes/{programme}", json=body).raise_for_status().json()
    path = f"/api/programmes/{programme}"
    assert cast.reviewer.http.get(path).json() == {"programme": stored, "branches": []}
    for region in (north, south):
        named = {"programme_id": str(programme), "name": "R"}
        cast.admin.http.put(f"/api/regions/{region}", json=named).raise_for_status()
    for region, tier in ((north, "basic"), (north, "basic"), (north, "premium"), (south, "premium")):
        branch = _branch(cast, programme_id=str(programme), region_id=str(region), tier=tier)
        cast.admin.http.put(f"/api/branches/{uuid4()}", json=branch).raise_for_status()
    counts = cast.reviewer.http.get(path).json()["branches"]
    assert {(row["region_id"], row["tier"]): row["branches"] for row in counts} == {
        (str(north), "basic"): 2,
        (str(north), "premium"): 1,
        (str(south), "premium"): 1,
    }
    assert cast.reviewer.http.get(f"/api/programmes/{uuid4()}").status_code == 404


def test_what_is_referred_to_must_exist(cast: Cast) -> None:
    answer = cast.admin.http.put(f"/api/branches/{uuid4()}", json=_branch(cast, region_id=str(uuid4())))
    assert (answer.status_code, answer.json()["code"]) == (409, "reference_missing")
    assert "region_id" in answer.json()["detail"]


def test_a_branch_does_not_change_its_region(cast: Cast) -> None:
    path = f"/api/branches/{uuid4()}"
    cast.admin.http.put(path, json=_branch(cast)).raise_for_status()
    answer = cast.admin.http.put(path, json=_branch(cast, region_id=str(cast.other_region)))
    assert (answer.status_code, answer.json()["code"]) == (409, "branch_fixed")
    assert cast.admin.http.put(path, json=_branch(cast, name="Renamed")).status_code == 200


def _user(**changes: Any) -> dict[str, Any]:
    return {
        "account": f"{uuid4().hex[:10]}@test.example",
        "name": "Name",
        "role": "trainer",
        "password": PASSWORD,
        **changes,
    }


def test_an_account_name_is_taken_once(cast: Cast) -> None:
    body = _user()
    cast.admin.http.put(f"/api/users/{uuid4()}", json=body).raise_for_status()
    answer = cast.admin.http.put(f"/api/users/{uuid4()}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "name_taken")


def test_a_new_account_needs_a_decent_password(cast: Cast) -> None:
    for body in ({**_user(), "password": None}, _user(password="short")):
        answer = cast.admin.http.put(f"/api/users/{uuid4()}", json=body)
        assert (answer.status_code, answer.json()["faults"][0]["path"]) == (422, "password")


def test_passwords_are_never_shown(cast: Cast) -> None:
    user_id, body = uuid4(), _user()
    assert "password" not in cast.admin.http.put(f"/api/users/{user_id}", json=body).json()
    assert PASSWORD not in cast.admin.http.get("/api/users").text
    assert "argon2" not in cast.admin.http.get("/api/users").text


def _assignment(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "branch_id": str(cast.branch),
        "shopper_id": str(cast.shopper.id),
        "checklist": {"key": samples.CHECKLIST_KEY, "version": 1},
        "channel": "visit",
        "scenario": "You look for a present.",
        "window_starts_at": samples.BEGAN.isoformat(),
        "window_ends_at": (samples.BEGAN + timedelta(days=7)).isoformat(),
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"channel": "call"}, "channel_of_other_checklist"),
        ({"channel": "delivery"}, "channel_not_in_programme"),
        ({"window_ends_at": "2026-01-01T00:00:00Z"}, "window_empty"),
    ],
)
def test_an_assignment_fits_programme_and_checklist(cast: Cast, changes: dict[str, Any], code: str) -> None:
    answer = cast.admin.http.put(f"/api/assignments/{uuid4()}", json=_assignment(cast, **changes))
    assert answer.status_code == 422
    assert code in {fault["code"] for fault in answer.json()["faults"]}


def test_an_assignment_goes_to_a_shopper_with_a_published_checklist(cast: Cast) -> None:
    answer = cast.admin.http.put(f"/api/assignments/{uuid4()}", json=_assignment(cast, shopper_id=str(cast.manager.id)))
    assert [fault["code"] for fault in answer.json()["faults"]] == ["not_a_shopper"]
    unpublished = _assignment(cast, checklist={"key": samples.CHECKLIST_KEY, "version": 999})
    answer = cast.admin.http.put(f"/api/assignments/{uuid4()}", json=unpublished)
    assert (answer.status_code, answer.json()["code"]) == (409, "reference_missing")


def test_an_audited_assignment_is_fixed(cast: Cast) -> None:
    assignment_id: UUID = cast.assign()
    cast.shopper.http.put(f"/api/audits/{uuid4()}", json=samples.submission(assignment_id)).raise_for_status()
    same = cast.admin.http.put(f"/api/assignments/{assignment_id}", json=_assignment(cast, scenario="Another."))
    assert (same.status_code, same.json()["code"]) == (409, "assignment_fixed")
    assert cast.shopper.http.get(f"/api/assignments/{assignment_id}").json()["status"] == "submitted"
