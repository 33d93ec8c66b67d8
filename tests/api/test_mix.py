"""One result from several checklists: what the desk reads is what the pure code makes of both headlines."""

import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from pymongo import MongoClient

from checklists.headline import Headline
from checklists.mix import Combined, MixPart, combined
from tests.api.cast import person, signed_in
from tests.api.process import ROOT, ServerProcess, create_admin, environment_of

DATABASE = "mix"
ADMIN = "admin@test.example"
SHARES = {"calls": 0.6, "visits": 0.4}
BRANCHES = 22
PROGRAMME = {"name": "P", "client": "C", "channels": ["visit"], "tiers": ["standard"]}

Row = dict[str, Any]


@dataclass
class Mixed:
    """The last branch has one visit only."""

    http: httpx.Client
    database: Any
    programme: UUID
    regions: list[UUID]
    branches: list[UUID]
    address: str

    def mix_of(self, branch: UUID) -> Row:
        found: Row = self.http.get(f"/api/branches/{branch}/mix").raise_for_status().json()
        return found

    def declare(self, mix: dict[str, float]) -> httpx.Response:
        return self.http.put(f"/api/programmes/{self.programme}", json={**PROGRAMME, "mix": mix})


@pytest.fixture(scope="module")
def mixed(mongodb_uri: str) -> Iterator[Mixed]:
    create_admin(mongodb_uri, DATABASE, ADMIN)
    server = ServerProcess(mongodb_uri, DATABASE, CALIBRATION_HOURS="0")
    server.start()
    with (
        MongoClient[Row](mongodb_uri, uuidRepresentation="standard", tz_aware=True) as client,
        httpx.Client(base_url=server.address, timeout=30) as http,
    ):
        signed_in(http, ADMIN)
        regions, branches = [uuid4(), uuid4()], [uuid4() for _ in range(BRANCHES)]
        made = Mixed(http, client[DATABASE], uuid4(), regions, branches, server.address)
        _fill(made)
        command = [sys.executable, "-m", "audit_api", "calibrate"]
        subprocess.run(command, cwd=ROOT, env=environment_of(mongodb_uri, DATABASE), capture_output=True, check=True)
        yield made
        client.drop_database(DATABASE)
    server.stop()


def _fill(made: Mixed) -> None:
    made.declare(SHARES).raise_for_status()
    for n, region in enumerate(made.regions):
        body = {"programme_id": str(made.programme), "name": f"Region {n}"}
        made.http.put(f"/api/regions/{region}", json=body).raise_for_status()
    for n, branch in enumerate(made.branches):
        place = {"programme_id": str(made.programme), "region_id": str(made.regions[n % 2])}
        body = {**place, "name": f"Branch {n}", "tier": "standard", "time_zone": "Europe/Vilnius"}
        made.http.put(f"/api/branches/{branch}", json=body).raise_for_status()
    dice, shoppers = random.Random(5), [uuid4() for _ in range(6)]
    audits = [
        _audit(dice, made, branch, checklist, dice.choice(shoppers))
        for branch in made.branches
        for checklist in SHARES
        for _ in range(1 if branch == made.branches[-1] and checklist == "visits" else 9)
    ]
    made.database.audits.insert_many(audits)


def _audit(dice: random.Random, made: Mixed, branch: UUID, checklist: str, shopper: UUID) -> Row:
    """Only what the calibration looks at."""
    place = made.branches.index(branch)
    return {
        "_id": uuid4(),
        "assignment_id": uuid4(),
        "programme_id": made.programme,
        "region_id": made.regions[place % 2],
        "branch_id": branch,
        "shopper_id": shopper,
        "status": "finalised",
        "occurred_at": datetime.now(UTC) - timedelta(days=dice.randint(1, 120)),
        "photo_ids": [],
        "submission": {"checklist": {"key": checklist, "version": 1}},
        "scorecard": {
            "index": 30 + 2 * place + dice.uniform(-9, 9),
            "score_pct": dice.uniform(0, 100),
            "levels": {"2": dice.random(), "3": dice.random()},
        },
    }


def _expected(made: Mixed, branch: UUID) -> Combined | None:
    parts = []
    for checklist, share in SHARES.items():
        standing = made.database.standings.find_one({"branch_id": branch, "league.checklist": checklist})
        snapshot = made.database.snapshots.find_one({"_id": standing["snapshot_id"]})
        headline = msgspec.convert(standing["headline"], Headline)
        branches = snapshot["snapshot"]["branches"]
        parts.append(MixPart(share=share, headline=headline, branches=branches, levels=standing["levels"]))
    return combined(parts)


def test_it_is_what_the_pure_code_makes_of_both(mixed: Mixed) -> None:
    for branch in mixed.branches[:5]:
        found, expected = mixed.mix_of(branch), _expected(mixed, branch)
        assert expected is not None
        for name in ("headline", "variance", "low", "high"):
            assert found["combined"][name] == pytest.approx(getattr(expected, name)), name
        assert found["combined"]["stage"]["stage"] == expected.stage.stage
        assert {part["checklist"]: part["share"] for part in found["parts"]} == SHARES


def test_a_missing_part_is_not_guessed(mixed: Mixed) -> None:
    found = mixed.mix_of(mixed.branches[-1])
    assert found["combined"] is None
    assert [part["headline"]["published"] for part in found["parts"]] == [True, False]


def test_without_a_mix_there_is_none(mixed: Mixed) -> None:
    mixed.declare({}).raise_for_status()
    assert mixed.mix_of(mixed.branches[0]) == {"parts": [], "combined": None}
    mixed.declare({**{key: share / 2 for key, share in SHARES.items()}, "letters": 0.5}).raise_for_status()
    found = mixed.mix_of(mixed.branches[0])
    assert (found["combined"], found["parts"][-1]["headline"]) == (None, None), "nobody wrote a letter"
    mixed.declare(SHARES).raise_for_status()


@pytest.mark.parametrize("shares", [{"calls": 0.5}, {"calls": 0.8, "visits": 0.3}, {"calls": 1.2, "visits": -0.2}])
def test_shares_that_are_no_whole_are_refused(mixed: Mixed, shares: dict[str, float]) -> None:
    answer = mixed.declare(shares)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_body")
    assert mixed.mix_of(mixed.branches[0])["combined"] is not None


def test_a_neighbour_sees_nothing_of_it(mixed: Mixed) -> None:
    neighbour = person(mixed.http, lambda: httpx.Client(base_url=mixed.address), "manager", [mixed.regions[1]])
    assert neighbour.http.get(f"/api/branches/{mixed.branches[0]}/mix").status_code == 404
    assert neighbour.http.get(f"/api/branches/{mixed.branches[1]}/mix").status_code == 200
    neighbour.http.close()
