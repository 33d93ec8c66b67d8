"""Photos that are still being saved when the shopper goes on or the browser dies: none is lost, a failure is told."""

from playwright.sync_api import FilePayload, expect

from tests.e2e.phone.checklists import VISIT
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.proxy import Proxy
from tests.e2e.phone.visit import Visit, check, check_all, fill
from tests.e2e.phone.world import World, arrive

# As long as a cheap phone takes for a large picture.
_SLOWLY = """() => {
  const real = window.createImageBitmap.bind(window);
  window.createImageBitmap = async (...args) => {
    await new Promise((done) => setTimeout(done, 2000));
    return real(...args);
  };
}"""
_BROKEN: FilePayload = {"name": "broken.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}


def _shoot(phone: Phone, visit: Visit, album: Album, photos: int) -> None:
    """Taken slowly, and on the disk as they came from the camera."""
    phone.page.evaluate(_SLOWLY)
    taken = [album.take() for _ in range(photos)]
    phone.item("shelf").locator("input[type=file]").last.set_input_files([path for _, path in taken])
    visit.photos.extend(number for number, _ in taken)
    phone.until(lambda: len(phone.memory().tables["originals"]) == photos)


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
    phone.item("shelf").locator("input[type=file]").last.set_input_files(_BROKEN)
    phone.go(f"#/audits/{visit.audit_id}/form/check-and-send")
    send = phone.page.get_by_role("button", name="Send", exact=True)
    send.click()
    lost = phone.page.get_by_role("alert").filter(has_text="This photo is not ready yet")
    expect(lost).to_contain_text("could not be made ready")
    expect(send).to_be_enabled()
    assert world.truth.audits(shop.id) == []
    lost.get_by_role("button", name="Do without it").click()
    expect(lost).to_be_hidden()
    phone.submit()
    phone.receipt(shop.id)
    check(visit, phone, world, proxy)


def test_who_dies_while_photos_are_developed_finds_them_again(
    phone: Phone, world: World, proxy: Proxy, album: Album
) -> None:
    [shop] = arrive(phone, world, VISIT)
    phone.browser.offline()
    visit = fill(phone, shop, album, photos=1)
    _shoot(phone, visit, album, 2)
    phone.browser.kill()
    page = phone.browser.open(None, offline=True)
    phone.browser.context.add_init_script(f"({_SLOWLY})()")
    page.goto("/")
    assert len(phone.memory().photos(visit.audit_id)) == 1
    expect(page.get_by_role("article").filter(has_text=shop.branch)).to_contain_text("2 photos are still being saved")
    page.goto(f"/#/audits/{visit.audit_id}/form")
    expect(phone.item("shelf").get_by_role("button", name="open large")).to_have_count(3)
    phone.submit()
    phone.browser.offline(False)
    phone.wait_until_sent()
    check_all([visit], phone, world, proxy)


def test_two_tabs_develop_no_photo_twice(phone: Phone, world: World, proxy: Proxy, album: Album) -> None:
    [shop] = arrive(phone, world, VISIT)
    visit = fill(phone, shop, album, photos=1)
    tab = phone.browser.context.new_page()
    tab.goto(f"/#/audits/{visit.audit_id}/form/check-and-send")
    send = tab.get_by_role("button", name="Send", exact=True)
    expect(send).to_be_enabled()
    _shoot(phone, visit, album, 2)
    expect(tab.get_by_text("2 photos are still being saved")).to_be_visible()
    send.click()
    phone.receipt(shop.id)
    check_all([visit], phone, world, proxy)


def test_a_file_that_is_no_photo_is_told_after_a_death_too(
    phone: Phone, world: World, proxy: Proxy, album: Album
) -> None:
    [shop] = arrive(phone, world, VISIT)
    visit = fill(phone, shop, album, photos=1)
    phone.page.evaluate(_SLOWLY)
    phone.item("shelf").locator("input[type=file]").last.set_input_files(_BROKEN)
    phone.until(lambda: len(phone.memory().tables["originals"]) == 1)
    phone.browser.kill()
    phone.reopen(visit.audit_id)
    card = phone.item("shelf")
    lost = card.get_by_role("alert").filter(has_text="could not be made ready")
    expect(lost).to_be_visible()
    [before] = phone.memory().tables["originals"]
    assert (before["tries"], before["why"]) == (2, "unreadable")
    # Another photo does not decide about this one.
    number, path = album.take()
    phone.photo("shelf", path)
    visit.photos.append(number)
    assert phone.memory().tables["originals"] == [before]
    lost.get_by_role("button", name="Try again").click()
    phone.until(lambda: phone.memory().tables["originals"] == [{**before, "tries": 1}])
    expect(lost).to_be_visible()
    phone.browser.kill()
    phone.reopen(visit.audit_id)
    phone.go(f"#/audits/{visit.audit_id}/form/check-and-send")
    lost = phone.page.get_by_role("alert").filter(has_text="This photo is not ready yet")
    expect(lost).to_contain_text("could not be made ready")
    lost.get_by_role("button", name="Do without it").click()
    expect(lost).to_be_hidden()
    assert phone.memory().tables["originals"] == []
    phone.submit()
    phone.wait_until_sent()
    check_all([visit], phone, world, proxy)
