"""Lists: filtered, paged by cursor, in a stable order."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.api import samples
from tests.api.cast import Cast, new_branch

COUNT = 7


@pytest.fixture(scope="module")
def audits(cast: Cast) -> list[str]:
    """Seven audits of a branch of their own, two of which began at the same moment; latest first."""
    branch = new_branch(cast)
    ids = []
    for day in (0, 1, 1, 2, 3, 4, 5):
        began = samples.BEGAN + timedelta(days=day)
        body = samples.submission(cast.assign(branch=branch), started_at=began.isoformat())
        shift = {"phase": "wait", "started_at": began.isoformat(), "seconds": 12}
        body |= {"finished_at": (began + timedelta(hours=1)).isoformat()}
        body["answers"]["queue_wait"]["segments"] = [shift]
        audit_id = uuid4()
        cast.shopper.http.put(f"/api/audits/{audit_id}", json=body).raise_for_status()
        ids.append((began, audit_id))
    cast.extra["listed_branch"] = branch
    return [str(audit_id) for _, audit_id in sorted(ids, key=lambda one: (one[0], one[1].bytes), reverse=True)]


def _pages(cast: Cast, limit: int, **filters: Any) -> list[str]:
    found: list[str] = []
    cursor = None
    while True:
        params = {"limit": limit, **filters} | ({"cursor": cursor} if cursor else {})
        page = cast.reviewer.http.get("/api/audits", params=params).raise_for_status().json()
        found += [audit["id"] for audit in page["audits"]]
        cursor = page["next"]
        if cursor is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 3, COUNT, 50])
def test_pages_of_any_size_hold_every_audit_once_in_order(cast: Cast, audits: list[str], limit: int) -> None:
    assert _pages(cast, limit, branch=str(cast.extra["listed_branch"])) == audits


def test_a_new_audit_does_not_shift_the_pages(cast: Cast, audits: list[str]) -> None:
    branch = str(cast.extra["listed_branch"])
    first = cast.reviewer.http.get("/api/audits", params={"branch": branch, "limit": 3}).json()
    newer = samples.submission(
        cast.assign(branch=UUID(branch)), finished_at=(samples.BEGAN + timedelta(days=11)).isoformat()
    )
    newer["started_at"] = (samples.BEGAN + timedelta(days=10)).isoformat()
    newer["answers"]["queue_wait"]["segments"][0]["started_at"] = newer["started_at"]
    audit_id = uuid4()
    cast.shopper.http.put(f"/api/audits/{audit_id}", json=newer).raise_for_status()
    rest = cast.reviewer.http.get("/api/audits", params={"branch": branch, "cursor": first["next"]}).json()
    assert [a["id"] for a in first["audits"] + rest["audits"]] == audits
    cast.review(audit_id, "reject", "Out of the way of the other tests.").raise_for_status()


def test_filters(cast: Cast, audits: list[str]) -> None:
    mine = {"branch": str(cast.extra["listed_branch"]), "status": "submitted"}
    assert _pages(cast, 50, **mine) == audits
    assert _pages(cast, 50, **mine, checklist=samples.CHECKLIST_KEY) == audits
    assert _pages(cast, 50, **mine, checklist="another") == []
    assert _pages(cast, 50, **mine, programme=str(cast.programme), region=str(cast.region)) == audits
    assert _pages(cast, 50, **mine, region=str(cast.other_region)) == []
    assert _pages(cast, 50, **mine, shopper=str(cast.shopper.id)) == audits
    assert _pages(cast, 50, **mine, shopper=str(cast.other_shopper.id)) == []
    since, until = samples.BEGAN + timedelta(days=1), samples.BEGAN + timedelta(days=3)
    assert len(_pages(cast, 50, **mine, since=since.isoformat(), until=until.isoformat())) == 3


@pytest.mark.parametrize(
    "params", [{"cursor": "nonsense"}, {"limit": 0}, {"limit": 201}, {"status": "lost"}, {"branch": "x"}]
)
def test_bad_parameters_are_named(cast: Cast, params: dict[str, Any]) -> None:
    answer = cast.reviewer.http.get("/api/audits", params=params)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_parameter")
    assert next(iter(params)) in answer.text


def test_branches_come_by_name_and_only_the_managers_own(cast: Cast) -> None:
    names = [f"Listed {letter}" for letter in "cab"]
    for name in names:
        new_branch(cast, name=name)
    found: list[str] = []
    cursor = None
    while True:
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = cast.manager.http.get("/api/branches", params=params).raise_for_status().json()
        found += [branch["name"] for branch in page["branches"]]
        if (cursor := page["next"]) is None:
            break
    assert [name for name in found if name in names] == sorted(names)
    assert found == sorted(found)
    assert "other_branch" not in found


def test_a_shopper_lists_own_assignments_with_the_address(cast: Cast) -> None:
    branch = new_branch(cast, name="Old Town", address="Pilies g. 1, Vilnius")
    assignment_id = str(cast.assign(branch=branch))
    mine = cast.shopper.http.get("/api/assignments", params={"branch": str(branch)}).json()["assignments"]
    assert [(a["id"], a["branch_name"], a["branch_address"], a["status"]) for a in mine] == [
        (assignment_id, "Old Town", "Pilies g. 1, Vilnius", "open")
    ]
    theirs = cast.other_shopper.http.get("/api/assignments", params={"branch": str(branch)}).json()
    assert theirs == {"assignments": [], "next": None}
