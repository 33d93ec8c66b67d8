"""Comparing branches over HTTP: what each desk sees, and what a decision changes at once."""

from typing import Any

import pytest

from tests.api import samples
from tests.api.cast import Cast
from tests.api.server import ROUND_TRIPS


def leagues_of(cast: Cast, who: str) -> list[dict[str, Any]]:
    answer = cast.person(who).http.get("/api/leagues")
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["leagues"]
    return found


def comparison(cast: Cast, who: str, **more: Any) -> dict[str, Any]:
    asked = {"programme": str(cast.programme), "checklist": samples.CHECKLIST_KEY, "tier": "standard", **more}
    answer = cast.person(who).http.get("/api/comparison", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def index(cast: Cast, who: str = "manager") -> dict[str, Any]:
    params = {"checklist": samples.CHECKLIST_KEY}
    answer = cast.person(who).http.get(f"/api/branches/{cast.branch}/index", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_finalised_audit_shows_at_once(cast: Cast) -> None:
    cast.finalised()
    before = next(row for row in comparison(cast, "manager")["branches"] if row["branch_id"] == str(cast.branch))
    cast.finalised()
    after = next(row for row in comparison(cast, "manager")["branches"] if row["branch_id"] == str(cast.branch))
    assert after["audits"] == before["audits"] + 1


def test_a_small_league_has_own_results_only(cast: Cast) -> None:
    cast.finalised()
    found = comparison(cast, "manager")
    assert found["snapshot"] is None
    assert found["roll_ups"] == {}
    for row in found["branches"]:
        assert row["headline"] is None
        assert row["place"] is None
        assert 0 <= row["own"] <= 100


def test_the_branch_page_agrees_with_the_comparison(cast: Cast) -> None:
    cast.finalised()
    page = index(cast)
    row = next(row for row in comparison(cast, "manager")["branches"] if row["branch_id"] == str(cast.branch))
    assert page["report"]["own"] == pytest.approx(row["own"])
    assert page["report"]["audits"] == row["audits"]
    lost = sum(item["cost"] + item["critical"] for item in page["report"]["items"])
    assert 100 - lost == pytest.approx(page["report"]["own"])
    printed = round(page["report"]["own"], 1)
    assert 100 - sum(page["lost"].values()) == pytest.approx(printed)
    assert page["missing_audits"] == row["missing_audits"]


def test_managers_compare_their_own_regions_only(cast: Cast) -> None:
    cast.finalised()
    cast.finalised(branch=cast.other_branch)
    mine = {row["branch_id"] for row in comparison(cast, "manager")["branches"]}
    theirs = {row["branch_id"] for row in comparison(cast, "neighbour")["branches"]}
    assert str(cast.branch) in mine - theirs
    assert str(cast.other_branch) in theirs - mine
    assert {row["branch_id"] for row in comparison(cast, "reviewer")["branches"]} >= mine | theirs
    assert comparison(cast, "manager", region=str(cast.other_region))["branches"] == []
    assert {region for league in leagues_of(cast, "manager") for region in league["regions"]} == {str(cast.region)}
    programmes = cast.admin.http.get("/api/programmes").json()
    names = {one["id"]: one["name"] for one in programmes}
    for league in leagues_of(cast, "manager"):
        assert league["programme_name"] == names[league["league"]["programme_id"]]


def test_comparing_takes_three_round_trips(cast: Cast) -> None:
    """The session, the standings, the snapshot: none of them grows with the number of audits."""
    cast.finalised()
    comparison(cast, "manager")
    ROUND_TRIPS.commands.clear()
    comparison(cast, "manager")
    assert ROUND_TRIPS.commands == ["find", "find", "find"]


def test_a_branch_page_takes_five(cast: Cast) -> None:
    cast.finalised()
    ROUND_TRIPS.commands.clear()
    index(cast)
    assert len(ROUND_TRIPS.commands) <= 5


def test_an_unknown_checklist_has_nothing_to_show(cast: Cast) -> None:
    assert comparison(cast, "manager", checklist="other")["branches"] == []
    answer = cast.manager.http.get(f"/api/branches/{cast.branch}/index", params={"checklist": "other"})
    assert answer.json()["report"] is None
