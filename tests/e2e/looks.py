"""A screen as anybody may see it: in both themes, as narrow as a small phone or wide, in their language."""

from collections.abc import Iterator
from typing import Literal

from playwright.sync_api import Page

from tests.e2e.axe import overflow, violations
from tests.e2e.conftest import DESK, PHONE, REPAINTED

NARROW = (320, 640)
PAPER = {"light": "rgb(246, 245, 242)", "dark": "rgb(18, 20, 22)"}
# Chromium leaves inherited colours of some hidden parts in the old theme until something else about them changes.
RESTYLED = "document.documentElement.style.orphans = document.documentElement.style.orphans === '3' ? '4' : '3'"
LOOKS: tuple[tuple[Literal["light", "dark"], tuple[int, int]], ...] = (
    ("light", PHONE),
    ("dark", DESK),
    ("light", DESK),
    ("dark", NARROW),
)


def looks(page: Page) -> Iterator[str]:
    """Shows what is open in one theme and width after the other; each is named, and is repainted when it is given."""
    for theme, (width, height) in LOOKS:
        page.emulate_media(color_scheme=theme)
        page.evaluate(RESTYLED)
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("paper => getComputedStyle(document.body).backgroundColor === paper", arg=PAPER[theme])
        page.evaluate(REPAINTED)
        yield f"{theme}, {width} wide"


def accessible(page: Page) -> None:
    """What is open now breaks no rule of axe, and nothing is cut off at the side, however it is looked at."""
    for look in looks(page):
        found, over = violations(page), overflow(page)
        if found:
            # On a busy machine, parts of the page may have arrived just when the theme changed.
            page.evaluate(RESTYLED)
            page.evaluate(REPAINTED)
            found = violations(page)
        assert found == [], f"{look}: {found}"
        assert over <= 0, f"{look}: {over} too wide"


def speak(page: Page, language: str) -> None:
    """The same page again for somebody who chose this language (`de-DE` as well as `de`)."""
    page.evaluate("language => localStorage.setItem('language', language)", language[:2])
    page.reload()
