"""Outcome figures at the desk: a file with faults, the same file mended, and whether it pays."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import msgspec
import pytest
import yaml
from playwright.sync_api import Page, expect

from checklists.definition import Checklist
from checklists.drivers import Driver, SectionFacts, design_shares, key_drivers
from checklists.headline import recency_weight
from checklists.outcomes import rank_correlation
from tests.api.process import ServerProcess, create_admin
from tests.e2e import visits
from tests.e2e.axe import overflow, violations
from tests.e2e.conftest import ADMIN, DESK, Visitor
from tests.e2e.league import BRANCHES, LeagueNetwork, write_one_league
from tests.e2e.network import LIBRARY, signed_in

DATABASE = "outcomes"
MONTH = f"{datetime.now(UTC):%Y-%m}"
QUADRANTS = {
    "mend_first": "Mend first",
    "keep_up": "Keep it up",
    "watch": "Watch",
    "possibly_too_much": "Possibly too much",
}


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
def league(mongodb_uri: str, admin: httpx.Client) -> Iterator[LeagueNetwork]:
    made = write_one_league(mongodb_uri, admin, DATABASE)
    body = {"account": "manager@test.example", "name": "Marius Manager", "role": "manager"}
    body |= {"password": "correct horse battery"}
    regions = {"region_ids": [str(made.regions[0])]}
    admin.put(f"/api/users/{UUID(int=77)}", json={**body, **regions}).raise_for_status()
    yield made
    made.client.close()


@pytest.fixture(scope="module")
def headlines(league: LeagueNetwork) -> dict[str, float]:
    """Of the own branches that are published."""
    wanted = {"headline.published": True, "competitor": False}
    return {row["branch_name"]: row["headline"]["headline"] for row in league.database.standings.find(wanted)}


@pytest.fixture(scope="module")
def repeat_rates(headlines: dict[str, float]) -> dict[str, float]:
    dice = random.Random(4)
    return {name: round(20 + index / 2 + dice.uniform(-4, 4), 1) for name, index in sorted(headlines.items())}


@pytest.fixture(scope="module")
def imported(league: LeagueNetwork, admin: httpx.Client, repeat_rates: dict[str, float]) -> None:
    """Customers come back for it, but revenue has other reasons; few branches know their NPS."""
    dice = random.Random(5)
    lines = [f"{name},{MONTH},repeat_rate,{value}" for name, value in repeat_rates.items()]
    lines += [f"{name},{MONTH},revenue,{dice.randint(100_000, 300_000)}" for name in repeat_rates]
    lines += [f"{name},{MONTH},nps,{n}" for n, name in enumerate(list(repeat_rates)[:4])]
    content = "\n".join(["branch,period,figure,value", *lines]).encode()
    path = f"/api/outcomes/imports/{UUID(int=9)}"
    params = {"programme": str(league.programme), "file_name": "all.csv"}
    admin.put(path, params=params, content=content).raise_for_status()


def address(made: LeagueNetwork, page: str = "outcomes") -> str:
    asked = {"programme": str(made.programme), "checklist": visits.CHECKLIST, "tier": "standard"}
    return f"/desk/#/{page}?" + "&".join(f"{name}={value}" for name, value in asked.items())


def test_a_file_with_faults_then_mended(visitor: Visitor, league: LeagueNetwork, tmp_path: Path) -> None:
    page = visitor.open("/desk/#/outcomes/import", "admin", DESK)
    page.get_by_label("Programme").select_option(str(league.programme))
    file = tmp_path / "figures.csv"
    file.write_bytes(
        b"branch;period;figure;value\nShop 00;2024-Q1;nps;12,5\nShop X;2024-Q1;nps;1\nShop 01;x;nps;viel\n"
    )
    page.get_by_label("CSV file").set_input_files(file)
    faults = page.get_by_role("region", name="3 faults")
    expect(faults.get_by_role("row")).to_have_count(4)
    expect(faults.get_by_role("row").nth(1)).to_contain_text("The programme has no such branch: Shop X")
    expect(faults.get_by_role("row").nth(2)).to_contain_text("period")
    expect(faults.get_by_role("row").nth(3)).to_contain_text("This is not a number: viel")
    expect(page.get_by_role("button", name="Import now")).to_have_count(0)
    assert violations(page) == []
    file = tmp_path / "mended.csv"
    file.write_bytes(b"branch;period;figure;value\nShop 00;2024-Q1;nps;12,5\nShop 01;2024-Q1;nps;\n")
    page.get_by_label("CSV file").set_input_files(file)
    expect(page.get_by_text("1 row, 1 without a value.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Import now").click()
    expect(page.get_by_text("The figures are imported.").first).to_be_visible()
    expect(page.get_by_role("region", name="Imports so far").get_by_role("listitem").first).to_contain_text(
        "mended.csv"
    )
    with page.expect_download() as download:
        page.get_by_role("link", name="Download a template").click()
    assert download.value.path().read_bytes().startswith(b"\xef\xbb\xbfbranch,period,figure,value")


def card(page: Page, name: str) -> str:
    return page.get_by_role("region", name=name, exact=True).first.inner_text()


def test_what_is_said_is_what_the_pure_code_finds(
    visitor: Visitor,
    league: LeagueNetwork,
    headlines: dict[str, float],
    repeat_rates: dict[str, float],
    imported: None,
) -> None:
    page = visitor.open(address(league), "admin", DESK)
    expect(page.get_by_role("heading", name="Repeat rate")).to_be_visible()
    names = list(repeat_rates)
    pure = rank_correlation([headlines[name] for name in names], [repeat_rates[name] for name in names])
    assert pure is not None and pure.verdict == "goes_along"
    told = card(page, "Repeat rate")
    assert "goes along with the index" in told
    assert f"Rank correlation {pure.rho:+.2f}, 90 % interval {pure.low:+.2f} to {pure.high:+.2f}" in told
    assert f"over {len(names)} branches" in told
    assert "has not been shown to pay" in card(page, "Revenue a month")
    assert "Too few branches: 5 have an index and this figure" in card(page, "Recommendation (NPS)") or (
        "Too few branches: 4 have an index and this figure" in card(page, "Recommendation (NPS)")
    )
    shown = page.get_by_role("region", name="Repeat rate", exact=True).first
    expect(shown.locator("circle")).to_have_count(len(names))
    shown.get_by_text("As a table").click()
    row = shown.get_by_role("row").filter(has_text=names[0])
    expect(row).to_contain_text(f"{headlines[names[0]]:.1f}")
    expect(row).to_contain_text(f"{repeat_rates[names[0]]:g}%")
    assert violations(page) == []
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1, name=names[0])).to_be_visible()


def test_a_manager_sees_the_points_of_own_regions(
    visitor: Visitor, league: LeagueNetwork, repeat_rates: dict[str, float], imported: None
) -> None:
    page = visitor.open(address(league), "manager")
    shown = page.get_by_role("region", name="Repeat rate", exact=True).first
    expect(shown.locator("circle").first).to_be_visible()
    own = sum(int(name.removeprefix("Shop ")) % 2 == 0 for name in repeat_rates)
    assert 0 < own < BRANCHES
    expect(shown.locator("circle")).to_have_count(own)
    expect(shown).to_contain_text(f"over {len(repeat_rates)} branches")
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) <= 0
    page.goto("/desk/#/outcomes/import")
    expect(page.get_by_role("heading", level=1, name="Does it pay?")).to_be_visible()


def test_key_drivers_are_those_of_the_pure_code(
    visitor: Visitor, league: LeagueNetwork, repeat_rates: dict[str, float], imported: None
) -> None:
    page = visitor.open(address(league, "drivers"), "admin", DESK)
    table = page.get_by_role("table", name="Sections in figures")
    expect(table).to_be_visible()
    expect(page.get_by_label("Importance by")).to_have_value("repeat_rate")
    pure = _pure_drivers(league, repeat_rates)
    assert {driver.source for driver in pure} == {"outcome"}
    assert len({driver.quadrant for driver in pure}) > 1
    rows = table.get_by_role("row")
    expect(rows).to_have_count(len(pure) + 1)
    for n, driver in enumerate(pure, 1):
        expect(rows.nth(n)).to_contain_text(f"{driver.importance:.2f}")
        expect(rows.nth(n)).to_contain_text(f"{round(driver.performance * 100 + 1e-9)}%")
        expect(rows.nth(n)).to_contain_text(QUADRANTS[driver.quadrant])
    expect(page.get_by_role("img", name="Importance against performance").locator("circle")).to_have_count(len(pure))
    rows.nth(1).get_by_role("button").click()
    weakest = page.get_by_role("heading", name="Branches, weakest first")
    expect(weakest).to_be_visible()
    assert "section=" in page.url
    assert violations(page) == []
    page.get_by_label("Importance by").select_option("weights")
    expect(page.get_by_text("share in the weight of the checklist")).to_be_visible()
    assert "figure=weights" in page.url
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) <= 0


def _pure_drivers(league: LeagueNetwork, outcome: dict[str, float]) -> list[Driver]:
    """From the audits themselves."""
    checklist = msgspec.convert(yaml.safe_load((LIBRARY / f"{visits.CHECKLIST}.yaml").read_text()), Checklist)
    today = datetime.now(UTC).date()
    scores: dict[str, dict[str, float]] = {}
    for standing in league.database.standings.find({"competitor": False}):
        sums: dict[str, list[tuple[float, float]]] = {}
        for audit in league.database.audits.find({"branch_id": standing["branch_id"], "scorecard.index": {"$gte": 0}}):
            weight = recency_weight(max(0, (today - audit["occurred_at"].date()).days))
            for section in audit["scorecard"]["sections"]:
                if section["score"] is not None:
                    sums.setdefault(section["key"], []).append((weight, section["score"]))
        scores[standing["branch_name"]] = {
            key: round(sum(w * score for w, score in pairs) / sum(w for w, _ in pairs), 6)
            for key, pairs in sums.items()
        }
    facts = []
    for key, share in design_shares(checklist).items():
        both = [name for name in scores if name in outcome and key in scores[name]]
        facts.append(
            SectionFacts(
                key=key,
                scores=[found[key] for found in scores.values() if key in found],
                measured=[scores[name][key] for name in both],
                outcome=[outcome[name] for name in both],
                design_share=share,
            )
        )
    return key_drivers(facts)
