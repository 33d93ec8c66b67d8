"""The latest figures of a branch: each with its own period, beside peers of its kind, for the right eyes."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from checklists.outcome_periods import latest_period
from tests.api.cast import Cast, Person, person
from tests.api.server import ROUND_TRIPS

Json = dict[str, Any]
PEERS = 12


@dataclass
class Achieving:
    """Branches of standard expectation, and at the end a rival's and one of premium expectation."""

    programme: UUID
    manager: Person
    outsider: Person
    branches: list[UUID]
    values: dict[UUID, float]

    def latest(self, branch: UUID, who: Person | None = None) -> dict[str, Json]:
        answer = (who or self.manager).http.get(f"/api/branches/{branch}/outcomes/latest").raise_for_status()
        return {one["figure"]: one for one in answer.json()["figures"]}


@pytest.fixture(scope="module")
def achieving(cast: Cast, new_client: Callable[[], httpx.Client]) -> Iterator[Achieving]:
    admin, dice = cast.admin.http, random.Random(8)
    programme, regions = uuid4(), [uuid4(), uuid4()]
    facts = {"name": "Achieving", "client": "C", "channels": ["visit"], "tiers": ["standard", "premium"]}
    admin.put(f"/api/programmes/{programme}", json=facts).raise_for_status()
    for region in regions:
        body = {"programme_id": str(programme), "name": f"R {region}"}
        admin.put(f"/api/regions/{region}", json=body).raise_for_status()
    branches = [uuid4() for _ in range(PEERS + 2)]
    for n, branch in enumerate(branches):
        place = {"programme_id": str(programme), "region_id": str(regions[n % 2]), "name": f"Branch {n}"}
        kind = {"tier": "premium" if n == PEERS + 1 else "standard", "competitor": n == PEERS}
        admin.put(f"/api/branches/{branch}", json={**place, **kind, "time_zone": "Europe/Vilnius"}).raise_for_status()
    values = {branch: round(dice.uniform(20, 60), 1) for branch in branches if branch != branches[PEERS]}
    lines = [f"{branch},2026-03,repeat_rate,{value}" for branch, value in values.items()]
    lines += [f"{branch},2026-02,repeat_rate,1" for branch in values]
    lines += [f"{branch},2025-Q4,complaints,30" for branch in branches[:3]]
    lines += [f"{branches[0]},2026-Q1,complaints,12", f"{branches[0]},2025-Q1,nps,7"]
    content = "\n".join(["branch,period,figure,value", *lines]).encode()
    path = f"/api/outcomes/imports/{uuid4()}"
    admin.put(path, params={"programme": str(programme)}, content=content).raise_for_status()
    manager, outsider = (person(admin, new_client, "manager", [region]) for region in regions)
    yield Achieving(programme, manager, outsider, branches, values)


def test_each_figure_has_its_latest_period_and_its_peers(achieving: Achieving) -> None:
    first = achieving.branches[0]
    found = achieving.latest(first)
    assert list(found) == ["repeat_rate", "nps", "complaints"]
    rate = found["repeat_rate"]
    assert (rate["period"], rate["value"]) == ("2026-03", achieving.values[first])
    own = [achieving.values[branch] for branch in achieving.branches[:PEERS]]
    assert rate["peers"]["branches"] == PEERS
    assert rate["peers"]["mean"] == pytest.approx(sum(own) / PEERS)
    assert (found["complaints"]["period"], found["complaints"]["value"]) == ("2026-Q1", 12.0)
    assert (found["nps"]["period"], found["nps"]["value"]) == ("2025-Q1", 7.0)
    assert found["complaints"]["more_is_better"] is False
    # Of few branches a mean would tell what one of them achieved.
    assert found["complaints"]["peers"] is None
    assert achieving.latest(achieving.branches[PEERS - 2])["repeat_rate"]["peers"] == rate["peers"]


def test_another_expectation_has_other_peers(cast: Cast, achieving: Achieving) -> None:
    found = achieving.latest(achieving.branches[PEERS + 1], cast.reviewer)
    assert found["repeat_rate"]["peers"] is None


def test_without_figures_there_are_none(cast: Cast, achieving: Achieving) -> None:
    assert achieving.latest(achieving.branches[PEERS], cast.admin) == {}


def test_a_neighbour_sees_nothing_of_it(cast: Cast, achieving: Achieving) -> None:
    path = f"/api/branches/{achieving.branches[0]}/outcomes/latest"
    assert achieving.outsider.http.get(path).status_code == 404
    assert cast.manager.http.get(path).status_code == 404
    assert cast.shopper.http.get(path).status_code == 404


def test_it_takes_few_round_trips(achieving: Achieving) -> None:
    achieving.latest(achieving.branches[0])
    before = len(ROUND_TRIPS.commands)
    achieving.latest(achieving.branches[0])
    assert len(ROUND_TRIPS.commands) - before <= 5


@pytest.mark.parametrize(
    ("periods", "latest"),
    [
        ([], None),
        (["2026-01", "2025-12", "2024-Q4"], "2026-01"),
        (["2026-Q1", "2026-02"], "2026-Q1"),
        (["2026-Q1", "2026-03"], "2026-03"),
        (["2025-Q4", "2026-01"], "2026-01"),
    ],
)
def test_the_latest_period_is_the_one_that_ends_last(periods: list[str], latest: str | None) -> None:
    assert latest_period(periods) == latest
