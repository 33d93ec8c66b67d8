"""What must hold on every screen: accessible, no sideways scrolling, five languages, two themes, a keyboard."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESK, REPAINTED, Visitor
from tests.e2e.looks import PAPER, accessible, speak
from tests.e2e.network import Network

SPOKEN = {
    "en": ("Your work", "Visit"),
    "de": ("Ihre Aufgaben", "Besuch"),
    "sv": ("Ditt arbete", "Besök"),
    "lt": ("Jūsų darbai", "Apsilankymas"),
    "tr": ("İşleriniz", "Ziyaret"),
}
SCREENS: dict[str, tuple[str, str | None]] = {
    "sign-in": ("/", None),
    "shopper": ("/", "shopper"),
    "shopper-assignment": ("/#/assignments/{assignment}", "shopper"),
    "shopper-outbox": ("/#/outbox", "shopper"),
    "shopper-done": ("/#/done", "shopper"),
    "shopper-audit": ("/#/audits/{returned}", "shopper"),
    "branches": ("/desk/", "admin"),
    "branch": ("/desk/#/branches/{branch}", "manager"),
    "single": ("/desk/#/branches/{single_branch}", "manager"),
    "audit": ("/desk/#/audits/{unkind}", "manager"),
    "review": ("/desk/#/audits/{waiting}", "reviewer"),
    "queue": ("/desk/#/queue", "reviewer"),
    "alerts": ("/desk/#/alerts?show=all", "manager"),
    "alert-preferences": ("/desk/#/alerts/preferences", "manager"),
    "actions": ("/desk/#/actions", "manager"),
    "drivers": ("/desk/#/drivers", "manager"),
    "outcomes": ("/desk/#/outcomes", "manager"),
    "outcome-import": ("/desk/#/outcomes/import", "admin"),
    "recognise": ("/desk/#/recognise", "manager"),
    "stories": ("/coach/#/examples?source=stories", "trainer"),
    "appeals": ("/desk/#/appeals", "manager"),
    "exercises": ("/desk/#/exercises", "reviewer"),
    "checklists": ("/desk/#/checklists", "admin"),
    "checklist": ("/desk/#/checklists/branch_visit/1", "admin"),
    "publish": ("/desk/#/publish", "admin"),
    "accounts": ("/desk/#/accounts", "admin"),
    "planning": ("/desk/#/planning", "admin"),
    "planning-one": ("/desk/#/planning/{assignment}", "admin"),
    "planning-many": ("/desk/#/planning/many", "admin"),
    "account-new": ("/desk/#/accounts/new", "admin"),
    "setup": ("/desk/#/setup", "admin"),
    "setup-new": ("/desk/#/setup/new", "admin"),
    "setup-programme": ("/desk/#/setup/{programme}", "admin"),
    "setup-regions": ("/desk/#/setup/{programme}/regions", "admin"),
    "setup-branches": ("/desk/#/setup/{programme}/branches", "admin"),
    "setup-branch": ("/desk/#/setup/{programme}/branches/{branch}", "admin"),
    "setup-waves": ("/desk/#/setup/{programme}/waves", "admin"),
    "nothing": ("/desk/#/branches/nothing", "admin"),
    "word-list": ("/desk/#/anonymise/list", "reviewer"),
    "coach": ("/coach/", "trainer"),
    "docs": ("/docs/", None),
}


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_is_accessible_and_fits(visitor: Visitor, network: Network, screen: str) -> None:
    """In German, because its words are the longest."""
    path, role = SCREENS[screen]
    branches = {"branch": network.branches["Vilnius Old Town"], "single_branch": network.branches["Šiauliai"]}
    assignment = network.assignments["open"]
    known = {**network.audits, **branches, "assignment": assignment, "programme": network.programme}
    page = visitor.open(path.format(**known), role, language="de-DE")
    expect(page.get_by_role("heading").first).to_be_visible()
    expect(page.locator("[role=status] [aria-hidden]")).to_have_count(0)  # no skeleton any more
    if role is not None:
        page.get_by_role("button", name="Ihr Konto").click()
    accessible(page)


def test_pages_speak_the_language_of_the_browser(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/", "shopper", language="de-DE")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Aufgaben")
    expect(page.get_by_text("Besuch", exact=True).first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_pages_speak_five_languages(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/", "shopper")
    for language, (heading, channel) in SPOKEN.items():
        speak(page, language)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(page.get_by_text(channel, exact=True).first).to_be_visible()
        expect(page.locator("html")).to_have_attribute("lang", language)


def test_the_chosen_language_stays_and_reaches_the_checklist(visitor: Visitor, network: Network) -> None:
    page = visitor.open(f"/#/audits/{network.audits['kind']}", "shopper")
    page.get_by_role("button", name="Your account").click()
    page.get_by_label("Language").select_option("lt")
    expect(page.get_by_role("heading", name="Atsakymai")).to_be_visible()
    expect(page.get_by_text("Kaip su manimi pasisveikino?")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Atsakymai")).to_be_visible()


def test_the_chosen_theme_stays(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/coach/", "trainer")
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("radio", name="Dark").check()
    expect(page.locator("body")).to_have_css("background-color", PAPER["dark"])
    page.reload()
    expect(page.locator("body")).to_have_css("background-color", PAPER["dark"])


def test_a_keyboard_is_enough(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/desk/", "manager")
    expect(page.get_by_role("heading", name="Lithuania")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    assert "#main" not in page.url
    for _ in range(2):  # search, then the first branch
        page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Kaunas")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Kaunas")).to_be_focused()
    account = page.get_by_role("button", name="Your account")
    account.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(account).to_be_focused()


def test_the_api_is_documented_without_any_other_host(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/docs/", "admin", DESK)
    described = page.request.get("/api/openapi.json").json()["paths"].values()
    operations = sum(len(path) for path in described)
    expect(page.locator(".opblock").first).to_be_visible()
    seen: set[str] = set()
    for y in range(0, 500 * operations, 400):  # drawn where they come into sight
        if len(seen) == operations:
            break
        page.evaluate("y => window.scrollTo(0, y)", y)
        page.evaluate(REPAINTED)
        seen.update(page.locator(".opblock").evaluate_all("all => all.map(one => one.id)"))
    assert len(seen) == operations
    while not page.get_by_text("Who am I").is_visible():
        page.evaluate("window.scrollBy(0, -400)")
        page.evaluate(REPAINTED)
    # What comes into sight moves what is there: no place stays long enough for a pointer.
    page.get_by_text("Who am I").dispatch_event("click")
    page.get_by_role("button", name="Try it out").dispatch_event("click")
    page.get_by_role("button", name="Execute").dispatch_event("click")
    expect(page.locator(".live-responses-table")).to_contain_text("admin@test.example")
