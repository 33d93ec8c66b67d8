"""A tap is kept: the browser is killed 30 ms after the last key and opened again without a network."""

import time

from playwright.sync_api import Page, expect

from tests.e2e.phone.checklists import CALL, VISIT
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.proxy import Proxy
from tests.e2e.phone.visit import check, fill
from tests.e2e.phone.world import World, arrive

KILLS = 6
SLACK = 0.5  # seconds: a tap is noted a little after it, and times are kept in tenths


def test_the_last_key_before_a_kill_is_kept(phone: Phone, world: World) -> None:
    [shop] = arrive(phone, world, VISIT)
    audit_id = phone.begin(shop)
    phone.answer("greeted", True)
    written = ""
    for n in range(KILLS):
        piece = f"Sentence {n}, said so. "
        phone.type("memory", piece)
        written += piece
        phone.die()
        phone.reopen(audit_id, offline=True)
        expect(phone.item("memory").get_by_role("textbox")).to_have_value(written)
    assert phone.memory().answers(audit_id)["greeted"]["value"]["value"] is True


def test_a_tap_and_a_photo_before_a_kill_are_kept(phone: Phone, world: World, proxy: Proxy, album: Album) -> None:
    [shop] = arrive(phone, world, VISIT)
    phone.browser.offline()
    visit = fill(phone, shop, album, photos=2)
    phone.die()
    phone.reopen(visit.audit_id, offline=True)
    for key, value in (("greeted", False), ("warmth", 5)):
        phone.answer(key, value)
        visit.answers[key] = value
        phone.die()
        phone.reopen(visit.audit_id, offline=True)
    assert len(phone.memory().photos(visit.audit_id)) == 2
    expect(phone.item("shelf").get_by_role("button", name="open large")).to_have_count(2)
    phone.submit()
    phone.browser.offline(False)
    phone.wait_until_sent()
    check(visit, phone, world, proxy)


def test_the_start_page_leads_back_to_where_the_shopper_was(phone: Phone, world: World) -> None:
    [shop] = arrive(phone, world, VISIT)
    phone.begin(shop)
    phone.answer("memory", "Nearly done")
    phone.die()
    page = phone.browser.open(offline=True)
    card = page.get_by_role("article").filter(has_text=shop.branch)
    card.get_by_role("link", name="Continue").click()
    expect(page.locator("#item-memory").get_by_role("textbox")).to_have_value("Nearly done")


def test_a_submitted_audit_survives_a_kill(phone: Phone, world: World, proxy: Proxy, album: Album) -> None:
    [shop] = arrive(phone, world, VISIT)
    phone.browser.offline()
    visit = fill(phone, shop, album, photos=1)
    phone.submit()
    phone.die()
    phone.browser.open(offline=True)
    expect(phone.card(shop)).to_contain_text("Waiting")
    phone.browser.offline(False)
    phone.wait_until_sent()
    check(visit, phone, world, proxy)


def test_a_call_goes_on_while_the_phone_is_dead(phone: Phone, world: World) -> None:
    [shop] = arrive(phone, world, CALL)
    audit_id = phone.begin(shop)
    page = phone.page
    page.get_by_role("button", name="I am dialling").click()
    ring = _clicked(page, "Ringing")
    phone.die()
    time.sleep(1)
    page = phone.browser.open(f"/#/audits/{audit_id}/call", offline=True)
    talk = _clicked(page, "Talking")
    page.get_by_role("button", name="Hang up").click()
    page.get_by_role("link", name="On to the checklist").click()
    assert phone.memory().taps(audit_id) == ["dial", "ring", "talk", "ended"]
    for key, value in (("solved", True), ("tone", 4)):
        phone.answer(key, value)
    phone.submit()
    phone.browser.offline(False)
    phone.wait_until_sent()
    pickup = world.truth.audit(shop.id).answers["pickup"]
    assert pickup["segments"] and "typed_by_hand" not in pickup
    shortest, longest = talk[0] - ring[1], talk[1] - ring[0]
    assert pickup["seconds"] >= 1
    assert shortest - SLACK < pickup["seconds"] < longest + SLACK


def _clicked(page: Page, name: str) -> tuple[float, float]:
    """Between which moments it was."""
    before = time.time()
    page.get_by_role("button", name=name).click()
    return before, time.time()
