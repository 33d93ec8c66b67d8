"""The comparison of one wave and of a month that has ended: on the screen is what the pure code finds."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from playwright.sync_api import Locator, Page, expect

from checklists.headline import DatedIndex, Headline, headline
from checklists.ranking import Contender, standings
from checklists.snapshot import Snapshot
from checklists.waves import mean_of, wave_headline, wave_sums
from tests.api.process import ServerProcess, create_admin
from tests.e2e import visits
from tests.e2e.axe import overflow, violations
from tests.e2e.conftest import ADMIN, DESK, PHONE, Visitor
from tests.e2e.league import BRANCHES, LeagueNetwork, calibrate, write_one_league
from tests.e2e.network import signed_in

DATABASE = "compare_filters"
TO = "\N{EN DASH}"
TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
WAVES = {
    "Round one": (TODAY - timedelta(days=340), TODAY - timedelta(days=170)),
    "Round two": (TODAY - timedelta(days=170), TODAY - timedelta(days=1)),
}
MONTH = f"{TODAY.replace(day=1) - timedelta(days=40):%Y-%m}"
AFTER_MONTH = (datetime.fromisoformat(f"{MONTH}-01T00:00:00+00:00") + timedelta(days=31)).replace(day=1)
MONTH_NAME = f"{AFTER_MONTH - timedelta(days=1):%B %Y}"


@pytest.fixture(scope="module")
def server(mongodb_uri: str) -> Iterator[str]:
    create_admin(mongodb_uri, DATABASE, ADMIN)
    process = ServerProcess(mongodb_uri, DATABASE, LOG_LEVEL="error", CALIBRATION_HOURS="0")
    process.start()
    yield process.address
    process.stop()


@pytest.fixture(scope="module")
def waves() -> dict[str, UUID]:
    return {name: uuid4() for name in WAVES}


@pytest.fixture(scope="module")
def league(mongodb_uri: str, server: str, waves: dict[str, UUID]) -> Iterator[LeagueNetwork]:
    admin = signed_in(server, ADMIN)
    made = write_one_league(mongodb_uri, admin, DATABASE)
    _add_waves(admin, made, waves)
    admin.close()
    calibrate(mongodb_uri, DATABASE, "--month", MONTH)
    calibrate(mongodb_uri, DATABASE)
    yield made
    made.client.close()


def _add_waves(admin: httpx.Client, made: LeagueNetwork, waves: dict[str, UUID]) -> None:
    for name, (starts, ends) in WAVES.items():
        body = {"programme_id": str(made.programme), "name": name}
        body |= {"starts_at": starts.isoformat(), "ends_at": ends.isoformat()}
        admin.put(f"/api/waves/{waves[name]}", json=body).raise_for_status()


def address(made: LeagueNetwork, **more: str) -> str:
    asked = {"programme": str(made.programme), "checklist": visits.CHECKLIST, "tier": "standard"}
    asked |= {"audience": "external", **more}
    return "/desk/#/compare?" + "&".join(f"{name}={value}" for name, value in asked.items())


def dated(made: LeagueNetwork, since: datetime, until: datetime, as_of: datetime) -> dict[str, list[DatedIndex]]:
    """By the name of the branch."""
    names = {branch: name for name, branch in made.branches.items()}
    span = {"$gte": since, "$lt": until}
    found: dict[str, list[DatedIndex]] = {}
    for row in made.database.audits.find({"occurred_at": span, "scorecard.index": {"$ne": None}}):
        age = (as_of.date() - row["occurred_at"].date()).days
        audit = DatedIndex(age_days=age, index=row["scorecard"]["index"], shopper=row["shopper_id"])
        found.setdefault(names[row["branch_id"]], []).append(audit)
    return found


def kept(made: LeagueNetwork, wanted: dict[str, Any]) -> tuple[dict[str, Any], Snapshot]:
    stored = made.database.kept_comparisons.find_one(wanted)
    snapshot = made.database.snapshots.find_one({"_id": stored["snapshot_id"]})
    return stored, msgspec.convert(snapshot["snapshot"], Snapshot)


def table(page: Page) -> Locator:
    return page.get_by_role("table", name="The branches in figures")


def row(page: Page, name: str) -> Locator:
    return table(page).get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True))


def assert_shown(page: Page, made: LeagueNetwork, results: dict[str, Headline]) -> None:
    """Every published branch with its figures and its place, and no other."""
    published = {name: one for name, one in results.items() if one.published}
    ranks = standings(
        [
            Contender(key=str(made.branches[name]), headline=one.headline, variance=one.variance)
            for name, one in published.items()
        ]
    )
    assert 3 < len(published) < len(results)
    expect(table(page).get_by_role("link")).to_have_count(len(published))
    for name, one in published.items():
        place, shown = ranks[str(made.branches[name])], row(page, name)
        expect(shown).to_contain_text(f"{one.headline:.1f}")
        expect(shown).to_contain_text(f"{one.low:.1f} to {one.high:.1f}")
        span = str(place.best) if place.best == place.worst else f"{place.best}{TO}{place.worst}"
        expect(shown).to_contain_text(f"{span} of {len(published)}")
        expect(shown).to_contain_text(f"Group {place.group}")
        expect(shown.locator(".audits")).to_have_text(re.compile(rf"\b{one.audits}$"))
    apart = page.get_by_role("region", name="Not enough audits yet")
    expect(apart.get_by_role("listitem")).to_have_count(len(results) - len(published))


@pytest.mark.parametrize("name", list(WAVES))
def test_a_wave_is_compared_by_its_own_audits(
    visitor: Visitor, league: LeagueNetwork, waves: dict[str, UUID], name: str
) -> None:
    page = visitor.open(address(league), "admin", DESK)
    page.get_by_label("Wave").select_option(str(waves[name]))
    shown = page.get_by_role("region", name="What is shown")
    expect(shown).to_contain_text(f"Only wave {name}")
    stored, snapshot = kept(league, {"wave.id": waves[name]})
    audits = dated(league, *WAVES[name], TODAY)
    results = {key: wave_headline(sums, snapshot) for key, own in audits.items() if (sums := wave_sums(own))}
    assert_shown(page, league, results)
    count = sum(len(own) for own in audits.values())
    expect(shown).to_contain_text(f"It rests on {count} audits of {len(results)} branches.")
    mean = mean_of(list(results.values()), snapshot)
    expect(shown).to_contain_text(f"peer mean of {snapshot.mean:.1f}; the mean of this wave alone was {mean:.1f}")
    expect(page.get_by_text(str(stored["snapshot_id"]))).to_be_visible()
    expect(page).to_have_url(re.compile(f"wave={waves[name]}"))


def test_a_month_is_compared_as_it_ended(visitor: Visitor, league: LeagueNetwork) -> None:
    page = visitor.open(address(league), "admin", DESK)
    page.get_by_label("End of month").select_option(label=MONTH_NAME)
    shown = page.get_by_role("region", name="What is shown")
    expect(shown).to_contain_text(f"As {MONTH_NAME} ended")
    expect(shown).to_contain_text("It was written down later")
    _, snapshot = kept(league, {"period": MONTH, "league.tier": "standard"})
    window = (AFTER_MONTH - timedelta(days=363), AFTER_MONTH + timedelta(days=1))
    audits = dated(league, *window, AFTER_MONTH)
    results = {key: one for key, own in audits.items() if (one := headline(own, snapshot))}
    assert_shown(page, league, results)
    expect(page).to_have_url(re.compile(f"period={MONTH}"))


def test_one_choice_takes_the_other_back(visitor: Visitor, league: LeagueNetwork, waves: dict[str, UUID]) -> None:
    page = visitor.open(address(league, wave=str(waves["Round two"])), "admin", DESK)
    shown = page.get_by_role("region", name="What is shown")
    expect(shown).to_contain_text("Only wave Round two")
    page.get_by_label("End of month").select_option(MONTH)
    expect(shown).to_contain_text(f"As {MONTH_NAME} ended")
    expect(page).not_to_have_url(re.compile("wave="))
    expect(page).to_have_url(re.compile("channel=visit"))
    page.reload()
    expect(shown).to_contain_text(f"As {MONTH_NAME} ended")
    back = shown.get_by_role("button", name="Show the latest calibration")
    back.focus()
    page.keyboard.press("Enter")
    expect(shown).to_have_count(0)
    expect(page.get_by_text(f"of {BRANCHES} branches in the last twelve months")).to_be_visible()
    page.go_back()
    expect(shown).to_contain_text(f"As {MONTH_NAME} ended")


@pytest.mark.parametrize("asked", [{"period": "2019-03"}, {"wave": str(UUID(int=5))}], ids=["month", "wave"])
def test_what_was_not_kept_is_said_to_be_missing(
    visitor: Visitor, league: LeagueNetwork, asked: dict[str, str]
) -> None:
    page = visitor.open(address(league, **asked), "admin", DESK)
    shown = page.get_by_role("region", name="What is shown")
    expect(shown).to_contain_text("Nothing was kept to be shown")
    expect(shown).to_contain_text("March 2019" if "period" in asked else "no result for the wave")
    expect(table(page)).to_have_count(0)
    expect(page.get_by_text("This league is too small")).to_have_count(0)


def test_a_file_is_ordered_with_everything_that_is_chosen(
    visitor: Visitor, league: LeagueNetwork, waves: dict[str, UUID]
) -> None:
    wave = str(waves["Round two"])
    page = visitor.open(address(league, wave=wave, q="shop 1", sort="-audits"), "admin", DESK)
    expect(table(page)).to_be_visible()
    page.get_by_text("Take away as a file").click()
    with page.expect_request(lambda request: request.method == "PUT" and "/api/exports/" in request.url) as ordered:
        page.get_by_role("button", name="Comparison as CSV").click()
    sent = ordered.value.post_data_json
    assert sent is not None
    content = sent["content"]
    expected = {"wave": wave, "search": "shop 1", "sort": "audits", "descending": True}
    assert {name: content[name] for name in expected} == expected


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_page_of_a_wave_is_accessible_and_fits(
    visitor: Visitor, league: LeagueNetwork, waves: dict[str, UUID], size: tuple[int, int]
) -> None:
    page = visitor.open(address(league, wave=str(waves["Round one"])), "admin", size, language="lt-LT")
    expect(page.get_by_text("Kiekvienas auditas sveria vienodai")).to_be_visible()
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) <= 0
