"""Appeals in lists: own regions only, page by page, and counted honestly."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from checklists.proportions import proportion
from tests.api.appealing import appeal, appealed, decide, problem, upheld
from tests.api.cast import Cast
from tests.api.pictures import jpeg, pdf
from tests.api.samples import BEGAN, CHECKLIST_KEY
from tests.api.server import ROUND_TRIPS

Json = dict[str, Any]


def listed(cast: Cast, who: str, **params: Any) -> list[Json]:
    """Every appeal, page after page of two."""
    found: list[Json] = []
    cursor: str | None = None
    while True:
        asked = {"limit": 2, **params} | ({"cursor": cursor} if cursor else {})
        page = cast.person(who).http.get("/api/appeals", params=asked).raise_for_status().json()
        found += page["appeals"]
        if (cursor := page["next"]) is None:
            return found


def test_a_neighbour_sees_nothing_of_it(cast: Cast) -> None:
    photo, paper = uuid4(), uuid4()
    cast.manager.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()
    cast.manager.http.put(f"/api/papers/{paper}", params={"name": "a.pdf"}, content=pdf()).raise_for_status()
    audit_id, appeal_id = appealed(cast, photos=[str(photo)], papers=[str(paper)])
    for path in (f"/api/audits/{audit_id}/appeals", f"/api/photos/{photo}", f"/api/papers/{paper}"):
        assert cast.neighbour.http.get(path).status_code == 404
        assert cast.shopper.http.get(path).status_code == 404
    assert problem(appeal(cast, audit_id, who="neighbour")) == (404, "not_found")
    assert appeal_id not in [one["id"] for one in listed(cast, "neighbour")]
    assert appeal_id in [one["id"] for one in listed(cast, "manager")]


def test_the_list_is_filtered_and_paged(cast: Cast) -> None:
    made = [appealed(cast)[1] for _ in range(3)]
    upheld(cast, made[1]).raise_for_status()
    every = [one["id"] for one in listed(cast, "reviewer")]
    assert [one for one in every if one in made] == made[::-1]
    assert len(every) == len(set(every))
    for state in ("open", "upheld", "changed"):
        assert {one["state"] for one in listed(cast, "reviewer", state=state)} <= {state}
    assert made[1] in [one["id"] for one in listed(cast, "manager", state="upheld")]
    opened = listed(cast, "manager", state="open", region=str(cast.region))
    assert cast.manager.http.get("/api/appeals?limit=1").json()["open"] == len(opened)
    assert listed(cast, "reviewer", region=str(uuid4())) == []


def test_rates_count_what_there_is(cast: Cast) -> None:
    before = cast.reviewer.http.get("/api/appeals/rates").json()
    for n in range(3):
        _, appeal_id = appealed(cast)
        if n == 0:
            upheld(cast, appeal_id).raise_for_status()
        elif n == 1:
            decide(cast, appeal_id).raise_for_status()
    cast.finalised()
    after = cast.reviewer.http.get("/api/appeals/rates").json()
    mine = cast.manager.http.get("/api/appeals/rates").json()

    def growth(*path: str) -> int:
        now, then = after["overall"], before["overall"]
        for name in path:
            now, then = now[name], then[name]
        return int(now - then)

    assert [growth("appealed", "cases"), growth("appealed", "hits"), growth("open")] == [4, 3, 1]
    assert [growth("changed", "cases"), growth("changed", "hits")] == [2, 1]
    overall = after["overall"]["appealed"]
    expected = proportion(overall["hits"], overall["cases"])
    assert (overall["low"], overall["high"]) == (expected.low, expected.high)
    assert [one["name"] for one in after["reviewers"]] == ["Reviewer"]
    assert mine["reviewers"] == []
    assert [region["id"] for region in mine["regions"]] == [str(cast.region)]
    assert cast.neighbour.http.get("/api/appeals/rates").json()["overall"]["appealed"]["hits"] == 0


def test_list_and_rates_take_the_same_filters(cast: Cast, stored_audits: Any) -> None:
    """Of a branch of its own, with audits that became final on days of their own."""
    branch = uuid4()
    place = {"programme_id": str(cast.programme), "region_id": str(cast.region), "name": "Appealed"}
    body = {**place, "tier": "standard", "time_zone": "Europe/Vilnius"}
    cast.admin.http.put(f"/api/branches/{branch}", json=body).raise_for_status()
    made, first = [], BEGAN - timedelta(days=100)
    for days in (0, 30, 60):
        audit_id = cast.finalised(branch=branch)
        if days < 60:
            made.append(appeal(cast, audit_id).raise_for_status().json()["id"])
        moved = {"finalised_at": first + timedelta(days=days)}
        stored_audits.update_one({"_id": audit_id}, {"$set": moved})
    upheld(cast, made[0]).raise_for_status()
    here = {"branch": str(branch)}
    second = {"since": (first + timedelta(days=15)).isoformat(), "until": (first + timedelta(days=45)).isoformat()}

    def rate(**params: str) -> tuple[int, int, int]:
        overall = cast.manager.http.get("/api/appeals/rates", params=params).raise_for_status().json()["overall"]
        return overall["appealed"]["hits"], overall["appealed"]["cases"], overall["open"]

    def ids(**params: str) -> list[str]:
        return [one["id"] for one in listed(cast, "manager", **params)]

    assert (ids(**here), rate(**here)) == (made[::-1], (2, 3, 1))
    assert (ids(**here, **second), rate(**here, **second)) == ([made[1]], (1, 1, 1))
    assert (ids(**here, until=second["since"]), rate(**here, until=second["since"])) == ([made[0]], (1, 1, 0))
    assert (ids(**here, checklist="other"), rate(**here, checklist="other")) == ([], (0, 0, 0))
    named = {**here, "checklist": CHECKLIST_KEY, "programme": str(cast.programme), "region": str(cast.region)}
    assert (ids(**named), rate(**named)) == (made[::-1], (2, 3, 1))
    theirs = cast.neighbour.http.get("/api/appeals/rates", params=here).json()["overall"]
    assert theirs["appealed"]["cases"] == 0
    assert cast.manager.http.get("/api/appeals/rates", params={"since": "soon"}).status_code == 400


def asked(request: Callable[[], httpx.Response]) -> list[str]:
    before = len(ROUND_TRIPS.commands)
    request().raise_for_status()
    return ROUND_TRIPS.commands[before:]


def test_round_trips_do_not_grow_with_the_list(cast: Cast) -> None:
    for _ in range(4):
        appealed(cast)
    one = asked(lambda: cast.manager.http.get("/api/appeals?limit=1"))
    many = asked(lambda: cast.manager.http.get("/api/appeals?limit=200"))
    assert one == many
    assert len(many) <= 3, many
    assert len(asked(lambda: cast.reviewer.http.get("/api/appeals/rates"))) <= 6


def test_rates_read_no_audit(cast: Cast, stored_audits: Any) -> None:
    """A million finalised audits are counted from an index."""
    cast.finalised()
    since = datetime.now(UTC) - timedelta(days=364)
    key = {"programme": "$programme_id", "region": "$region_id", "reviewer": "$finalised_by"}
    pipeline = [
        {"$match": {"finalised_at": {"$type": "date", "$gte": since}}},
        {"$group": {"_id": key, "finalised": {"$sum": 1}}},
    ]
    command = {"aggregate": "audits", "pipeline": pipeline, "cursor": {}}
    plan = stored_audits.database.command("explain", command, verbosity="executionStats")
    stats = plan["executionStats"] if "executionStats" in plan else plan["stages"][0]["$cursor"]["executionStats"]
    assert stats["totalDocsExamined"] == 0
    assert stats["totalKeysExamined"] > 0
