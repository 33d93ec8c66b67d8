"""Signing in and out, in words and for good."""

import re

from playwright.sync_api import Page, expect

from tests.api.process import PASSWORD
from tests.e2e.axe import overflow, violations
from tests.e2e.conftest import DESK, Visitor, cut_off
from tests.e2e.network import Network


def sign_in(page: Page, account: str, password: str = PASSWORD) -> None:
    page.get_by_label("Account", exact=True).fill(account)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_everybody_is_led_to_their_room(visitor: Visitor, network: Network) -> None:
    rooms = {"shopper": "Your work", "reviewer": "Branches", "manager": "Branches", "trainer": "Examples for coaching"}
    for role, heading in rooms.items():
        page = visitor.open()
        sign_in(page, f"{role}@test.example")
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_the_wrong_room_sends_people_to_their_own(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/desk/", "shopper")
    expect(page.get_by_role("heading", name="Your work")).to_be_visible()
    page.goto("/coach/")
    expect(page.get_by_role("heading", name="Your work")).to_be_visible()


def test_a_link_to_a_page_survives_signing_in(visitor: Visitor, network: Network) -> None:
    page = visitor.open(f"/desk/#/branches/{network.branches['Kaunas']}", size=DESK)
    sign_in(page, "manager@test.example")
    expect(page.get_by_role("heading", name="Kaunas")).to_be_visible()


def test_missing_and_wrong_entries_are_told_apart(visitor: Visitor) -> None:
    page = visitor.open()
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter your account and your password")
    sign_in(page, "nobody@test.example", "not the password")
    expect(page.get_by_role("alert")).to_contain_text("Account or password is wrong")


def test_a_pause_says_how_long_it_lasts(visitor: Visitor) -> None:
    page = visitor.open()
    for _ in range(5):
        sign_in(page, "guessed@test.example", "a guess")
        expect(page.get_by_role("button", name="Sign in")).to_be_enabled()
    expect(page.get_by_role("alert")).to_have_text(re.compile(r"Too many attempts. Try again in \d+ mins?"))


def test_a_silent_server_is_named_as_such(visitor: Visitor) -> None:
    page = visitor.open()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    cut_off(page)
    sign_in(page, "shopper@test.example")
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer")


def test_signing_out_ends_the_session_for_good(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/desk/", "manager")
    cookies = page.context.cookies()
    page.get_by_role("button", name="Your account").click()
    expect(page.get_by_text("manager@test.example")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    # Whoever copied the cookie has nothing in hand either.
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto("/desk/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_session_that_ends_meanwhile_is_explained(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/desk/", "reviewer")
    expect(page.get_by_role("heading", name="Branches")).to_be_visible()
    page.context.clear_cookies()
    page.get_by_role("link", name="Reviews").click()
    dialog = page.get_by_role("dialog", name="Sign in again")
    expect(dialog).to_contain_text("Your session has ended")
    sign_in(page, "reviewer@test.example")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting for review")
    expect(page.locator("main").get_by_role("status").first).to_be_visible()
    expect(page.get_by_text("Please sign in first")).to_have_count(0)


def test_what_is_typed_outlasts_the_session_and_stays_with_who_typed_it(visitor: Visitor, network: Network) -> None:
    page = visitor.open(f"/desk/#/audits/{network.audits['waiting']}", "reviewer", (320, 640))
    page.get_by_role("radio", name="Reject").check()
    reason = page.get_by_label("Reason")
    reason.fill("The receipt is from another shop.")
    assert page.request.delete("/api/session").ok
    # Without a click: the open page learns it by itself.
    dialog = page.get_by_role("dialog", name="Sign in again")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("heading")).to_be_focused()
    for _ in range(2):
        page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    assert violations(page) == []
    assert overflow(page) == 0
    sign_in(page, "reviewer@test.example")
    expect(dialog).to_have_count(0)
    expect(reason).to_have_value("The receipt is from another shop.")
    expect(reason).to_be_focused()
    assert page.request.delete("/api/session").ok
    expect(dialog).to_be_visible()
    sign_in(page, "manager@test.example")
    expect(page.get_by_role("heading", level=1)).to_have_text("Branches")
    assert page.url.endswith("/desk/")
    expect(page.get_by_text("The receipt is from another shop.")).to_have_count(0)


def test_password_can_be_shown(visitor: Visitor) -> None:
    page = visitor.open()
    page.get_by_label("Password", exact=True).fill("visible")
    page.get_by_role("button", name="Show password").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")
