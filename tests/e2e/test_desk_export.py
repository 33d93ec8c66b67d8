"""Taking tables away in a browser: every file arrives whole, and holds the numbers on the screen."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import arro3.io
import httpx
import openpyxl
import pypdfium2
import pytest
from playwright.sync_api import Download, Locator, Page, Route, expect

from tests.api.process import ServerProcess, create_admin
from tests.e2e import visits
from tests.e2e.axe import overflow, violations
from tests.e2e.compare_page import address, row
from tests.e2e.conftest import ADMIN, DESK, Visitor
from tests.e2e.league import DATABASE, LeagueNetwork, Row, write_leagues
from tests.e2e.looks import accessible
from tests.e2e.network import signed_in

WAIT_MS = 60_000


@pytest.fixture(scope="module")
def server(mongodb_uri: str) -> Iterator[str]:
    create_admin(mongodb_uri, DATABASE, ADMIN)
    process = ServerProcess(mongodb_uri, DATABASE, LOG_LEVEL="error", CALIBRATION_HOURS="0")
    process.start()
    yield process.address
    process.stop()


@pytest.fixture(scope="module")
def leagues(mongodb_uri: str, server: str) -> Iterator[LeagueNetwork]:
    admin: httpx.Client = signed_in(server, ADMIN)
    made = write_leagues(mongodb_uri, server, admin)
    yield made
    admin.close()
    made.client.close()


def take_away(page: Page) -> Locator:
    page.get_by_text("Take away as a file").click()
    return page.get_by_role("button", name="as Excel").first


def taken(page: Page, button: str) -> Path:
    with page.expect_download(timeout=WAIT_MS) as promised:
        page.get_by_role("button", name=button, exact=True).click()
    download: Download = promised.value
    assert download.failure() is None
    return Path(download.path())


def csv_rows(file: Path) -> list[dict[str, str]]:
    lines = list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))
    start = lines.index([])
    return [dict(zip(lines[start + 1], line, strict=True)) for line in lines[start + 2 :]]


def sheet_rows(file: Path) -> list[dict[str, Any]]:
    heading, *rows = openpyxl.load_workbook(io.BytesIO(file.read_bytes())).worksheets[1].iter_rows(values_only=True)
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]


def test_the_comparison_as_a_file_is_the_comparison_on_screen(visitor: Visitor, leagues: LeagueNetwork) -> None:
    page = visitor.open(address(leagues), "admin", DESK)
    expect(take_away(page)).to_be_visible()
    stored = leagues.database.snapshots.find_one(
        {"league.programme_id": leagues.programme, "league.tier": "standard"}, sort=[("made_at", -1)]
    )
    file = taken(page, "Comparison as CSV")
    assert str(stored["_id"]) in file.read_text("utf-8-sig")
    status = page.get_by_role("status").filter(has_text="Whole")
    expect(status).to_contain_text("Whole: 24 rows")
    rows = csv_rows(file)
    workbook = sheet_rows(taken(page, "Comparison as Excel"))
    assert [line["Branch"] for line in workbook] == [line["Branch"] for line in rows]
    shown = [line for line in rows if line["Headline"]]
    assert len(shown) == 22
    for line, cells in zip(shown, workbook, strict=False):
        on_screen = row(page, line["Branch"])
        expect(on_screen).to_contain_text(f"{float(line['Headline']):.1f}")
        expect(on_screen).to_contain_text(f"{float(line['Interval from']):.1f}")
        assert cells["Headline"] == pytest.approx(float(line["Headline"]))
    assert violations(page) == []


def test_answers_of_a_league_arrive_as_parquet(visitor: Visitor, leagues: LeagueNetwork) -> None:
    page = visitor.open(address(leagues), "admin", DESK)
    take_away(page)
    file = taken(page, "Answers to every question as Parquet")
    expect(page.get_by_role("status").filter(has_text="Whole")).to_be_visible(timeout=WAIT_MS)
    read = arro3.io.read_parquet(file).read_all()
    audits = leagues.database.audits.find({"programme_id": leagues.programme, "submission.answers": {"$exists": True}})
    expected = sum(len(audit["submission"]["answers"]) for audit in audits)
    assert read.num_rows == expected > 1000
    assert set(read["checklist"].to_pylist()) == {visits.CHECKLIST}


def test_costs_of_a_branch_are_those_on_its_page(visitor: Visitor, leagues: LeagueNetwork) -> None:
    branch = leagues.branches["Shop 03"]
    page = visitor.open(f"/desk/#/branches/{branch}?checklist={visits.CHECKLIST}", "admin", DESK)
    costs = page.get_by_role("region", name="What cost points").get_by_role("listitem")
    expect(costs.first).to_be_visible()
    take_away(page)
    rows = sheet_rows(taken(page, "What cost points as Excel"))
    for n in range(costs.count()):
        text = costs.nth(n).inner_text()
        line = next(one for one in rows if one["Question"] in text)
        assert f"{line['Points lost, as printed']:.1f}" in text


def test_the_report_for_the_wall_says_what_the_page_says(visitor: Visitor, leagues: LeagueNetwork) -> None:
    branch = leagues.branches["Shop 11"]
    page = visitor.open(f"/desk/#/branches/{branch}?checklist={visits.CHECKLIST}", "admin", DESK)
    headline = page.locator(".big").first
    expect(headline).to_be_visible()
    take_away(page)
    document = pypdfium2.PdfDocument(taken(page, "Report for the wall as PDF").read_bytes())
    first, second = (one.get_textpage().get_text_range() for one in document)
    document.close()
    assert headline.inner_text() in first
    interval = page.locator(".second").first.inner_text()
    assert interval in first.replace("\r\n", " ")
    expect(page.get_by_role("status").filter(has_text="two pages")).to_be_visible()
    assert "What cost most" in second


def test_a_file_that_breaks_off_is_told(visitor: Visitor, leagues: LeagueNetwork) -> None:
    page = visitor.open(address(leagues), "admin", DESK)
    take_away(page)

    def broken(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "state": "broken"})

    page.route("**/api/exports/*", lambda route: broken(route) if route.request.method == "GET" else route.continue_())
    page.get_by_role("button", name="Audits as CSV", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The file is not whole")


def test_it_fits_everywhere(visitor: Visitor, leagues: LeagueNetwork) -> None:
    page = visitor.open(address(leagues), "admin")
    expect(take_away(page)).to_be_visible()
    accessible(page)


def test_an_action_list_is_taken_away_with_its_filters(visitor: Visitor, leagues: LeagueNetwork, server: str) -> None:
    admin = signed_in(server, ADMIN)
    for name, due in (("Shop 05", "2026-01-15"), ("Shop 06", "2036-01-15")):
        body: Row = {"branch_id": str(leagues.branches[name]), "checklist": visits.CHECKLIST, "item": "greeting"}
        body |= {"owner_name": "Ona", "due_on": due, "plan": "=Greet everybody.", "state": "open", "revision": 0}
        admin.put(f"/api/actions/{uuid4()}", json=body).raise_for_status()
    admin.close()
    page = visitor.open(f"/desk/#/actions?overdue=1&region={leagues.regions[1]}", "admin", DESK)
    expect(page.get_by_role("link", name="Shop 05")).to_be_visible()
    take_away(page)
    file = taken(page, "Actions as CSV")
    rows = csv_rows(file)
    assert [(row["Branch"], row["What is to be done"], row["Overdue"]) for row in rows] == [
        ("Shop 05", "'=Greet everybody.", "1")
    ]
    assert "Filter: Overdue,yes" in file.read_text("utf-8-sig")
    assert "Filter: State,Open or in progress" in file.read_text("utf-8-sig")


def test_outcomes_and_drivers_are_taken_away_as_they_are_shown(
    visitor: Visitor, leagues: LeagueNetwork, server: str
) -> None:
    admin, month = signed_in(server, ADMIN), f"{datetime.now(UTC):%Y-%m}"
    own = [name for n in range(24) if (name := f"Shop {n:02}") and n % 8 != 7]
    lines = [f"{leagues.branches[name]},{month},nps,{n}" for n, name in enumerate(own)]
    content = "\n".join(["branch,period,figure,value", *lines]).encode()
    path = f"/api/outcomes/imports/{uuid4()}"
    admin.put(path, params={"programme": str(leagues.programme)}, content=content).raise_for_status()
    admin.close()
    place = address(leagues).partition("?")[2]
    page = visitor.open(f"/desk/#/outcomes?{place}", "admin", DESK)
    card = page.get_by_role("region", name="Recommendation (NPS)", exact=True)
    expect(card).to_contain_text("Rank correlation")
    take_away(page)
    (row_,) = csv_rows(taken(page, "Outcomes and index as CSV"))
    assert f"Rank correlation {float(row_['Rank correlation']):+.2f}" in card.inner_text()
    values = {one["Branch"]: one["Value"] for one in csv_rows(taken(page, "Imported figures as CSV"))}
    assert values["Shop 01"] == "1.0" and values.keys() >= set(own)
    page.goto(f"{server}/desk/#/drivers?{place}&figure=weights")
    table = page.get_by_role("table", name="Sections in figures")
    expect(table).to_be_visible()
    take_away(page)
    for line in csv_rows(taken(page, "Key drivers as CSV")):
        shown = table.get_by_role("row").filter(has_text=line["Section"]).first
        expect(shown).to_contain_text(line["What to do"])


@pytest.mark.parametrize(("name", "shown"), [("appeals", {}), ("alerts", {"unread": True})])
def test_lists_of_events_are_taken_away_as_they_are_shown(
    visitor: Visitor, leagues: LeagueNetwork, server: str, name: str, shown: Row
) -> None:
    admin = signed_in(server, ADMIN)
    listed = admin.get(f"/api/{name}", params={"limit": 200, **shown}).raise_for_status().json()[name]
    admin.close()
    page = visitor.open(f"/desk/#/{name}", "admin", DESK)
    take_away(page)
    file = taken(page, f"{name.title()} as CSV")
    assert f"About,{name.title()}" in file.read_text("utf-8-sig")
    assert [line[f"{name.title()[:-1]} id"] for line in csv_rows(file)] == [one["id"] for one in listed]
    assert violations(page) == []


def test_a_branch_page_shows_its_latest_figures_beside_its_peers(
    visitor: Visitor, leagues: LeagueNetwork, server: str
) -> None:
    admin = signed_in(server, ADMIN)
    own = [name for n in range(24) if (name := f"Shop {n:02}") and n % 8 != 7]
    lines = [f"{leagues.branches[name]},2026-Q1,complaints,{n}" for n, name in enumerate(own)]
    lines += [f"{leagues.branches[own[0]]},2026-02,repeat_rate,46.5"]
    content = "\n".join(["branch,period,figure,value", *lines]).encode()
    path = f"/api/outcomes/imports/{uuid4()}"
    admin.put(path, params={"programme": str(leagues.programme)}, content=content).raise_for_status()
    path = f"/api/branches/{leagues.branches[own[0]]}/outcomes/latest"
    told = {one["figure"]: one for one in admin.get(path).raise_for_status().json()["figures"]}
    admin.close()
    page = visitor.open(f"/desk/#/branches/{leagues.branches[own[0]]}", "admin", DESK)
    table = page.get_by_role("region", name="Outcome figures").get_by_role("table")
    complaints = table.get_by_role("row").filter(has_text="Complaints (less is better)")
    mean = sum(range(len(own))) / len(own)
    assert told["complaints"]["peers"]["mean"] == pytest.approx(mean)
    expect(complaints).to_contain_text(f"{mean:g} (mean of {len(own)} branches)")
    expect(complaints).to_contain_text("Q1 2026")
    rate = table.get_by_role("row").filter(has_text="Repeat rate")
    expect(rate).to_contain_text("46.5%")
    expect(rate).to_contain_text("too few peers")
    expect(rate).to_contain_text("February 2026")
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert overflow(page) == 0
