"""What a desk learns about branches: every number on the screen is the one that the pure code finds."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from playwright.sync_api import Page, expect

from checklists.answers import Answer
from checklists.headline import DatedIndex, Headline, headline
from checklists.ranking import Contender, Standing, standings
from checklists.roll_up import RollUp, roll_up_interval
from checklists.scoring import Scorecard
from checklists.snapshot import Snapshot
from checklists.waits import waits
from tests.api.process import ServerProcess, create_admin
from tests.e2e import visits
from tests.e2e.axe import overflow, violations
from tests.e2e.busy import busy_ms
from tests.e2e.compare_page import address, row, table
from tests.e2e.conftest import ADMIN, DESK, PHONE, REPAINTED, Visitor
from tests.e2e.league import BRANCHES, DATABASE, LeagueNetwork, write_leagues
from tests.e2e.looks import PAPER
from tests.e2e.network import signed_in

TO, MINUS = "\N{EN DASH}", "\N{MINUS SIGN}"
FIRST_VIEW_MS = 2000
SLOWER = 4


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
def leagues(mongodb_uri: str, server: str, admin: httpx.Client) -> Iterator[LeagueNetwork]:
    made = write_leagues(mongodb_uri, server, admin)
    body = {
        "account": "manager@test.example",
        "name": "Marius Manager",
        "role": "manager",
        "password": "correct horse battery",
        "region_ids": [str(made.regions[0])],
    }
    admin.put(f"/api/users/{UUID(int=77)}", json=body).raise_for_status()
    yield made
    made.client.close()


def snapshot_of(made: LeagueNetwork, tier: str = "standard") -> tuple[dict[str, Any], Snapshot]:
    league = {"league.programme_id": made.programme, "league.tier": tier}
    stored = made.database.snapshots.find_one(league, sort=[("made_at", -1)])
    return stored, msgspec.convert(stored["snapshot"], Snapshot)


def headlines(made: LeagueNetwork) -> dict[str, Headline]:
    """Of the standard league, by the name of the branch, from its audits."""
    stored, snapshot = snapshot_of(made)
    found: dict[str, Headline] = {}
    for name, branch in made.branches.items():
        if name.startswith("Shop"):
            rows = made.database.audits.find({"branch_id": branch, "scorecard.index": {"$ne": None}})
            result = headline([_dated(row, stored) for row in rows], snapshot)
            assert result is not None
            found[name] = result
    return found


def _dated(row: dict[str, Any], stored: dict[str, Any]) -> DatedIndex:
    age = max(0, (stored["as_of"].date() - row["occurred_at"].date()).days)
    return DatedIndex(age_days=age, index=row["scorecard"]["index"], shopper=row["shopper_id"])


def places(made: LeagueNetwork, found: dict[str, Headline]) -> dict[str, Standing]:
    published = {name: result for name, result in found.items() if result.published}
    contenders = [
        Contender(key=str(made.branches[name]), headline=result.headline, variance=result.variance)
        for name, result in published.items()
    ]
    ranks = standings(contenders)
    return {name: ranks[str(made.branches[name])] for name in published}


def names(page: Page) -> list[str]:
    return table(page).get_by_role("link").all_inner_texts()


def test_every_figure_is_that_of_the_pure_code(visitor: Visitor, leagues: LeagueNetwork) -> None:
    page = visitor.open(address(leagues), "admin", DESK)
    expect(table(page)).to_be_visible()
    found = headlines(leagues)
    ranks = places(leagues, found)
    assert len(ranks) == BRANCHES - 2
    for name, place in ranks.items():
        result, shown = found[name], row(page, name)
        expect(shown).to_contain_text(f"{result.headline:.1f}")
        expect(shown).to_contain_text(f"{result.low:.1f} to {result.high:.1f}")
        span = str(place.best) if place.best == place.worst else f"{place.best}{TO}{place.worst}"
        expect(shown).to_contain_text(f"{span} of {len(ranks)}")
        expect(shown).to_contain_text(f"Group {place.group}")
        expect(shown.locator(".audits")).to_have_text(re.compile(rf"\b{result.audits}$"))
    best_first = sorted(ranks, key=lambda name: -found[name].headline)
    assert names(page) == best_first
    stored, snapshot = snapshot_of(leagues)
    expect(page.get_by_text(f"Peer mean {snapshot.mean:.1f}", exact=True)).to_be_visible()
    expect(page.get_by_text(str(stored["_id"]))).to_be_visible()
    expect(page.get_by_text(f"Based on {snapshot.audits} audits of {BRANCHES} branches")).to_be_visible()


def test_groups_are_visible_and_competitors_marked(visitor: Visitor, leagues: LeagueNetwork) -> None:
    page = visitor.open(address(leagues), "admin", DESK)
    ranks = places(leagues, headlines(leagues))
    for number in sorted({place.group for place in ranks.values()}):
        size = sum(place.group == number for place in ranks.values())
        expect(table(page).get_by_role("row").filter(has_text=f"Group {number} {size} branch")).to_have_count(1)
    expect(row(page, "Shop 07")).to_contain_text("Competitor")
    expect(row(page, "Shop 08")).not_to_contain_text("Competitor")


def test_too_few_audits_stand_apart_with_what_is_missing(visitor: Visitor, leagues: LeagueNetwork) -> None:
    page = visitor.open(address(leagues), "admin")
    apart = page.get_by_role("region", name="Not enough audits yet")
    expect(apart.get_by_role("listitem")).to_have_count(2)
    shown = apart.get_by_role("listitem").filter(has_text="Shop 22")
    expect(shown).to_contain_text("2 more audits needed")
    expect(row(page, "Shop 22")).to_have_count(0)


def test_regions_are_rolled_up_without_competitors(visitor: Visitor, leagues: LeagueNetwork) -> None:
    page = visitor.open(address(leagues), "admin", DESK)
    stored, snapshot = snapshot_of(leagues)
    shown = page.get_by_role("region", name="Regions")
    for name, region in zip(("Lithuania", "Sweden"), leagues.regions, strict=True):
        rolled = msgspec.convert(stored["roll_ups"][str(region)], RollUp)
        low, high = roll_up_interval(rolled, snapshot)
        line = shown.get_by_role("row").filter(has_text=name)
        expect(line).to_contain_text(f"{rolled.value:.1f}")
        expect(line).to_contain_text(f"{low:.1f} to {high:.1f}")
        own = {"snapshot_id": stored["_id"], "region_id": region, "competitor": False}
        percents = [row["score_pct"] for row in leagues.database.standings.find(own)]
        expect(line.get_by_role("cell").last).to_contain_text(f"{sum(percents) / len(percents):.0f}%")


def test_a_manager_compares_own_regions_with_ranks_of_the_whole_league(
    visitor: Visitor, leagues: LeagueNetwork
) -> None:
    page = visitor.open("/desk/#/compare", "manager", DESK)
    page.get_by_label("Expectation").select_option("Standard")
    expect(row(page, "Shop 02")).to_be_visible()
    ranks = places(leagues, headlines(leagues))
    assert sorted(names(page)) == sorted(name for name in ranks if int(name[-2:]) % 2 == 0)
    place = ranks["Shop 02"]
    expect(row(page, "Shop 02")).to_contain_text(f"{place.best}{TO}{place.worst} of {len(ranks)}")
    expect(page.get_by_label("Region", exact=True)).to_have_count(0)
    expect(page.get_by_role("region", name="Regions").get_by_role("rowheader")).to_have_text(["Lithuania"])


def test_what_is_shown_stands_in_the_address(visitor: Visitor, leagues: LeagueNetwork) -> None:
    page = visitor.open("/desk/#/compare", "admin", DESK)
    page.get_by_label("Programme").select_option("Autumn wave")
    page.get_by_label("Expectation").select_option("Standard")
    page.get_by_label("Region", exact=True).select_option("Sweden")
    page.get_by_role("button", name="Branch").click()
    page.get_by_label("Search by branch").fill("shop 1")
    expected = ["Shop 11", "Shop 13", "Shop 15", "Shop 17", "Shop 19"]
    expect(table(page).get_by_role("link")).to_have_text(expected)
    expect(page).to_have_url(re.compile("q=shop"))
    page.reload()
    expect(table(page).get_by_role("link")).to_have_text(expected)
    other = visitor.open(page.url.removeprefix(visitor.server), "admin")
    expect(table(other).get_by_role("link")).to_have_text(expected)
    page.get_by_label("Region", exact=True).select_option("All regions")
    page.go_back()
    expect(table(page).get_by_role("link")).to_have_text(expected)


def test_the_table_is_sorted_with_the_keyboard(visitor: Visitor, leagues: LeagueNetwork) -> None:
    page = visitor.open(address(leagues), "admin", DESK)
    ranks = places(leagues, headlines(leagues))
    page.get_by_role("button", name="Branch").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Branch")).to_have_attribute("aria-sort", "ascending")
    assert names(page) == sorted(ranks)
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Branch")).to_have_attribute("aria-sort", "descending")
    assert names(page) == sorted(ranks, reverse=True)
    phone = visitor.open(address(leagues), "admin")
    phone.get_by_label("Sort by").select_option("Audits")
    found = headlines(leagues)
    expect(phone).to_have_url(re.compile("sort=-audits"))
    audits = [found[name].audits for name in names(phone)]
    assert audits == sorted(audits, reverse=True)


def test_the_chart_tells_its_branches_one_by_one(visitor: Visitor, leagues: LeagueNetwork) -> None:
    page = visitor.open(address(leagues), "admin", DESK)
    found = headlines(leagues)
    best_first = sorted(places(leagues, found), key=lambda name: -found[name].headline)
    expect(page.get_by_role("img", name="Branches as dots with their 90 % intervals")).to_be_visible()
    pointer = page.get_by_role("slider", name="Point out a branch")
    pointer.focus()
    page.keyboard.press("ArrowDown")
    expect(pointer).to_have_attribute("aria-valuetext", re.compile(f"^{best_first[1]}, Headline"))
    expect(page.locator(".tip")).to_contain_text(best_first[1])
    page.keyboard.press("End")
    expect(pointer).to_have_attribute("aria-valuetext", re.compile(f"^{best_first[-1]}, Headline"))
    pointer.hover(position={"x": 300, "y": 1})
    expect(page.locator(".tip")).to_contain_text(best_first[0])


def test_a_small_league_is_not_compared(visitor: Visitor, leagues: LeagueNetwork) -> None:
    page = visitor.open(address(leagues, "basic"), "manager", DESK)
    expect(page.get_by_text("This league is too small to be compared")).to_be_visible()
    expect(page.locator("main li", has_text="Kiosk")).to_have_text(
        [re.compile(f"Kiosk {n} Own result") for n in range(3)]
    )
    expect(page.get_by_role("slider")).to_have_count(0)
    assert violations(page) == []


def test_an_effect_that_cannot_be_separated_is_said_to_be_so(visitor: Visitor, leagues: LeagueNetwork) -> None:
    page = visitor.open(address(leagues, "premium"), "admin", DESK)
    _, snapshot = snapshot_of(leagues, "premium")
    assert not snapshot.separable
    expect(page.get_by_text("The shopper effect cannot be separated")).to_be_visible()


def test_the_lines_of_a_branch_add_up_to_its_headline(
    visitor: Visitor, leagues: LeagueNetwork, admin: httpx.Client
) -> None:
    page = visitor.open(address(leagues), "manager", DESK)
    row(page, "Shop 10").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Shop 10")
    result = headlines(leagues)["Shop 10"]
    shown = (
        page.get_by_role("region", name="From your own result to the headline").get_by_role("cell").all_inner_texts()
    )
    *lines, top = [float(text.replace(MINUS, "-")) for text in shown]
    assert sum(lines) == pytest.approx(top)
    assert top == pytest.approx(result.headline, abs=0.05)
    path, params = f"/api/branches/{leagues.branches['Shop 10']}/index", {"checklist": visits.CHECKLIST}
    answer = admin.get(path, params=params).json()
    assert lines == [answer["lines"][name] for name in ("own", "version_change", "severity", "peer_pull")]
    expect(page.get_by_role("article")).to_contain_text(f"{result.low:.1f} to {result.high:.1f}")
    expect(page.get_by_text(f"100 {MINUS} {100 - lines[0]:.1f} = {lines[0]:.1f}, the own result.")).to_be_visible()
    costs = page.get_by_role("region", name="What cost points")
    costs.get_by_role("button", name="Show more").click()
    lost = [float(text[1:]) for text in costs.locator("summary .lost").all_inner_texts()]
    assert sum(lost) == pytest.approx(100 - lines[0])


def test_a_cost_opens_what_was_answered_and_leads_to_the_audit(visitor: Visitor, leagues: LeagueNetwork) -> None:
    page = visitor.open(f"/desk/#/branches/{leagues.branches['Shop 02']}", "manager")
    costs = page.get_by_role("region", name="What cost points")
    shown = costs.locator("details").filter(has_text="What happened to my special request?")
    shown.locator("summary").click()
    expect(shown.get_by_text("An exchange was refused without a look at the receipt.").first).to_be_visible()
    shown.locator("li").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Branch visit, Shop 02")


def test_an_arrow_shows_only_what_is_more_than_luck(
    visitor: Visitor, leagues: LeagueNetwork, admin: httpx.Client
) -> None:
    for name in ("Shop 02", "Shop 10", "Shop 16"):
        branch = leagues.branches[name]
        answer = admin.get(f"/api/branches/{branch}/index", params={"checklist": visits.CHECKLIST}).json()
        latest = [quarter for quarter in answer["report"]["quarters"] if quarter["back"] == 0]
        page = visitor.open(f"/desk/#/branches/{branch}", "admin", DESK)
        trend = page.get_by_role("region", name="Quarters")
        expect(trend).to_be_visible()
        visible = bool(latest and latest[0]["trend"] and latest[0]["trend"]["visible"])
        expect(trend.locator(".arrow")).to_have_count(1 if visible else 0)
        if latest and latest[0]["trend"]:
            detectable = f"A change of {latest[0]['trend']['smallest_detectable']:.1f} points"
            expect(trend.get_by_text(detectable)).to_be_visible()
        trend.get_by_text("As a table").click()
        for quarter in answer["report"]["quarters"]:
            expect(trend.get_by_role("table")).to_contain_text(f"{quarter['mean']:.1f}")


def test_parts_stand_beside_those_of_the_peers(visitor: Visitor, leagues: LeagueNetwork) -> None:
    page = visitor.open(f"/desk/#/branches/{leagues.branches['Shop 10']}", "admin", DESK)
    stored, _ = snapshot_of(leagues)
    parts = page.get_by_role("region", name="Pillars and sections")
    understanding = stored["peers"]["pillars"]["understanding"]
    expect(parts.get_by_role("row", name="Understanding")).to_contain_text(f"{understanding:.0%}")
    tone = stored["peers"]["sections"]["tone"]
    expect(parts.get_by_role("row", name="Tone")).to_contain_text(f"{tone:.0%}")


def test_waiting_times_and_callbacks_are_those_of_the_audits(visitor: Visitor, leagues: LeagueNetwork) -> None:
    branch = leagues.branches["Shop 10"]
    stored = leagues.database.audits.find({"branch_id": branch})
    submitted = [(row["submission"]["answers"], row["scorecard"]) for row in stored]
    found = waits(
        (msgspec.convert(answers, dict[str, Answer]), msgspec.convert(card, Scorecard)) for answers, card in submitted
    )
    page = visitor.open(f"/desk/#/branches/{branch}", "manager", DESK)
    shown = page.get_by_role("region", name="Waiting times and callbacks")
    [callback], [wait] = found.callbacks, found.durations
    assert callback.kept and callback.broken
    expect(shown).to_contain_text(f"{callback.kept} in time · {callback.late} late · {callback.broken} not kept")
    expect(shown.locator("circle")).to_have_count(len(wait.seconds))
    shown.get_by_text("As a table").click()
    longest = {95.0: "1 min 35 secs", 840.0: "14 mins"}[wait.seconds[-1]]
    expect(shown.get_by_role("cell").last).to_have_text(longest)


@pytest.mark.parametrize("screen", ["compare", "branch"])
def test_a_screen_is_accessible_and_fits(visitor: Visitor, leagues: LeagueNetwork, screen: str) -> None:
    branch = f"/desk/#/branches/{leagues.branches['Shop 10']}"
    page = visitor.open(address(leagues) if screen == "compare" else branch, "admin", PHONE, language="de-DE")
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    expect(page.get_by_role("status").locator("[aria-hidden]")).to_have_count(0)
    if screen == "branch":
        for shut in page.get_by_text("Als Tabelle").all():
            shut.click()
        page.locator("li summary").first.click()
        expect(page.locator("li details li").first).to_be_visible()
    else:
        page.get_by_role("slider").focus()
    for theme, size in (("light", PHONE), ("dark", PHONE), ("dark", DESK), ("light", DESK)):
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.wait_for_function("paper => getComputedStyle(document.body).backgroundColor === paper", arg=PAPER[theme])
        page.evaluate(REPAINTED)
        assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) <= 0


def test_a_region_of_a_thousand_branches_is_there_at_once(visitor: Visitor, leagues: LeagueNetwork) -> None:
    """On a processor four times slower: what the page keeps it busy from the navigation to dots and table."""
    place = address(leagues, programme=str(leagues.large_programme), region=str(leagues.many))
    page = visitor.open("/desk/#/accounts", "admin", DESK)
    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    # Of the page's own thread, so that it does not matter what else the machine does meanwhile.
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = busy_ms(session)
    page.goto(place)
    page.wait_for_function("() => document.querySelectorAll('[role=table] a').length > 10", timeout=60_000)
    page.evaluate(REPAINTED)
    assert busy_ms(session) - before <= FIRST_VIEW_MS
    assert len(names(page)) < 200, "rows below the screen wait until they are scrolled to"
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    expect(page.get_by_role("heading", name=re.compile(r"^(9\d\d|1,000) branches compared$"))).to_be_visible()
    page.get_by_label("Search by branch").fill("store 0999")
    expect(table(page).get_by_role("link")).to_have_text(["Store 0999"])
