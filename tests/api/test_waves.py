"""Waves: one round of fieldwork each, apart from one another."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.api.cast import Cast


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
