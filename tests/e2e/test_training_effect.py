"""How a branch moved around a training: in a league that is calibrated, held to the pure rule."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx
import msgspec
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from checklists.effects import Effect, MeasuredAudit, effect
from checklists.snapshot import Snapshot
from tests.api.process import PASSWORD, ServerProcess, create_admin
from tests.e2e import visits
from tests.e2e.axe import violations
from tests.e2e.conftest import DESK, Visitor
from tests.e2e.league import LeagueNetwork, write_one_league
from tests.e2e.looks import accessible
from tests.e2e.network import signed_in

DATABASE = "training"
Json = dict[str, Any]
HELD = datetime.now(UTC).date() - timedelta(days=100)
NO_PROOF = "What came after a training need not have come from it"


@pytest.fixture(scope="module")
def address(mongodb_uri: str) -> Iterator[str]:
    create_admin(mongodb_uri, DATABASE, "admin@test.example")
    process = ServerProcess(mongodb_uri, DATABASE, LOG_LEVEL="error")
    process.start()
    yield process.address
    process.stop()


@pytest.fixture(scope="module")
def http(address: str) -> Iterator[dict[str, httpx.Client]]:
    found = {"admin": signed_in(address, "admin@test.example")}
    yield found
    for one in found.values():
        one.close()


@pytest.fixture(scope="module")
def league(mongodb_uri: str, address: str, http: dict[str, httpx.Client]) -> Iterator[LeagueNetwork]:
    made = write_one_league(mongodb_uri, http["admin"], DATABASE)
    for role, regions in (("manager", [made.regions[0]]), ("trainer", [])):
        body: Json = {"account": f"{role}@test.example", "name": role.title(), "role": role, "password": PASSWORD}
        body["region_ids"] = [str(region) for region in regions]
        http["admin"].put(f"/api/users/{uuid4()}", json=body).raise_for_status()
        http[role] = signed_in(address, f"{role}@test.example")
    yield made
    made.client.drop_database(DATABASE)
    made.client.close()


def trained(http: dict[str, httpx.Client], league: LeagueNetwork, *branches: str, held_on: date = HELD) -> str:
    """The title of a lesson that was used with people of these branches."""
    collection, title = uuid4(), f"Lesson {uuid4().hex[:6]}"
    http["trainer"].put(f"/api/collections/{collection}", json={"title": title, "revision": 0}).raise_for_status()
    ids = [str(league.branches[branch]) for branch in branches]
    told = {"held_on": held_on.isoformat(), "branch_ids": ids, "note": "Two hours."}
    http["trainer"].put(f"/api/collections/{collection}/trainings/{uuid4()}", json=told).raise_for_status()
    return title


def visited(league: LeagueNetwork, branch: str, before: list[float], after: list[float]) -> None:
    """The branch's audits, instead of those it had: so many days from the training, with these indexes."""
    audits, branch_id = league.database.audits, league.branches[branch]
    kept = list(audits.find({"branch_id": branch_id}).limit(len(before) + len(after)))
    assert len(kept) == len(before) + len(after)
    # The training's own day counts as before: the last visit before it is on that day.
    noon = datetime.combine(HELD, time(12), UTC)
    days = [-12 * n for n in reversed(range(len(before)))] + [1 + 9 * n for n in range(len(after))]
    for audit, index, day in zip(kept, [*before, *after], days, strict=True):
        change = {"occurred_at": noon + timedelta(days=day), "scorecard.index": index}
        audits.update_one({"_id": audit["_id"]}, {"$set": change})
    audits.delete_many({"branch_id": branch_id, "_id": {"$nin": [audit["_id"] for audit in kept]}})


def by_the_rule(league: LeagueNetwork, branch: str) -> Effect:
    """Nothing of the server's: stored audits, the stored snapshot, the pure function."""
    branch_id: UUID = league.branches[branch]
    asked = {"league.tier": "standard", "league.programme_id": league.programme}
    stored = league.database.snapshots.find_one(asked, sort=[("made_at", -1)])
    snapshot = msgspec.convert(stored["snapshot"], Snapshot)
    measured = [
        MeasuredAudit(
            at=audit["occurred_at"],
            index=audit["scorecard"]["index"],
            shopper=audit["shopper_id"],
            offset=stored["links"][str(audit["submission"]["checklist"]["version"])]["offset"],
        )
        for audit in league.database.audits.find({"branch_id": branch_id})
    ]
    end = datetime.combine(HELD + timedelta(days=1), time(), ZoneInfo("Europe/Vilnius"))
    return effect(measured, end, datetime.now(UTC), snapshot)


