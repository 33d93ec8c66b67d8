"""The bounds on a cheap phone that do not depend on what else the machine does; `make bench` prints all figures."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.phone.checklists import LONG, VISIT
from tests.e2e.phone.gauges import script_bytes, script_ms_per_key
from tests.e2e.phone.lighthouse import CLI, scores
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.visit import submit
from tests.e2e.phone.world import World, arrive

PAGE_BYTES = 60 * 1024
DAY_BYTES = 115 * 1024  # with the form, photos, the outbox and receipts, each when it is opened first
KEY_MS = 16.0


def test_the_scripts_of_the_shoppers_page_are_small(phone: Phone, world: World, album: Album) -> None:
    [shop] = arrive(phone, world, VISIT)
    page = script_bytes(phone.page)
    assert len(page) > 3
    assert sum(page.values()) <= PAGE_BYTES, page
    submit(phone, shop, album, photos=1)
    phone.receipt(shop.id)
    phone.outbox()
    phone.go("#/done")
    expect(phone.page.get_by_text(shop.branch).first).to_be_visible()
    day = script_bytes(phone.page)
    assert sum(day.values()) <= DAY_BYTES, day


def test_typing_into_a_long_form_is_smooth_on_a_slow_phone(phone: Phone, world: World) -> None:
    [shop] = arrive(phone, world, LONG)
    phone.begin(shop)
    assert script_ms_per_key(phone, "words_0", rate=6) <= KEY_MS


def test_lighthouse_finds_the_page_accessible(world: World, tmp_path: Path) -> None:
    if not CLI.exists():
        pytest.fail("Lighthouse is not installed: run `make test`, or `npm ci` in bench/lighthouse")
    shopper = world.work.shopper()
    for _ in range(3):
        world.work.assign(shopper)
    found = scores(world.server.address, world.work.cookie(shopper), tmp_path)
    assert (found.accessibility, found.failed) == (1.0, [])
