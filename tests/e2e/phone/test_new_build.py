"""Another build of the app: taken as a whole and with consent, or not at all; what was filled in arrives."""

from playwright.sync_api import expect

from tests.e2e.phone.checklists import VISIT
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.proxy import Proxy
from tests.e2e.phone.renewal import AFTER, BEFORE, publish
from tests.e2e.phone.visit import check_all, fill, submit
from tests.e2e.phone.weather import PORTAL
from tests.e2e.phone.world import World, arrive


def test_a_new_build_is_taken_with_consent_and_drafts_arrive(
    phone: Phone, world: World, proxy: Proxy, album: Album
) -> None:
    begun, waiting = arrive(phone, world, VISIT, VISIT)
    phone.browser.offline()
    visits = [submit(phone, waiting, album, photos=1), fill(phone, begun, album, photos=2)]
    phone.browser.offline(False)
    publish(proxy)
    page = phone.page
    phone.go("#/")
    page.reload()
    title = page.get_by_role("heading", level=1)
    expect(page.get_by_text("A new version is ready")).to_be_visible()
    expect(title).to_have_text(BEFORE.decode())
    with page.expect_navigation():
        page.get_by_role("button", name="Update now").click()
    expect(title).to_have_text(AFTER.decode())
    # And without a network as well: the new build is on the phone as a whole.
    phone.browser.offline()
    page.reload()
    expect(title).to_have_text(AFTER.decode())
    phone.go(f"#/audits/{visits[1].audit_id}/form")
    phone.submit()
    phone.browser.offline(False)
    phone.wait_until_sent()
    check_all(visits, phone, world, proxy)


def test_half_a_new_build_changes_nothing(phone: Phone, world: World, proxy: Proxy) -> None:
    [shop] = arrive(phone, world, VISIT)
    page = phone.page
    portal = publish(proxy, instead=PORTAL)
    page.reload()
    phone.until(lambda: portal.hits > 0)
    phone.browser.offline()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(BEFORE.decode())
    phone.begin(shop)
    phone.answer("memory", "Still here")
    expect(page.get_by_text("A new version is ready")).to_have_count(0)
