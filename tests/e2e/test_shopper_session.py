"""Signing in and out on a phone that works without a network."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.api.process import PASSWORD
from tests.e2e.axe import violations
from tests.e2e.conftest import Visitor
from tests.e2e.network import Network

WORKER_RUNS = "navigator.serviceWorker.controller !== null"
PATIENCE_STEPS = 200
STEP_MS = 100
COLLEAGUE = "colleague@test.example"


@contextmanager
def offline(page: Page) -> Iterator[None]:
    until(page, lambda: page.evaluate(WORKER_RUNS))
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


def until(page: Page, true: Callable[[], bool]) -> None:
    """The pages forbid what `wait_for_function` does."""
    for _ in range(PATIENCE_STEPS):
        if true():
            return
        page.wait_for_timeout(STEP_MS)
    raise AssertionError("waited in vain")


def leave(page: Page) -> None:
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out").click()


def lapsed(visitor: Visitor) -> Page:
    """A page whose session has ended while somebody works on it."""
    page = visitor.open("/", "shopper")
    expect(page.get_by_text("Up to date as of")).to_be_visible()
    page.context.clear_cookies()
    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_text("Sign in again to send")).to_be_visible()
    return page


def enter_again(page: Page, account: str) -> None:
    page.get_by_role("button", name="Sign in", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Account", exact=True).fill(account)
    dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_have_count(0)


def test_without_network_the_shopper_is_still_known(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/", "shopper")
    expect(page.get_by_role("article").first).to_be_visible()
    with offline(page):
        page.reload()
        expect(page.get_by_text("No network.")).to_be_visible()
        expect(page.get_by_role("article").first).to_be_visible()


def test_an_ended_session_asks_without_leaving_the_page(visitor: Visitor, network: Network) -> None:
    page = lapsed(visitor)
    expect(page.get_by_role("article").first).to_be_visible()
    page.evaluate("location.hash = '#/outbox'")
    page.get_by_role("button", name="Sign in", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Account", exact=True)).to_have_value("shopper@test.example")
    assert violations(page) == []
    dialog.get_by_label("Password", exact=True).fill("not the password")
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Account or password is wrong")
    dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Sign in again to send")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("Outbox")


def test_somebody_else_gets_their_own_work(visitor: Visitor, network: Network) -> None:
    body = {"account": COLLEAGUE, "name": "Cora Colleague", "role": "shopper", "password": PASSWORD, "region_ids": []}
    network.http["admin"].put(f"/api/users/{uuid4()}", json=body).raise_for_status()
    page = lapsed(visitor)
    enter_again(page, COLLEAGUE)
    expect(page.get_by_text("No open assignments")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(0)
    page.get_by_role("button", name="Your account").click()
    expect(page.get_by_text("Cora Colleague").last).to_be_visible()


def test_a_session_is_ended_as_soon_as_the_server_can_be_reached(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/", "shopper")
    expect(page.get_by_text("Up to date as of")).to_be_visible()
    cookies = page.context.cookies()
    with offline(page):
        leave(page)
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        page.reload()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    until(page, lambda: page.request.get("/api/session").status == 401)
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto("/")
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_an_old_sign_out_does_not_end_a_new_session(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/", "shopper")
    expect(page.get_by_text("Up to date as of")).to_be_visible()
    page.route("**/api/session", lambda route: route.abort())
    leave(page)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.unroute("**/api/session")
    page.get_by_label("Account", exact=True).fill("shopper@test.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Up to date as of")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Up to date as of")).to_be_visible()
    assert page.evaluate("fetch('/api/session').then(answer => answer.status)") == 200


def test_unsent_work_is_named_before_leaving(visitor: Visitor, network: Network) -> None:
    assignment = network.assign("Malmö 18")
    page = visitor.open(f"/#/assignments/{assignment}", "shopper")
    page.get_by_role("button", name="Start the audit").click()
    expect(page.locator("[id^='item-']").first).to_be_visible()
    page.goto("/#/")
    leave(page)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("listitem")).to_have_text(["1 audit"])
    assert violations(page) == []
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_role("region", name="Started")).to_be_visible()
    leave(page)
    dialog.get_by_role("button", name="Sign out and keep it here").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("Account", exact=True).fill("shopper@test.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("region", name="Started").get_by_text("Malmö 18")).to_be_visible()
