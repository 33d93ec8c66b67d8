"""What a cheap phone would feel: script time per key, the way back into an open form, and bytes of script."""

import gzip
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from urllib.parse import urljoin, urlsplit

import httpx
from playwright.sync_api import CDPSession, Page, expect

from tests.e2e.phone.browser import PhoneBrowser
from tests.e2e.phone.phone import Phone

LEVEL = 6  # of gzip, as the server uses it
KEYS = 40
SETTLE_MS = 300
WAIT_SECONDS = 3
# When the element was painted, on the page's own clock, which starts with the navigation.
_WATCH = """css => {
  const watch = new MutationObserver(() => {
    if (!document.querySelector(css)) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => { globalThis.shownAt = performance.now(); }));
  });
  watch.observe(document, { subtree: true, childList: true });
}"""


@contextmanager
def slowed(browser: PhoneBrowser, page: Page, rate: float) -> Iterator[CDPSession]:
    """The page's processor is `rate` times slower while inside."""
    session = browser.cdp(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    yield session
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.detach()


def script_ms_per_key(phone: Phone, key: str, rate: float, rounds: int = 3) -> float:
    """Median of some rounds of typing into a text item: script time, not waiting."""
    page = phone.page
    field = phone.item(key).get_by_role("textbox").first
    field.click()
    spent: list[float] = []
    with slowed(phone.browser, page, rate) as session:
        # Of the page's own thread, so that it does not matter what else the machine does meanwhile.
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        for _ in range(rounds):
            before = _script_seconds(session)
            page.keyboard.type("a" * KEYS, delay=40)
            page.wait_for_timeout(SETTLE_MS)
            spent.append((_script_seconds(session) - before) / KEYS * 1000)
    return median(spent)


def reopened_ms(phone: Phone, css: str, address: str, rate: float, rounds: int = 3) -> list[float]:
    """From the start of the navigation, offline, to the element that was open last; each time in a fresh browser."""
    took: list[float] = []
    for _ in range(rounds):
        phone.browser.close()
        page = phone.browser.open(None, offline=True)
        page.add_init_script(f"({_WATCH})({css!r})")
        with slowed(phone.browser, page, rate):
            page.goto(address, wait_until="commit")
            # Whoever asks again and again whether it is there yet keeps the slow page from getting there.
            time.sleep(WAIT_SECONDS)
        expect(page.locator(css)).to_be_visible()
        took.append(float(page.evaluate("globalThis.shownAt")))
    return took


def script_bytes(page: Page) -> dict[str, int]:
    """Of every script that the page has loaded by now, as the network carries it, by its path."""
    names: list[str] = page.evaluate(
        "performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.endsWith('.js'))"
    )
    paths = sorted({urlsplit(name).path for name in names})
    return {path: _wire_bytes(urljoin(page.url, path)) for path in paths}


def _wire_bytes(address: str) -> int:
    with httpx.stream("GET", address, headers={"accept-encoding": "gzip"}) as answer:
        answer.raise_for_status()
        raw = b"".join(answer.iter_raw())
    # Only what is too small for compression comes without it.
    return len(raw) if answer.headers.get("content-encoding") == "gzip" else len(gzip.compress(raw, LEVEL))


def _script_seconds(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "ScriptDuration"))
