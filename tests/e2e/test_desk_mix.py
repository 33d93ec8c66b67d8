"""One result of several checklists on the page of a branch: the pure code's, part by part, or why there is none."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import msgspec
import pytest
from playwright.sync_api import Locator, Page, expect

from checklists.headline import Headline
from checklists.mix import Combined, MixPart, combined
from tests.api.process import ServerProcess, create_admin
from tests.e2e import visits
from tests.e2e.conftest import ADMIN, DESK, Visitor
from tests.e2e.league import TIERS, LeagueNetwork, Row, calibrate, write_one_league
from tests.e2e.looks import accessible
from tests.e2e.network import LIBRARY, signed_in

DATABASE = "mixed_pages"
EVENING = "evening_visit"
SHARES = {visits.CHECKLIST: 0.625, EVENING: 0.375}
WEAK, UNSEEN = "Shop 08", "Shop 09"
"""One has too few audits in the evening, the other has none."""


@pytest.fixture(scope="module")
def server(mongodb_uri: str) -> Iterator[str]:
    create_admin(mongodb_uri, DATABASE, ADMIN)
    process = ServerProcess(mongodb_uri, DATABASE, LOG_LEVEL="error", CALIBRATION_HOURS="0")
    process.start()
    yield process.address
    process.stop()


@pytest.fixture(scope="module")
def leagues(mongodb_uri: str, server: str) -> Iterator[LeagueNetwork]:
    """The same visits under a second checklist, a little worse, and the programme weighs both."""
    admin = signed_in(server, ADMIN)
    made = write_one_league(mongodb_uri, admin, DATABASE)
    source = (LIBRARY / f"{visits.CHECKLIST}.yaml").read_text()
    named = re.sub(rf"^key: {visits.CHECKLIST}$", f"key: {EVENING}", source, count=1, flags=re.MULTILINE)
    admin.post("/api/checklists", content=named.encode(), headers={"content-type": "application/yaml"})
    for name, branch in made.branches.items():
        audits = list(made.database.audits.find({"branch_id": branch}))
        kept = {WEAK: 1, UNSEEN: 0}.get(name, len(audits))
        if evening := [in_the_evening(audit) for audit in audits[:kept]]:
            made.database.audits.insert_many(evening)
    declare(admin, made, SHARES)
    calibrate(mongodb_uri, DATABASE)
    yield made
    declare(admin, made, {})
    admin.close()
    made.client.drop_database(DATABASE)
    made.client.close()


def declare(admin: object, made: LeagueNetwork, mix: dict[str, float]) -> None:
    facts = {"name": "Autumn wave", "client": "Example Optics", "channels": ["visit"], "tiers": TIERS, "mix": mix}
    admin.put(f"/api/programmes/{made.programme}", json=facts).raise_for_status()  # type: ignore[attr-defined]


def in_the_evening(audit: Row) -> Row:
    card = audit["scorecard"]
    submission = {**audit["submission"], "checklist": {"key": EVENING, "version": 1}}
    index = max(0.0, card["index"] - 6)
    fresh = {"_id": uuid4(), "assignment_id": uuid4(), "submission": submission}
    return {**audit, **fresh, "scorecard": {**card, "index": index}}


def expected(made: LeagueNetwork, branch: UUID) -> Combined:
    parts = []
    for checklist, share in SHARES.items():
        standing = made.database.standings.find_one({"branch_id": branch, "league.checklist": checklist})
        snapshot = made.database.snapshots.find_one({"_id": standing["snapshot_id"]})
        headline = msgspec.convert(standing["headline"], Headline)
        branches = snapshot["snapshot"]["branches"]
        parts.append(MixPart(share=share, headline=headline, branches=branches, levels=standing["levels"]))
    found = combined(parts)
    assert found is not None
    return found


def block(page: Page) -> Locator:
    return page.get_by_role("region", name="Mix of checklists", exact=True)


def opened(visitor: Visitor, made: LeagueNetwork, name: str) -> Page:
    return visitor.open(f"/desk/#/branches/{made.branches[name]}", "admin", DESK)


def test_the_figures_are_the_pure_codes(visitor: Visitor, leagues: LeagueNetwork) -> None:
    for name in ("Shop 03", "Shop 16"):
        page = opened(visitor, leagues, name)
        whole = expected(leagues, leagues.branches[name])
        expect(block(page).locator(".big")).to_have_text(f"{whole.headline:.1f}")
        expect(block(page)).to_contain_text(f"{whole.low:.1f} to {whole.high:.1f}")
        expect(block(page)).to_contain_text(f"{whole.stage.stage} · ")
        rows = block(page).get_by_role("row")
        expect(rows).to_have_count(3)
        for checklist, share in SHARES.items():
            stored = leagues.database.standings.find_one(
                {"branch_id": leagues.branches[name], "league.checklist": checklist}
            )["headline"]
            told = rows.filter(has_text=f"{share:.1%}")
            expect(told).to_contain_text(f"{stored['headline']:.1f}")
            expect(told).to_contain_text(f"{stored['low']:.1f} to {stored['high']:.1f}")


def test_a_missing_part_is_named(visitor: Visitor, leagues: LeagueNetwork) -> None:
    page = opened(visitor, leagues, WEAK)
    expect(block(page)).to_contain_text("a missing part is not guessed")
    missing = leagues.database.standings.find_one({"branch_id": leagues.branches[WEAK], "league.checklist": EVENING})[
        "headline"
    ]["missing_audits"]
    row = block(page).get_by_role("row").filter(has_text="37.5%")
    expect(row).to_contain_text(f"{missing} more audit" if missing else "not enough audits yet")
    expect(block(page).locator(".big")).to_have_count(0)
    page = opened(visitor, leagues, UNSEEN)
    expect(block(page).get_by_role("row").filter(has_text="37.5%")).to_contain_text("no audit yet")


def test_without_shares_it_says_so(visitor: Visitor, leagues: LeagueNetwork, server: str) -> None:
    admin = signed_in(server, ADMIN)
    declare(admin, leagues, {})
    page = opened(visitor, leagues, "Shop 03")
    expect(block(page)).to_contain_text("does not say how its checklists weigh")
    expect(block(page).get_by_role("table")).to_have_count(0)
    # One checklist alone needs no mixing.
    page = opened(visitor, leagues, UNSEEN)
    expect(page.get_by_role("heading", name="Latest audits")).to_be_visible()
    expect(block(page)).to_have_count(0)
    declare(admin, leagues, SHARES)
    admin.close()


def test_it_fits_everywhere(visitor: Visitor, leagues: LeagueNetwork) -> None:
    page = visitor.open(f"/desk/#/branches/{leagues.branches['Shop 03']}", "admin")
    expect(block(page).get_by_role("table")).to_be_visible()
    accessible(page)
