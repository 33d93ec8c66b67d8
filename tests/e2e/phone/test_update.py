"""A new version of the app waits until the shopper agrees, and takes nothing with it."""

import httpx
from playwright.sync_api import Page, expect

from tests.e2e.phone.checklists import VISIT
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.proxy import Proxy
from tests.e2e.phone.weather import Answer
from tests.e2e.phone.world import World, arrive

SCRIPT = {"content-type": "text/javascript", "cache-control": "no-cache"}
WAITS = "navigator.serviceWorker.getRegistration().then(({ waiting }) => waiting !== null)"


def _publish(phone: Phone, proxy: Proxy) -> Page:
    """Another worker at the same address, as after an update of the server; the browser has fetched it."""
    worker = httpx.get(f"{proxy.address}/sw.js").content
    proxy.rule("GET", "^/sw.js$", Answer(200, SCRIPT, worker + b"\n// another version\n"), times=100)
    phone.page.evaluate("navigator.serviceWorker.getRegistration().then((registration) => registration.update())")
    phone.until(lambda: bool(phone.page.evaluate(WAITS)))
    return phone.page


def test_a_new_version_waits_for_consent_and_drafts_survive_it(phone: Phone, world: World, proxy: Proxy) -> None:
    [shop] = arrive(phone, world, VISIT)
    phone.begin(shop)
    phone.answer("memory", "Before the update")
    phone.page.evaluate("globalThis.sameLoad = true")
    page = _publish(phone, proxy)
    ready = page.get_by_text("A new version is ready")
    # Nobody is interrupted in the middle of an answer.
    expect(page.locator("#item-memory")).to_be_visible()
    expect(ready).to_have_count(0)
    phone.go("#/")
    expect(ready).to_be_visible()
    assert page.evaluate("globalThis.sameLoad")
    with page.expect_navigation():
        page.get_by_role("button", name="Update now").click()
    expect(page.get_by_role("link", name="Continue")).to_be_visible()
    expect(ready).to_have_count(0)
    page.get_by_role("link", name="Continue").click()
    expect(page.locator("#item-memory").get_by_role("textbox")).to_have_value("Before the update")


def test_who_says_later_is_asked_again_when_the_app_is_opened_anew(phone: Phone, world: World, proxy: Proxy) -> None:
    arrive(phone, world, VISIT)
    page = _publish(phone, proxy)
    ready = page.get_by_text("A new version is ready")
    expect(ready).to_be_visible()
    page.get_by_role("button", name="Later").click()
    expect(ready).to_have_count(0)
    phone.go("#/done")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your audits")
    expect(ready).to_have_count(0)
    page.reload()
    expect(ready).to_be_visible()
