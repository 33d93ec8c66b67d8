"""The page on which branches are compared."""

from playwright.sync_api import Locator, Page

from tests.e2e import visits
from tests.e2e.league import LeagueNetwork


def address(made: LeagueNetwork, tier: str = "standard", **more: str) -> str:
    asked = {"programme": str(made.programme), "checklist": visits.CHECKLIST, "tier": tier, "audience": "external"}
    return "/desk/#/compare?" + "&".join(f"{name}={value}" for name, value in {**asked, **more}.items())


def table(page: Page) -> Locator:
    return page.get_by_role("table", name="The branches in figures")


def row(page: Page, name: str) -> Locator:
    return table(page).get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True))
