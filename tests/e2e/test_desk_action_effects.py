"""Whether a remedy helped: in a league that is calibrated."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.api.process import ServerProcess, create_admin
from tests.e2e.acting import card, put
from tests.e2e.axe import violations
from tests.e2e.conftest import DESK, Visitor
from tests.e2e.league import LeagueNetwork, write_leagues
from tests.e2e.network import signed_in


@pytest.fixture(scope="module")
def address(mongodb_uri: str) -> Iterator[str]:
    create_admin(mongodb_uri, "compare", "admin@test.example")
    process = ServerProcess(mongodb_uri, "compare", LOG_LEVEL="error")
    process.start()
    yield process.address
    process.stop()


@pytest.fixture(scope="module")
def admin(address: str) -> Iterator[httpx.Client]:
    http = signed_in(address, "admin@test.example")
    yield http
    http.close()


@pytest.fixture(scope="module")
def leagues(mongodb_uri: str, address: str, admin: httpx.Client) -> Iterator[LeagueNetwork]:
    made = write_leagues(mongodb_uri, address, admin)
    yield made
    made.client.drop_database("compare")
    made.client.close()


def test_a_remedy_shows_its_effect(
    chromium: Browser, address: str, admin: httpx.Client, leagues: LeagueNetwork
) -> None:
    branch, audits = leagues.branches["Shop 05"], leagues.database.audits
    done_at = datetime.now(UTC) - timedelta(days=100)
    action_id = put(admin, branch, plan="Two people at the counter.", state="done")
    kept = list(audits.find({"branch_id": branch}).limit(6))
    assert len(kept) == 6
    for n, audit in enumerate(kept):
        # Three visits before it was done and three after, much better.
        days = -30 + n if n < 3 else 10 + n
        index = 30.0 + n if n < 3 else 90.0 + n
        change = {"occurred_at": done_at + timedelta(days=days), "scorecard.index": index}
        audits.update_one({"_id": audit["_id"]}, {"$set": change})
    wanted = {"branch_id": branch, "_id": {"$nin": [audit["_id"] for audit in kept]}}
    audits.delete_many(wanted)
    told = admin.get(f"/api/actions/{action_id}").json()["effect"]
    assert told["verdict"] == "too_early"
    moved = {"$set": {"history.0.at": done_at}}
    leagues.database.action_items.update_one({"action.plan": "Two people at the counter."}, moved)
    effect = admin.get(f"/api/actions/{action_id}").json()["effect"]
    assert (effect["verdict"], effect["before"]["audits"], effect["after"]["audits"]) == ("better", 3, 3)
    visitor = Visitor(chromium, address)
    page = visitor.open("/desk/#/actions?state=done", "admin", DESK)
    mine = card(page, "Two people at the counter.")
    expect(mine).to_contain_text(f"Up by {effect['change']:.1f} points: more than luck")
    expect(mine).to_contain_text(f"A change of {effect['smallest_detectable']:.1f} points")
    expect(mine.get_by_role("row", name="Before")).to_contain_text(f"{effect['before']['mean']:.1f}")
    expect(mine.get_by_role("row", name="After")).to_contain_text(f"{effect['after']['mean']:.1f}")
    assert violations(page) == []
    visitor.leave()
    assert visitor.offences == []
