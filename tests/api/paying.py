"""A league whose outcome figures go along with its index, or do not."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
from pymongo import MongoClient

from checklists.outcomes import BRANCHES_MIN
from tests.api.cast import Cast, Person, person

BRANCHES = 24


@dataclass
class PayingLeague:
    """Region 0 has two thirds of the branches; the last branch is a competitor's."""

    programme: UUID
    regions: list[UUID]
    manager: Person
    index: dict[UUID, float]
    repeat_rate: dict[UUID, float]
    month: str = field(default_factory=lambda: f"{datetime.now(UTC):%Y-%m}")


@contextmanager
def paying_league(cast: Cast, mongodb_uri: str, new_client: Callable[[], httpx.Client]) -> Iterator[PayingLeague]:
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
    lines = [f"{branch},{made.month},repeat_rate,{value}" for branch, value in made.repeat_rate.items()]
    lines += [f"{branch},{made.month},complaints,{50 - value}" for branch, value in list(made.repeat_rate.items())[:12]]
    lines += [f"{branch},{made.month},nps,{n}" for n, branch in enumerate(list(made.index)[: BRANCHES_MIN - 1])]
    lines += [f"{branch},{made.month},revenue,1000" for branch in made.index]
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
