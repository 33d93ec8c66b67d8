"""Whether it pays: what is told of a league is what the pure code finds, over all of it and for the right eyes."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pymongo import MongoClient

from checklists.outcomes import BRANCHES_MIN, rank_correlation
from tests.api.cast import Cast, Person, person
from tests.api.server import ROUND_TRIPS

BRANCHES = 24
MONTH = f"{datetime.now(UTC):%Y-%m}"


@dataclass
class PayingLeague:
    """Region 0 has two thirds of the branches; the last branch is a competitor's."""

    programme: UUID
    regions: list[UUID]
    manager: Person
    index: dict[UUID, float]
    repeat_rate: dict[UUID, float]


@pytest.fixture(scope="module")
def league(cast: Cast, mongodb_uri: str, new_client: Callable[[], httpx.Client]) -> Iterator[PayingLeague]:
    admin, dice = cast.admin.http, random.Random(3)
    programme, regions = uuid4(), [uuid4(), uuid4()]
    facts = {"name": "Paying", "client": "C", "channels": ["visit"], "tiers": ["standard"]}
    admin.put(f"/api/programmes/{programme}", json=facts).raise_for_status()
    for region in regions:
        body = {"programme_id": str(programme), "name": f"R {region}"}
        admin.put(f"/api/regions/{region}", json=body).raise_for_status()
    made = PayingLeague(programme, regions, person(admin, new_client, "manager", regions[:1]), {}, {})
    rows = []
    for n in range(BRANCHES):
        branch, region = uuid4(), regions[n % 3 // 2]
        place = {"programme_id": str(programme), "region_id": str(region), "name": f"Branch {n}"}
        place |= {"tier": "standard", "time_zone": "Europe/Vilnius"}
        admin.put(f"/api/branches/{branch}", json=place).raise_for_status()
        rows.append(_standing(made, branch, region, n, dice.uniform(30, 90)))
        if n < BRANCHES - 1:
            made.index[branch] = rows[-1]["headline"]["headline"]
            made.repeat_rate[branch] = round(made.index[branch] / 2 + dice.uniform(-8, 8), 2)
    lines = [f"{branch},{MONTH},repeat_rate,{value}" for branch, value in made.repeat_rate.items()]
    lines += [f"{branch},{MONTH},complaints,{50 - value}" for branch, value in list(made.repeat_rate.items())[:12]]
    lines += [f"{branch},{MONTH},nps,{n}" for n, branch in enumerate(list(made.index)[: BRANCHES_MIN - 1])]
    lines += [f"{branch},{MONTH},revenue,1000" for branch in made.index]
    content = "\n".join(["branch,period,figure,value", *lines]).encode()
    path = f"/api/outcomes/imports/{uuid4()}"
    admin.put(path, params={"programme": str(programme)}, content=content).raise_for_status()
    with MongoClient[dict[str, Any]](mongodb_uri, uuidRepresentation="standard") as client:
        client["api"].standings.insert_many(rows)
        yield made
        client["api"].standings.delete_many({"league.programme_id": programme})


def _standing(made: PayingLeague, branch: UUID, region: UUID, n: int, headline: float) -> dict[str, Any]:
    league = {"programme_id": made.programme, "checklist": "visit", "tier": "standard", "audience": "external"}
    return {
        "_id": uuid4(),
        "league": league,
        "programme_id": made.programme,
        "region_id": region,
        "branch_id": branch,
        "branch_name": f"Branch {n}",
        "competitor": n == BRANCHES - 1,
        "as_of": datetime.now(UTC),
        "snapshot_id": UUID(int=5),
        "headline": {"published": True, "headline": headline},
    }


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
    assert (found["branches"], found["needed"], found["months"][1]) == (BRANCHES - 1, BRANCHES_MIN, MONTH)
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
