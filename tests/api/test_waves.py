"""Waves: one round of fieldwork each, apart from one another."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.api.cast import Cast
from tests.api.examples import Mongo


@pytest.fixture(scope="module")
def programme(cast: Cast) -> UUID:
    """One of this module's own: nobody else's waves are in the way."""
    made = uuid4()
    body = {"name": "Waves", "client": "C", "channels": ["call"], "tiers": ["basic"]}
    cast.admin.http.put(f"/api/programmes/{made}", json=body).raise_for_status()
    return made


def wave(programme: UUID, starts: str, ends: str, name: str = "Spring") -> dict[str, Any]:
    return {
        "programme_id": str(programme),
        "name": name,
        "starts_at": f"{starts}T00:00:00Z",
        "ends_at": f"{ends}T00:00:00Z",
    }


def faults(cast: Cast, body: dict[str, Any], wave_id: UUID | None = None) -> list[str]:
    answer = cast.admin.http.put(f"/api/waves/{wave_id or uuid4()}", json=body)
    return [fault["code"] for fault in answer.json()["faults"]] if answer.status_code == 422 else []


def test_waves_are_listed_the_latest_first(cast: Cast, programme: UUID) -> None:
    early, late = uuid4(), uuid4()
    first = wave(programme, "2025-01-01", "2025-04-01", "First")
    second = wave(programme, "2025-04-01", "2025-07-01", "Second")
    for wave_id, body in ((early, first), (late, second)):
        path = f"/api/waves/{wave_id}"
        stored = cast.admin.http.put(path, json=body).raise_for_status().json()
        assert stored == {"id": str(wave_id), **body}
        assert cast.admin.http.put(path, json=body).json() == stored
    listed = cast.reviewer.http.get("/api/waves", params={"programme": str(programme)}).json()
    assert [one["id"] for one in listed if one["id"] in (str(early), str(late))] == [str(late), str(early)]
    assert cast.reviewer.http.get("/api/waves", params={"programme": str(cast.branch)}).json() == []


def test_a_wave_that_cannot_be_says_why(cast: Cast, programme: UUID) -> None:
    own, other = uuid4(), uuid4()
    body = wave(programme, "2024-01-01", "2024-04-01")
    cast.admin.http.put(f"/api/waves/{own}", json=body).raise_for_status()
    assert faults(cast, wave(programme, "2024-05-02", "2024-05-02")) == ["wave_empty"]
    assert faults(cast, wave(programme, "2022-05-02", "2023-05-02")) == ["wave_too_long"]
    assert faults(cast, wave(programme, "2024-03-31", "2024-05-01")) == ["wave_overlaps"]
    assert faults(cast, wave(programme, "2024-04-01", "2024-05-01")) == []
    assert faults(cast, wave(programme, "2024-01-02", "2024-03-01"), own) == [], "its own dates are no obstacle"
    answer = cast.admin.http.put(f"/api/waves/{other}", json=wave(other, "2020-01-01", "2020-02-01"))
    assert (answer.status_code, answer.json()["code"]) == (409, "reference_missing")
    assert faults(cast, wave(cast.programme, "2024-01-01", "2024-04-01"), own) == ["wave_of_other_programme"]


def test_a_wave_goes_with_what_was_worked_out_of_it(cast: Cast, mongo: Mongo, programme: UUID) -> None:
    gone, stays = uuid4(), uuid4()
    kept = {gone: uuid4(), stays: uuid4()}
    for wave_id, year in ((gone, 2018), (stays, 2019)):
        body = wave(programme, f"{year}-01-01", f"{year}-04-01", "Kept")
        cast.admin.http.put(f"/api/waves/{wave_id}", json=body).raise_for_status()
        mongo.kept_comparisons.insert_one({"_id": kept[wave_id], "wave": {"id": wave_id}})
        mongo.kept_branches.insert_many({"_id": uuid4(), "comparison_id": kept[wave_id]} for _ in range(3))
    for _ in range(2):
        assert cast.admin.http.delete(f"/api/waves/{gone}").status_code == 204
    listed = cast.reviewer.http.get("/api/waves", params={"programme": str(programme)}).json()
    ids = {one["id"] for one in listed}
    assert str(stays) in ids and str(gone) not in ids
    assert mongo.kept_comparisons.distinct("_id", {"_id": {"$in": list(kept.values())}}) == [kept[stays]]
    left = mongo.kept_branches.distinct("comparison_id", {"comparison_id": {"$in": list(kept.values())}})
    assert left == [kept[stays]]
