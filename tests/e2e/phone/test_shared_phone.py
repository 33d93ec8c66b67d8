"""One phone, several shoppers: nobody sees another's work, nobody's work is lost, and it can leave as a file."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.phone.checklists import VISIT
from tests.e2e.phone.fieldwork import audit_elsewhere
from tests.e2e.phone.memory import read
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.proxy import Proxy
from tests.e2e.phone.visit import check, check_all, fill, submit
from tests.e2e.phone.world import World, arrive


def _leave(page: Page) -> None:
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out").click()


def _signed_out(page: Page) -> None:
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_another_shopper_sees_nothing_of_what_waits_here(
    phone: Phone, world: World, proxy: Proxy, album: Album
) -> None:
    sent_later, unfinished = arrive(phone, world, VISIT, VISIT)
    phone.browser.offline()
    visit = submit(phone, sent_later, album, photos=2)
    draft = fill(phone, unfinished, album, photos=1)
    phone.go("#/")
    _leave(phone.page)
    dialog = phone.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Not everything is sent yet")
    dialog.get_by_role("button", name="Sign out and keep it here").click()
    _signed_out(phone.page)

    phone.browser.offline(False)
    second = Phone(phone.browser, world.work.shopper("Tove Trainee"))
    own = world.work.assign(second.shopper)
    second.sign_in()
    for place in ("#/", "#/outbox", "#/done", f"#/audits/{visit.audit_id}", f"#/assignments/{unfinished.id}"):
        second.go(place)
        expect(second.page.get_by_text(own.branch).or_(second.page.locator("main")).first).to_be_visible()
        for shop in (sent_later, unfinished):
            expect(second.page.get_by_text(shop.branch)).to_have_count(0)
    assert not world.truth.audits(sent_later.id)
    other = submit(second, own, album, photos=1)
    second.receipt(own.id)
    check_all([other], second, world, proxy)
    second.go("#/")
    _leave(second.page)
    _signed_out(second.page)

    phone.sign_in()
    phone.receipt(sent_later.id)
    phone.go(f"#/audits/{draft.audit_id}/form")
    expect(phone.item("shelf").get_by_role("button", name="open large")).to_have_count(1)
    phone.submit()
    phone.receipt(unfinished.id)
    check_all([visit, draft], phone, world, proxy)


def test_who_leaves_with_everything_sent_leaves_nothing(phone: Phone, world: World, album: Album) -> None:
    [shop] = arrive(phone, world, VISIT)
    submit(phone, shop, album, photos=1)
    phone.receipt(shop.id)
    phone.go("#/")
    _leave(phone.page)
    _signed_out(phone.page)
    phone.until(lambda: not read(phone.page, phone.shopper.id).kept)


def test_a_stuck_audit_leaves_as_a_file_and_comes_back(
    phone: Phone, world: World, proxy: Proxy, album: Album, tmp_path: Path
) -> None:
    stuck, fine = arrive(phone, world, VISIT, VISIT)
    phone.browser.offline()
    visits = [submit(phone, shop, album, photos=2) for shop in (stuck, fine)]
    audit_elsewhere(phone.shopper, stuck)
    phone.browser.offline(False)
    phone.receipt(fine.id)
    card = phone.card(stuck)
    expect(card).to_contain_text("Needs you")
    before = phone.memory()
    card.get_by_text("Export or remove").click()
    with phone.page.expect_download() as download:
        card.get_by_role("button", name="Export to a file").click()
    file = tmp_path / "export.json"
    download.value.save_as(file)

    card.get_by_role("button", name="Remove from this phone").click()
    dialog = phone.page.get_by_role("dialog")
    dialog.get_by_label("I know that this audit will be lost").check()
    dialog.get_by_role("button", name="Remove for good").click()
    expect(card).to_have_count(0)
    assert phone.memory().photos(visits[0].audit_id) == []

    phone.page.get_by_label("Import an exported audit").set_input_files(file)
    expect(phone.page.get_by_text("The audit is back on this phone")).to_be_visible()
    after = phone.memory()
    assert after.answers(visits[0].audit_id) == before.answers(visits[0].audit_id)
    hashes = [[photo["sha256"] for photo in memory.photos(visits[0].audit_id)] for memory in (before, after)]
    assert hashes[0] == hashes[1] and len(hashes[0]) == 2
    check(visits[1], phone, world, proxy)
