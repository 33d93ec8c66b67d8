"""A grave failure becomes final: the bell tells it, and whoever has read it is told no more."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.axe import overflow, violations
from tests.e2e.conftest import DESK, Visitor
from tests.e2e.looks import accessible, speak
from tests.e2e.network import Network

LANGUAGES = {
    "en-GB": "Alerts",
    "de-DE": "Meldungen",
    "sv-SE": "Aviseringar",
    "lt-LT": "Pranešimai",
    "tr-TR": "Uyarılar",
}
UNMUTED = {"muted_rules": [], "muted_branches": [], "digest": True, "immediate": False}


def fail(network: Network, branch: str) -> str:
    """The id of a finalised audit in which somebody was treated without respect."""
    return str(network.review(network.submit(branch, kind=False)))


def bell(page: Page) -> Any:
    return page.get_by_role("banner").get_by_role("link", name="Alerts")


def row(page: Page, branch: str) -> Any:
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=branch, exact=True))


def test_a_grave_failure_rings_until_it_is_read(visitor: Visitor, network: Network) -> None:
    manager = network.http["manager"]
    shown = [alert["id"] for alert in manager.get("/api/alerts", params={"limit": 200}).json()["alerts"]]
    manager.put("/api/alerts/read", json={"alerts": shown}).raise_for_status()
    page = visitor.open("/desk/", "manager", DESK)
    expect(bell(page)).to_be_visible()
    expect(bell(page).locator(".count")).to_have_count(0)
    fail(network, "Kaunas")
    page.get_by_role("navigation").get_by_role("link", name="Compare").click()
    raised = len(manager.get("/api/alerts", params={"unread": True}).json()["alerts"])
    expect(bell(page).locator(".count")).to_have_text(str(raised))
    expect(bell(page)).to_contain_text("unread alert")
    bell(page).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Alerts")
    mine = row(page, "Kaunas").filter(has_text="Grave failure").first
    expect(mine).to_contain_text("The employee treated me disrespectfully")
    expect(mine).to_contain_text("Unread")
    assert violations(page) == []
    mine.get_by_role("button", name="Mark as read").click()
    expect(mine.get_by_role("button", name="Mark as unread")).to_be_visible()
    left = raised - 1
    expect(bell(page).locator(".count")).to_have_count(1 if left else 0)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Alerts")
    page.get_by_label("Show").select_option("All")
    assert page.url.endswith("#/alerts?show=all")
    first = row(page, "Kaunas").filter(has_text="Grave failure").first
    expect(first.get_by_role("button", name="Mark as unread")).to_be_visible()
    first.get_by_role("link", name="Open the audit").click()
    expect(page.get_by_text("The employee treated me disrespectfully").first).to_be_visible()
    other = visitor.open("/desk/#/alerts", "reviewer", DESK)
    expect(row(other, "Kaunas").filter(has_text="Grave failure").first).to_contain_text("Unread")


def test_what_is_muted_is_silent(visitor: Visitor, network: Network) -> None:
    fail(network, "Šiauliai")
    page = visitor.open("/desk/#/alerts/preferences", "manager", DESK)
    page.get_by_label("Mute a branch").select_option("Šiauliai")
    page.get_by_role("button", name="Mute", exact=True).click()
    page.get_by_label("One e-mail a day with what I have not read").uncheck()
    assert violations(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.locator("form").get_by_text("Your preferences are saved.")).to_be_visible()
    kept = network.http["manager"].get("/api/alert-preferences").json()
    assert (kept["muted_branches"], kept["digest"]) == ([str(network.branches["Šiauliai"])], False)
    page.get_by_role("link", name="Alerts").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Alerts")
    page.get_by_label("Show").select_option("All")
    expect(row(page, "Šiauliai")).to_have_count(0)
    network.http["manager"].put("/api/alert-preferences", json=UNMUTED).raise_for_status()
    page.reload()
    expect(row(page, "Šiauliai").first).to_be_visible()


def test_an_administrator_enters_an_address(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/desk/#/accounts", "admin", DESK)
    manager = page.get_by_role("listitem").filter(has_text="Marius Manager")
    manager.get_by_role("button", name="Change").click()
    field = manager.get_by_label("E-mail for alerts")
    field.fill("nowhere")
    manager.get_by_role("button", name="Save").click()
    expect(manager.get_by_role("alert")).to_be_visible()
    field.fill("marius@example.org")
    assert violations(page) == []
    manager.get_by_role("button", name="Save").click()
    expect(manager).to_contain_text("marius@example.org")
    stored = {user["name"]: user["email"] for user in network.http["admin"].get("/api/users").json()}
    assert stored["Marius Manager"] == "marius@example.org"
    # Whoever shops gets no alerts.
    shopper = page.get_by_role("listitem").filter(has_text="Sam Shopper")
    expect(shopper.get_by_role("button", name="Change")).to_have_count(0)


def test_alerts_are_accessible(visitor: Visitor, network: Network) -> None:
    fail(network, "Kaunas")
    page = visitor.open("/desk/#/alerts", "manager")
    expect(row(page, "Kaunas").first).to_be_visible()
    accessible(page)


def test_alerts_speak_every_language(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/desk/#/alerts?show=all", "manager")
    for language, title in LANGUAGES.items():
        speak(page, language)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        assert overflow(page) == 0
