"""What a shopper feels on a cheap phone, in a real browser."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import msgspec
from playwright.sync_api import Playwright, sync_playwright

from tests.e2e.phone.browser import PhoneBrowser
from tests.e2e.phone.checklists import LONG, VISIT
from tests.e2e.phone.gauges import reopened_ms, script_bytes, script_ms_per_key
from tests.e2e.phone.lighthouse import Scores, scores
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.visit import submit
from tests.e2e.phone.world import World, arrive, running


class PhoneFigures(msgspec.Struct, kw_only=True):
    """Scripts as they travel, gzip: of the first page, and of everything that a day loads.

    `key_ms` and `reopened_ms`: with the CPU slowed 6 and 4 times, in milliseconds.
    """

    page_kib: float
    day_kib: float
    key_ms: float
    reopened_ms: float
    performance: float
    accessibility: float
    first_paint_ms: float
    largest_paint_ms: float
    blocked_ms: float


def main(mongodb_uri: str) -> PhoneFigures:
    with tempfile.TemporaryDirectory() as directory, running(mongodb_uri) as world, sync_playwright() as playwright:
        folder = Path(directory)
        with _phone(playwright, world, folder / "typing") as phone:
            [shop] = arrive(phone, world, LONG)
            audit_id = phone.begin(shop)
            key_ms = script_ms_per_key(phone, "words_0", rate=6, rounds=5)
            back_ms = median(reopened_ms(phone, "#item-words_0", f"/#/audits/{audit_id}/form", rate=4, rounds=5))
        with _phone(playwright, world, folder / "day") as phone:
            page, day = _script_kib(phone, world, Album(folder))
        found = _lighthouse(world, folder)
    return PhoneFigures(
        page_kib=page,
        day_kib=day,
        key_ms=key_ms,
        reopened_ms=back_ms,
        performance=found.performance,
        accessibility=found.accessibility,
        first_paint_ms=found.first_paint_ms,
        largest_paint_ms=found.largest_paint_ms,
        blocked_ms=found.blocked_ms,
    )


@contextmanager
def _phone(playwright: Playwright, world: World, profile: Path) -> Iterator[Phone]:
    browser = PhoneBrowser(playwright, profile, world.server.address)
    try:
        yield Phone(browser, world.work.shopper())
    finally:
        browser.close()


def _script_kib(phone: Phone, world: World, album: Album) -> tuple[float, float]:
    [shop] = arrive(phone, world, VISIT)
    page = sum(script_bytes(phone.page).values()) / 1024
    submit(phone, shop, album, photos=1)
    phone.receipt(shop.id)
    phone.outbox()
    return page, sum(script_bytes(phone.page).values()) / 1024


def _lighthouse(world: World, folder: Path) -> Scores:
    """The middle one of three, by performance."""
    shopper = world.work.shopper()
    for _ in range(3):
        world.work.assign(shopper)
    cookie = world.work.cookie(shopper)
    found = [scores(world.server.address, cookie, folder) for _ in range(3)]
    return sorted(found, key=lambda one: one.performance)[1]
