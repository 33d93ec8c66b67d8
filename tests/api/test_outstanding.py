"""Deeds to thank somebody for: by alias where staff were told, in masked words, and gone with their audit."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.api.cast import Cast
from tests.api.examples import WARM, Json, Mongo, mask, told
from tests.api.server import ROUND_TRIPS

SAID = "⟦name⟧ came round the counter and smiled."


def months_ago(number: int) -> str:
    now = datetime.now(UTC)
    year, month = divmod(now.year * 12 + now.month - 1 - number, 12)
    return f"{year}-{month + 1:02}"


@pytest.fixture
def notice(cast: Cast) -> Iterator[None]:
    """Staff were told in advance."""
    programme = next(p for p in cast.reviewer.http.get("/api/programmes").json() if p["id"] == str(cast.programme))
    body = {name: value for name, value in programme.items() if name != "id"}
    path = f"/api/programmes/{cast.programme}"
    cast.admin.http.put(path, json={**body, "staff_notice": True}).raise_for_status()
    yield
    cast.admin.http.put(path, json=body).raise_for_status()


def asked(cast: Cast, who: str = "manager", **query: Any) -> Json:
    path = f"/api/regions/{cast.region}/outstanding"
    found: Json = cast.person(who).http.get(path, params=query).raise_for_status().json()
    return found


def deeds(cast: Cast, who: str = "manager", **query: Any) -> dict[str, Json]:
    return {deed["example_id"]: deed for branch in asked(cast, who, **query)["branches"] for deed in branch["deeds"]}


def deed(cast: Cast, mongo: Mongo, month: str = "", **changes: Any) -> UUID:
    """In a branch of its own."""
    return several(cast, mongo, a_branch(cast), 1, month, **changes)[0]


def several(cast: Cast, mongo: Mongo, branch: UUID, number: int, month: str = "", **changes: Any) -> list[UUID]:
    """Masked, of this month, and as if the question were about initiative."""
    examples = [told(cast, level=5, narrative=WARM, branch=branch, **changes) for _ in range(number)]
    moved = {"delight": True, "month": month or months_ago(0)}
    mongo.examples.update_many({"_id": {"$in": examples}}, {"$set": moved})
    for example in examples:
        mask(mongo, example, SAID)
    return examples


def a_branch(cast: Cast) -> UUID:
    branch = uuid4()
    place = {"programme_id": str(cast.programme), "region_id": str(cast.region), "time_zone": "Europe/Vilnius"}
    body = {"name": f"Branch {branch}", "tier": "standard", **place}
    cast.admin.http.put(f"/api/branches/{branch}", json=body).raise_for_status()
    return branch


def test_a_deed_is_told_by_alias_and_without_a_name(cast: Cast, mongo: Mongo, notice: None) -> None:
    example = str(deed(cast, mongo))
    for who in ("manager", "reviewer", "admin"):
        found = deeds(cast, who)[example]
        assert (found["alias"], found["narrative"], found["month"]) == ("Blue jacket", SAID, months_ago(0))
        assert found["item_text"] == {"en": "tone"}
    assert "shopper" not in str(asked(cast)) and "Anna" not in str(asked(cast))


def test_nobody_is_singled_out_where_staff_were_not_told(cast: Cast, mongo: Mongo) -> None:
    deed(cast, mongo)
    found = asked(cast, "admin")
    assert (found["staff_notice"], found["branches"]) == (False, [])


def test_without_an_alias_the_thanks_are_the_teams(cast: Cast, mongo: Mongo, notice: None) -> None:
    example = str(deed(cast, mongo, staff_alias=None))
    assert deeds(cast)[example]["alias"] is None


def test_what_was_withdrawn_excluded_removed_or_is_not_masked_leaves_the_list(
    cast: Cast, mongo: Mongo, notice: None
) -> None:
    withdrawn, excluded, anonymous, erased, waiting = five = [deed(cast, mongo) for _ in range(5)]
    assert {str(one) for one in five} <= set(deeds(cast))
    audits = {row["_id"]: row["audit_id"] for row in mongo.examples.find({"_id": {"$in": five}})}
    cast.reviewer.http.put(f"/api/examples/{withdrawn}/withdrawal").raise_for_status()
    reason = {"cause": "fraud", "reason": "Invented."}
    path = f"/api/audits/{audits[excluded]}/exclusions/{uuid4()}"
    cast.reviewer.http.put(path, json=reason).raise_for_status()
    for example, kind in ((anonymous, "anonymise"), (erased, "erase")):
        body = {"kind": kind, "cause": "subject_request"}
        cast.admin.http.put(f"/api/audits/{audits[example]}/removals/{uuid4()}", json=body).raise_for_status()
    mongo.examples.update_one({"_id": waiting}, {"$set": {"masking": "waiting", "masked": None}})
    assert not {str(one) for one in five} & set(deeds(cast))


def test_a_period_ends_where_it_was_asked_to(cast: Cast, mongo: Mongo, notice: None) -> None:
    example = str(deed(cast, mongo, month=months_ago(4)))
    assert example in deeds(cast, months=5) and example not in deeds(cast, months=4)
    assert asked(cast, months=1)["since"] == months_ago(0)
    refused = cast.manager.http.get(f"/api/regions/{cast.region}/outstanding", params={"months": 25})
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_parameter")


def test_a_branch_shows_a_few_by_date_and_a_competitor_none(cast: Cast, mongo: Mongo, notice: None) -> None:
    branch = a_branch(cast)
    examples = several(cast, mongo, branch, 6)
    # The most telling ones, and of these the latest first.
    mongo.examples.update_one({"_id": examples[0]}, {"$set": {"rank": 0.01}})
    mongo.examples.update_one({"_id": examples[1]}, {"$set": {"rank": 1.0, "month": months_ago(4)}})
    mine = next(one for one in asked(cast, months=24)["branches"] if one["branch_id"] == str(branch))
    shown = [one["example_id"] for one in mine["deeds"]]
    assert len(shown) == 5 and str(examples[0]) not in shown and shown[-1] == str(examples[1])
    mongo.branches.update_one({"_id": branch}, {"$set": {"branch.competitor": True}})
    assert str(branch) not in [one["branch_id"] for one in asked(cast)["branches"]]


def test_managers_see_own_regions_only_and_trainers_none(cast: Cast) -> None:
    path = f"/api/regions/{cast.region}/outstanding"
    assert [cast.person(who).http.get(path).status_code for who in ("neighbour", "trainer", "shopper")] == [404] * 3
    assert cast.admin.http.get(f"/api/regions/{uuid4()}/outstanding").status_code == 404


def test_the_list_is_read_in_a_few_round_trips(cast: Cast, mongo: Mongo, notice: None) -> None:
    assert str(deed(cast, mongo)) in deeds(cast)
    before = _round_trips(cast)
    for _ in range(3):
        deed(cast, mongo)
    assert _round_trips(cast) == before <= 8


def _round_trips(cast: Cast) -> int:
    before = len(ROUND_TRIPS.commands)
    asked(cast)
    return len(ROUND_TRIPS.commands) - before
