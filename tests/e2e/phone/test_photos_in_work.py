"""Photos that are still being saved when the shopper goes on: none is lost, and a failure is told wherever they are."""

from playwright.sync_api import FilePayload, expect

from tests.e2e.phone.checklists import VISIT
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.proxy import Proxy
from tests.e2e.phone.visit import check, fill
from tests.e2e.phone.world import World, arrive

# As long as a cheap phone takes for a large picture.
_SLOWLY = """() => {
  const real = window.createImageBitmap.bind(window);
  window.createImageBitmap = async (...args) => {
    await new Promise((done) => setTimeout(done, 2000));
    return real(...args);
  };
}"""


def test_who_sends_at_once_loses_no_photo(phone: Phone, world: World, proxy: Proxy, album: Album) -> None:
    [shop] = arrive(phone, world, VISIT)
    visit = fill(phone, shop, album, photos=1)
    phone.page.evaluate(_SLOWLY)
    taken = [album.take() for _ in range(2)]
    phone.item("shelf").locator("input[type=file]").last.set_input_files([path for _, path in taken])
    phone.go(f"#/audits/{visit.audit_id}/form/check-and-send")
    expect(phone.page.get_by_text("2 photos are still being saved")).to_be_visible()
    phone.submit()
    phone.receipt(shop.id)
    visit.photos.extend(number for number, _ in taken)
    check(visit, phone, world, proxy)


def test_a_photo_that_fails_elsewhere_holds_up_the_audit(
    phone: Phone, world: World, proxy: Proxy, album: Album
) -> None:
    [shop] = arrive(phone, world, VISIT)
    visit = fill(phone, shop, album, photos=1)
    phone.page.evaluate(_SLOWLY)
    broken: FilePayload = {"name": "broken.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
    phone.item("shelf").locator("input[type=file]").last.set_input_files(broken)
    phone.go(f"#/audits/{visit.audit_id}/form/check-and-send")
    send = phone.page.get_by_role("button", name="Send", exact=True)
    send.click()
    lost = phone.page.get_by_role("alert").filter(has_text="A photo is NOT saved")
    expect(lost).to_contain_text("cannot be read as a photo")
    expect(send).to_be_enabled()
    assert world.truth.audits(shop.id) == []
    lost.get_by_role("button", name="Do without it").click()
    expect(lost).to_be_hidden()
    phone.submit()
    phone.receipt(shop.id)
    check(visit, phone, world, proxy)
