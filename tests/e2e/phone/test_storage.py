"""A phone without room: it says so before anybody trusts it, and what was saved before stays as it is."""

import re

from playwright.sync_api import CDPSession, expect

from tests.e2e.phone.checklists import VISIT
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.proxy import Proxy
from tests.e2e.phone.visit import check, fill
from tests.e2e.phone.world import World, arrive

BREATH_MS = 100


def _open_with_room(phone: Phone, audit_id: str, spare: int, offline: bool = False) -> CDPSession:
    """Opens the browser anew at the form, with `spare` bytes beyond what the app uses; the session can lift that.

    Anew, because Chromium remembers for half a minute that there was room.
    """
    phone.page.wait_for_timeout(BREATH_MS)
    phone.browser.close()
    page = phone.browser.open(None, offline)
    session = phone.browser.cdp(page)
    origin = {"origin": phone.browser.address}
    used = session.send("Storage.getUsageAndQuota", origin)["usage"]
    # What is used may shrink a little when the browser tidies up: no room is less than what is used now.
    session.send("Storage.overrideQuotaForOrigin", {**origin, "quotaSize": used + spare if spare else 1})
    page.goto(f"/#/audits/{audit_id}/form")
    phone.at_form()
    return session


def _lift(phone: Phone, session: CDPSession) -> None:
    session.send("Storage.overrideQuotaForOrigin", {"origin": phone.browser.address})


def test_a_photo_that_does_not_fit_is_not_shown_as_saved(
    phone: Phone, world: World, proxy: Proxy, album: Album
) -> None:
    [shop] = arrive(phone, world, VISIT)
    phone.browser.offline()
    visit = fill(phone, shop, album, photos=1)
    session = _open_with_room(phone, visit.audit_id, 20_000, offline=True)
    number, path = album.take()
    card = phone.item("shelf")
    card.locator("input[type=file]").first.set_input_files(path)
    expect(card.get_by_text("This photo is NOT saved")).to_be_visible()
    expect(card.get_by_role("button", name="open large")).to_have_count(1)
    memory = phone.memory()
    assert len(memory.photos(visit.audit_id)) == 1
    assert memory.answers(visit.audit_id)["memory"]["value"]["text"] == visit.answers["memory"]
    _lift(phone, session)
    phone.photo("shelf", path)
    phone.submit()
    phone.browser.offline(False)
    phone.receipt(shop.id)
    visit.photos.append(number)
    check(visit, phone, world, proxy)


def test_an_answer_that_cannot_be_kept_is_named_at_once(phone: Phone, world: World, proxy: Proxy, album: Album) -> None:
    [shop] = arrive(phone, world, VISIT)
    visit = fill(phone, shop, album, photos=0)
    session = _open_with_room(phone, visit.audit_id, 0)
    phone.answer("memory", "x" * 3900)
    warning = phone.page.get_by_role("alert").filter(has_text=re.compile("not saved"))
    expect(warning).to_be_visible()
    assert phone.memory().answers(visit.audit_id)["memory"]["value"]["text"] == visit.answers["memory"]
    _lift(phone, session)
    warning.get_by_role("button", name="Try again").click()
    expect(warning).to_be_hidden()
    visit.answers["memory"] = "x" * 3900
    phone.submit()
    phone.receipt(shop.id)
    check(visit, phone, world, proxy)


def test_a_browser_that_keeps_nothing_says_so_before_an_audit_begins(phone: Phone, world: World) -> None:
    world.work.assign(phone.shopper)
    phone.browser.open(None)
    phone.browser.context.add_init_script(
        "IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); }"
    )
    phone.page.goto("/")
    phone.enter()
    expect(phone.page.get_by_text("Nothing can be kept in this browser")).to_be_visible()
    expect(phone.page.get_by_role("article")).to_have_count(0)


def test_a_full_phone_lets_its_shopper_leave(phone: Phone, world: World, album: Album) -> None:
    [shop] = arrive(phone, world, VISIT)
    visit = fill(phone, shop, album, photos=0)
    _open_with_room(phone, visit.audit_id, 0)
    phone.go("#/")
    phone.page.get_by_role("button", name="Your account").click()
    phone.page.get_by_role("button", name="Sign out").click()
    phone.page.get_by_role("dialog").get_by_role("button", name="Sign out and keep it here").click()
    for _ in range(2):
        expect(phone.page.get_by_role("heading", name="Sign in")).to_be_visible()
        expect(phone.page.get_by_text(shop.branch)).to_have_count(0)
        phone.page.reload()
