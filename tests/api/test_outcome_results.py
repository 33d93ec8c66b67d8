"""Whether it pays: what is told of a league is what the pure code finds, over all of it and for the right eyes."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from checklists.outcomes import BRANCHES_MIN, rank_correlation
from tests.api.cast import Cast
from tests.api.paying import BRANCHES, PayingLeague, paying_league
from tests.api.server import ROUND_TRIPS


@pytest.fixture(scope="module")
def league(cast: Cast, mongodb_uri: str, new_client: Callable[[], httpx.Client]) -> Iterator[PayingLeague]:
    with paying_league(cast, mongodb_uri, new_client) as made:
        yield made


def results(league: PayingLeague, http: httpx.Client, **more: str) -> dict[str, Any]:
    asked = {"programme": str(league.programme), "checklist": "visit", "tier": "standard", **more}
    answer = http.get("/api/outcomes", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def by_figure(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["figure"]: one for one in found["figures"]}


def test_the_correlation_is_that_of_the_pure_code(cast: Cast, league: PayingLeague) -> None:
    found = results(league, cast.reviewer.http)
    assert (found["branches"], found["needed"], found["months"][1]) == (BRANCHES - 1, BRANCHES_MIN, league.month)
    assert [one["figure"] for one in found["figures"]] == ["repeat_rate", "nps", "complaints", "revenue"]
    told = by_figure(found)["repeat_rate"]
    pure = rank_correlation(list(league.index.values()), list(league.repeat_rate.values()))
    assert pure is not None
    assert told["branches"] == pure.branches == BRANCHES - 1
    assert told["correlation"]["rho"] == pytest.approx(pure.rho)
    assert (told["correlation"]["low"], told["correlation"]["high"]) == pytest.approx((pure.low, pure.high))
    assert told["correlation"]["verdict"] == "goes_along"
    assert {one["branch_id"]: one["value"] for one in told["points"]} == {
        str(branch): value for branch, value in league.repeat_rate.items()
    }


def test_fewer_complaints_are_better(cast: Cast, league: PayingLeague) -> None:
    told = by_figure(results(league, cast.reviewer.http))["complaints"]
    assert told["more_is_better"] is False
    assert told["correlation"]["rho"] < 0
    assert told["correlation"]["verdict"] == "goes_along"


def test_nothing_is_said_of_too_few_branches_or_of_equal_ones(cast: Cast, league: PayingLeague) -> None:
    told = by_figure(results(league, cast.reviewer.http))
    assert (told["nps"]["branches"], told["nps"]["correlation"]) == (BRANCHES_MIN - 1, None)
    assert (told["revenue"]["branches"], told["revenue"]["correlation"]) == (BRANCHES - 1, None)


def test_managers_see_own_branches_and_hear_of_the_whole_league(cast: Cast, league: PayingLeague) -> None:
    whole = by_figure(results(league, cast.admin.http))["repeat_rate"]
    own = by_figure(results(league, league.manager.http))["repeat_rate"]
    assert own["correlation"] == whole["correlation"]
    assert 0 < len(own["points"]) < len(whole["points"])
    region = by_figure(results(league, cast.admin.http, region=str(league.regions[0])))["repeat_rate"]
    assert own["points"] == region["points"]
    other = by_figure(results(league, league.manager.http, region=str(league.regions[1])))["repeat_rate"]
    assert other["points"] == []


def test_of_a_league_without_an_own_branch_nothing_is_told(cast: Cast, league: PayingLeague) -> None:
    found = results(league, cast.manager.http)
    assert (found["branches"], found["figures"], found["snapshot_id"]) == (0, [], None)


def test_it_takes_three_round_trips(cast: Cast, league: PayingLeague) -> None:
    results(league, league.manager.http)
    before = len(ROUND_TRIPS.commands)
    results(league, league.manager.http)
    assert ROUND_TRIPS.commands[before:] == ["find", "find", "find"]
