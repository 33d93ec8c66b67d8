"""Several senders and strange clocks: two tabs and the worker at once, the worker alone, a day off."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.e2e.phone.browser import SHIFT, Worker
from tests.e2e.phone.checklists import VISIT
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.proxy import AUDIT, CREATION, UPLOAD, Proxy
from tests.e2e.phone.visit import check, check_all, submit
from tests.e2e.phone.weather import Pass
from tests.e2e.phone.world import World, arrive

TAG = "outbox"
DAY_MS = 86_400_000


def test_two_tabs_and_the_worker_send_one_audit(phone: Phone, world: World, proxy: Proxy, album: Album) -> None:
    shops = arrive(phone, world, VISIT, VISIT)
    tab = phone.browser.context.new_page()
    tab.goto("/")
    expect(tab.get_by_role("heading", level=1, name="Your work")).to_be_visible()
    proxy.rule("PATCH", UPLOAD, Pass(delay=0.3), times=100)
    phone.browser.offline()
    visits = [submit(phone, shop, album) for shop in shops]
    phone.browser.offline(False)
    worker = Worker(phone.browser)
    for _ in range(6):
        worker.sync(TAG, phone.page)
        tab.wait_for_timeout(150)
    for visit in visits:
        phone.receipt(visit.shop.id)
    check_all(visits, phone, world, proxy)
    assert len(proxy.requests("POST", CREATION)) == 6
    assert len(proxy.requests("PUT", AUDIT)) == 2


def test_the_worker_alone_sends_what_the_browser_kept(phone: Phone, world: World, proxy: Proxy, album: Album) -> None:
    [shop] = arrive(phone, world, VISIT)
    phone.browser.offline()
    visit = submit(phone, shop, album, photos=2)
    phone.page.goto("about:blank")
    phone.browser.offline(False)
    Worker(phone.browser).sync(TAG, phone.page)
    phone.page.wait_for_timeout(200)
    for _ in range(100):
        if world.truth.audits(shop.id):
            break
        phone.page.wait_for_timeout(100)
    phone.page.goto("/")
    phone.receipt(shop.id)
    check(visit, phone, world, proxy)
    [sending] = proxy.requests("PUT", AUDIT)
    assert sending.headers["referer"].endswith("/sw.js")


@pytest.mark.parametrize("days", [1, -1])
def test_a_clock_that_is_a_day_off(days: int, phone: Phone, world: World, proxy: Proxy, album: Album) -> None:
    [shop] = arrive(phone, world, VISIT)
    phone.browser.context.add_init_script(f"({SHIFT})({days * DAY_MS})")
    phone.page.reload()
    visit = submit(phone, shop, album, photos=1)
    phone.receipt(shop.id)
    check_all([visit], phone, world, proxy)
    [sending] = proxy.requests("PUT", AUDIT)
    said = datetime.fromisoformat(sending.headers["device-clock"])
    assert round((said - datetime.now(UTC)).total_seconds() / 86_400) == days
