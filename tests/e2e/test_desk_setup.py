"""What is audited is set up at the desk: programmes, regions, branches and waves."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from playwright.sync_api import Page, Route, expect
from pymongo import MongoClient

from tests.api.process import PASSWORD, ServerProcess, create_admin
from tests.e2e.conftest import ADMIN, DESK, Visitor
from tests.e2e.looks import accessible
from tests.e2e.network import signed_in

DATABASE = "setup"
NOW = datetime.now(UTC)
ZONE = "Europe/Vilnius"
Json = dict[str, Any]


@pytest.fixture(scope="module")
def server(mongodb_uri: str) -> Iterator[str]:
    create_admin(mongodb_uri, DATABASE, ADMIN)
    process = ServerProcess(mongodb_uri, DATABASE, LOG_LEVEL="error", CALIBRATION_HOURS="0")
    process.start()
    yield process.address
    process.stop()


@pytest.fixture(scope="module")
def admin(server: str) -> Iterator[httpx.Client]:
    http = signed_in(server, ADMIN)
    yield http
    http.close()


@pytest.fixture(scope="module")
def stored(mongodb_uri: str) -> Iterator[Any]:
    client: MongoClient[Json] = MongoClient(mongodb_uri, uuidRepresentation="standard", tz_aware=True)
    yield client[DATABASE]
    client.close()


def programme(admin: httpx.Client, name: str, *regions: str) -> tuple[UUID, dict[str, UUID]]:
    made, ids = uuid4(), {region: uuid4() for region in regions}
    body = {"name": name, "client": "Example Optics", "channels": ["visit"], "tiers": ["basic", "standard"]}
    admin.put(f"/api/programmes/{made}", json=body).raise_for_status()
    for region, region_id in ids.items():
        told = {"programme_id": str(made), "name": region}
        admin.put(f"/api/regions/{region_id}", json=told).raise_for_status()
    return made, ids


def named(rows: list[Json], name: str) -> Json:
    return next(row for row in rows if row["name"] == name)


def day(days: int) -> str:
    return f"{NOW + timedelta(days=days):%Y-%m-%d}"


def part(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Parts of the programme").get_by_role("link", name=name).click()


def add_wave(page: Page, name: str, first: str, last: str) -> None:
    page.get_by_role("button", name="Add a wave").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name of the wave").fill(name)
    dialog.get_by_label("First day").fill(first)
    dialog.get_by_label("Last day").fill(last)


def test_everything_is_set_up_from_nothing(visitor: Visitor, admin: httpx.Client) -> None:
    page = visitor.open("/desk/", "admin", DESK)
    page.get_by_role("navigation").get_by_role("link", name="Setup").click()
    page.get_by_role("link", name="New programme").click()
    page.get_by_role("button", name="Create the programme").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    expect(page.get_by_text("Please fill this in.")).to_have_count(2)
    page.get_by_label("Name", exact=True).fill("Clinics 2027")
    page.get_by_label("Client").fill("Example Clinics")
    page.get_by_role("checkbox", name="Call").check()
    page.get_by_role("checkbox", name="Premium").check()
    page.get_by_role("button", name="Create the programme").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Clinics 2027")
    made = named(admin.get("/api/programmes").json(), "Clinics 2027")
    assert (made["channels"], made["tiers"]) == (["call", "visit"], ["standard", "premium"])
    assert set(made["retention"].values()) == {None}

    expect(page.get_by_text("Begin with a region")).to_be_visible()
    page.get_by_role("button", name="Add a region").click()
    page.get_by_role("dialog").get_by_label("Name").fill("North")
    page.get_by_role("dialog").get_by_role("button", name="Add a region").click()
    expect(page.get_by_role("listitem").filter(has_text="North")).to_contain_text("0 branches")

    part(page, "Branches")
    page.get_by_role("link", name="Add a branch").click()
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    page.get_by_label("Name", exact=True).fill("Harbour")
    page.get_by_label("Address").fill("Quay 3")
    page.get_by_label("Expectation").select_option("Premium")
    page.get_by_label("Position").fill("54.6872, 25.2797")
    page.get_by_role("button", name="Add a branch").click()
    page.get_by_role("link", name="Harbour").click()
    expect(page.get_by_label("Position")).to_have_value("54.6872, 25.2797")
    expect(page.get_by_label("Region")).to_be_disabled()
    page.get_by_label("Of a competitor").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main").get_by_text("Harbour is saved.")).to_be_visible()
    branch = named(admin.get("/api/branches", params={"programme": made["id"]}).json()["branches"], "Harbour")
    assert (branch["tier"], branch["competitor"], branch["time_zone"]) == ("premium", True, "Europe/Berlin")

    page.get_by_role("link", name="Branches", exact=True).last.click()
    part(page, "Waves")
    add_wave(page, "Spring", day(10), day(40))
    expect(page.get_by_text("31 days. It lies in the future.")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Add a wave").click()
    spring = page.get_by_role("listitem").filter(has_text="Spring")
    expect(spring).to_contain_text("Lies in the future")
    kept = named(admin.get("/api/waves", params={"programme": made["id"]}).json(), "Spring")
    assert (kept["starts_at"], kept["ends_at"]) == (f"{day(10)}T00:00:00Z", f"{day(41)}T00:00:00Z")


def test_waves_lie_apart_and_can_be_removed(visitor: Visitor, admin: httpx.Client) -> None:
    made, _ = programme(admin, "Waves apart")
    body = {"programme_id": str(made), "name": "Now", "starts_at": f"{day(-3)}T00:00:00Z"}
    admin.put(f"/api/waves/{uuid4()}", json={**body, "ends_at": f"{day(5)}T00:00:00Z"}).raise_for_status()
    page = visitor.open(f"/desk/#/setup/{made}/waves", "admin")
    now = page.get_by_role("listitem").filter(has_text="Now")
    expect(now).to_contain_text("Running")
    add_wave(page, "Later", day(4), day(30))
    expect(page.get_by_text("It overlaps Now.")).to_be_visible()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Add a wave").click()
    expect(dialog.get_by_label("First day")).to_be_focused()
    expect(dialog.get_by_text("These days overlap another wave")).to_be_visible()
    accessible(page)
    dialog.get_by_label("First day").fill(day(5))
    expect(page.get_by_text("It overlaps Now.")).to_have_count(0)
    dialog.get_by_role("button", name="Add a wave").click()
    expect(page.get_by_role("listitem").filter(has_text="Later")).to_be_visible()
    now.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(now).to_have_count(0)
    assert [one["name"] for one in admin.get("/api/waves", params={"programme": str(made)}).json()] == ["Later"]


def test_a_shorter_retention_says_what_goes_before_it_is_saved(
    visitor: Visitor, admin: httpx.Client, stored: Any
) -> None:
    made, regions = programme(admin, "Forgetful", "North")
    path = f"/api/programmes/{made}"
    for age in (1, 500, 600):
        audit: Json = {"_id": uuid4(), "assignment_id": uuid4(), "programme_id": made, "region_id": regions["North"]}
        at = NOW - timedelta(days=age)
        audit |= {"status": "finalised", "photo_ids": [uuid4()], "occurred_at": at, "received_at": at}
        stored.audits.insert_one(audit)
    page = visitor.open(f"/desk/#/setup/{made}", "admin")
    expect(page.get_by_text("Nothing is removed by itself.")).to_be_visible()
    page.get_by_label("People: months until removal").fill("12")
    page.get_by_label("Photos: months until removal").fill("12")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("People: months until removal")).to_be_focused()
    expect(page.get_by_text("A whole number from 13 to 600")).to_be_visible()
    page.get_by_label("People: months until removal").fill("")
    told = page.locator("main [aria-live]").filter(has_text="What this removes")
    expect(told).to_contain_text("Photos of audits older than 12 months")
    expect(told).to_contain_text("2 audits at once")
    expect(told).to_contain_text("within 24 hours")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Tick that you know that nobody can bring it back.")).to_be_visible()
    accessible(page)
    assert admin.get(path).json()["programme"]["retention"]["photo_months"] is None
    # Meanwhile somebody else adds a word to hide, and this page knows nothing of it.
    admin.put(f"{path}/mask-words", json={"words": ["moonlight"]}).raise_for_status()
    page.get_by_label("I know that nobody can bring it back.").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main").get_by_text("Forgetful is saved.")).to_be_visible()
    after = admin.get(path).json()["programme"]
    assert (after["retention"]["photo_months"], after["mask_words"]) == (12, ["moonlight"])


def test_a_refused_save_keeps_what_was_typed(visitor: Visitor, admin: httpx.Client) -> None:
    made, _ = programme(admin, "Patient", "North")
    page = visitor.open(f"/desk/#/setup/{made}/branches/new", "admin", DESK)
    page.get_by_label("Name", exact=True).fill("Lighthouse")
    page.get_by_label("Time zone").fill("Mars/Crater")
    page.get_by_role("button", name="Add a branch").click()
    expect(page.get_by_label("Time zone")).to_be_focused()
    expect(page.get_by_label("Time zone")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("There is no such time zone.")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Lighthouse")
    page.get_by_label("Time zone").fill(ZONE)

    def lose(route: Route) -> None:
        """It arrives, and nobody learns of it."""
        if route.request.method == "PUT":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/api/branches/*", lose)
    page.get_by_role("button", name="Add a branch").click()
    expect(page.get_by_text("The server does not answer")).to_be_visible()
    page.unroute("**/api/branches/*")
    # Left by mistake, and back again.
    page.get_by_role("link", name="Checklists").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Checklists")
    page.go_back()
    expect(page.get_by_text("this is what you typed last time")).to_be_visible()
    expect(page.get_by_label("Time zone")).to_have_value(ZONE)
    page.context.clear_cookies()
    page.get_by_role("button", name="Add a branch").click()
    expect(page.get_by_text("Your session has ended.")).to_be_visible()
    page.get_by_label("Account", exact=True).fill(ADMIN)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Lighthouse")
    page.get_by_role("button", name="Add a branch").click()
    expect(page.get_by_role("link", name="Lighthouse")).to_be_visible()
    branches = admin.get("/api/branches", params={"programme": str(made)}).json()["branches"]
    assert [(branch["name"], branch["time_zone"]) for branch in branches] == [("Lighthouse", ZONE)]


def test_one_of_a_thousand_branches_is_found(visitor: Visitor, admin: httpx.Client, stored: Any) -> None:
    made, regions = programme(admin, "Large", "North", "South")
    branch = {"programme_id": made, "tier": "basic", "time_zone": ZONE, "audience": "external", "competitor": False}
    north, south = regions["North"], regions["South"]
    places = [(n, south if n % 10 == 0 else north) for n in range(1000)]
    stored.branches.insert_many(
        {
            "_id": uuid4(),
            "branch": {**branch, "region_id": region, "name": f"Shop {n:03}", "address": "", "position": None},
        }
        for n, region in places
    )
    page = visitor.open(f"/desk/#/setup/{made}/branches", "admin", DESK)
    expect(page.get_by_text("50 of 1,000 branches")).to_be_visible()
    page.get_by_role("button", name="Show more").click()
    expect(page.get_by_text("100 of 1,000 branches")).to_be_visible()
    page.get_by_label("Search by name or address").fill("shop 987")
    expect(page.get_by_text("1 of 1 branch found")).to_be_visible()
    expect(page.get_by_role("link", name="Shop 987")).to_be_visible()
    page.get_by_label("Search by name or address").fill("")
    page.get_by_label("Region").select_option("South")
    expect(page.get_by_text("50 of 100 branches")).to_be_visible()
    page.reload()
    expect(page.get_by_text("50 of 100 branches")).to_be_visible()
    expect(page.get_by_label("Region")).to_have_value(str(south))


def test_nobody_else_sets_anything_up(visitor: Visitor, admin: httpx.Client) -> None:
    body = {"account": "reviewer@test.example", "name": "Rasa Reviewer", "role": "reviewer", "password": PASSWORD}
    admin.put(f"/api/users/{UUID(int=91)}", json=body).raise_for_status()
    page = visitor.open("/desk/#/setup", "reviewer", DESK)
    expect(page.get_by_role("heading", level=1)).to_have_text("Branches")
    expect(page.get_by_role("link", name="Setup")).to_have_count(0)