def opened(visitor: Visitor, league: LeagueNetwork, branch: str, size: Any = DESK, theme: Any = "light") -> Page:
    return visitor.open(f"/desk/#/branches/{league.branches[branch]}", "manager", size, theme)


def entry(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name="Trainings attended").get_by_role("listitem").filter(has_text=title)


@pytest.fixture
def visitor(chromium: Browser, address: str) -> Iterator[Visitor]:
    visitor = Visitor(chromium, address)
    yield visitor
    visitor.leave()
    assert visitor.offences == []


def test_a_manager_sees_how_the_branch_moved(
    visitor: Visitor, http: dict[str, httpx.Client], league: LeagueNetwork
) -> None:
    visited(league, "Shop 04", [30.0, 32.0, 31.0], [88.0, 90.0, 92.0])
    title = trained(http, league, "Shop 04", "Shop 06")
    rule = by_the_rule(league, "Shop 04")
    assert (rule.verdict, rule.before.audits, rule.after.audits) == ("better", 3, 3)
    assert rule.change and rule.smallest_detectable and rule.before.mean and rule.after.mean
    page = opened(visitor, league, "Shop 04")
    mine = entry(page, title)
    expect(mine).to_contain_text(f"Up by {rule.change:.1f} points: more than luck")
    expect(mine).to_contain_text(f"A change of {rule.smallest_detectable:.1f} points")
    expect(mine.get_by_role("row", name="Before")).to_contain_text(f"{rule.before.mean:.1f}")
    expect(mine.get_by_role("row", name="After")).to_contain_text(f"{rule.after.mean:.1f}")
    expect(mine).not_to_contain_text("Score of the question")
    expect(page.get_by_role("region", name="Trainings attended")).to_contain_text(NO_PROOF)
    assert violations(page) == []


def test_it_says_plainly_when_nothing_can_be_told(
    visitor: Visitor, http: dict[str, httpx.Client], league: LeagueNetwork
) -> None:
    visited(league, "Shop 06", [60.0, 61.0], [70.0, 71.0, 72.0, 73.0])
    few, coming = trained(http, league, "Shop 06"), HELD + timedelta(days=130)
    ahead = trained(http, league, "Shop 06", held_on=coming)
    recent = trained(http, league, "Shop 06", held_on=HELD + timedelta(days=98))
    page = opened(visitor, league, "Shop 06")
    expect(entry(page, few)).to_contain_text("One of the two quarters has fewer than three audits.")
    expect(entry(page, ahead)).to_contain_text("The training is still to come.")
    expect(entry(page, recent)).to_contain_text("At least three audits after it are needed; so far there are 0.")
    assert by_the_rule(league, "Shop 06").verdict == "too_few"


def test_a_small_change_is_not_called_one(
    visitor: Visitor, http: dict[str, httpx.Client], league: LeagueNetwork
) -> None:
    visited(league, "Shop 08", [60.0, 61.0, 62.0], [61.0, 62.0, 63.0])
    title = trained(http, league, "Shop 08")
    assert by_the_rule(league, "Shop 08").verdict == "unchanged"
    expect(entry(opened(visitor, league, "Shop 08"), title)).to_contain_text("No change that can be told from luck")


def test_numbers_are_for_those_who_see_the_branch(http: dict[str, httpx.Client], league: LeagueNetwork) -> None:
    title = trained(http, league, "Shop 10", "Shop 11")
    for branch, status in (("Shop 10", 200), ("Shop 11", 404)):
        path = f"/api/branches/{league.branches[branch]}/trainings"
        query = {"checklist": visits.CHECKLIST}
        assert http["manager"].get(path, params=query).status_code == status
        assert http["trainer"].get(path, params=query).status_code == 404
        found = http["admin"].get(path, params=query).raise_for_status().json()["trainings"]
        assert [one["effect"] is not None for one in found if one["collection_title"] == title] == [True]
        unmeasured = http["admin"].get(path).json()["trainings"]
        assert [one["effect"] for one in unmeasured if one["collection_title"] == title] == [None]
    lists = http["trainer"].get("/api/collections").json()["collections"]
    mine = next(one["id"] for one in lists if one["title"] == title)
    told = http["trainer"].get(f"/api/collections/{mine}").json()["trainings"][0]
    assert set(told) == {"id", "held_on", "branch_ids", "branch_names", "note"}


def test_it_fits_everywhere(visitor: Visitor, http: dict[str, httpx.Client], league: LeagueNetwork) -> None:
    title = trained(http, league, "Shop 12")
    page = opened(visitor, league, "Shop 12")
    expect(entry(page, title)).to_be_visible()
    accessible(page)
