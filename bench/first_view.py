"""How long a manager looks at nothing: the first view of Compare, in a real browser with a slow processor."""

from statistics import median
from urllib.parse import urlencode

import msgspec
from playwright.sync_api import Browser, Playwright, expect

from tests.e2e.busy import busy_ms
from tests.e2e.conftest import CHROMIUM, DESK, FLAGS

SLOWER = 4
ROUNDS = 5
# When the first row of the table was painted, on the page's own clock, which starts with the navigation.
_WATCH = """() => {
  const watch = new MutationObserver(() => {
    if (!document.querySelector('[role=row] a')) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => { globalThis.shownAt = performance.now(); }));
  });
  watch.observe(document, { subtree: true, childList: true });
}"""


class FirstView(msgspec.Struct, kw_only=True):
    """From the start of the navigation to the paint of the first row, and how long the page's thread was busy."""

    shown_ms: float
    busy_ms: float


def first_view(playwright: Playwright, address: str, credentials: dict[str, str], asked: dict[str, str]) -> FirstView:
    """Medians of some rounds, each in a fresh browser profile with nothing in its cache."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    try:
        rounds = [_round(browser, address, credentials, asked) for _ in range(ROUNDS)]
    finally:
        browser.close()
    shown, busy = (median(values) for values in zip(*rounds, strict=True))
    return FirstView(shown_ms=shown, busy_ms=busy)


def _round(browser: Browser, address: str, credentials: dict[str, str], asked: dict[str, str]) -> tuple[float, float]:
    width, height = DESK
    context = browser.new_context(base_url=address, viewport={"width": width, "height": height}, locale="en-GB")
    try:
        if not context.request.post("/api/session", data=credentials).ok:
            raise RuntimeError("the manager cannot sign in")
        page = context.new_page()
        page.add_init_script(f"({_WATCH})()")
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        # Of the page's own thread, so that it does not matter what else the machine does meanwhile.
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = busy_ms(session)
        page.goto(f"/desk/#/compare?{urlencode(asked)}", wait_until="commit")
        expect(page.locator("[role=row] a").first).to_be_visible(timeout=60_000)
        page.wait_for_function("globalThis.shownAt !== undefined")
        return float(page.evaluate("globalThis.shownAt")), busy_ms(session) - before
    finally:
        context.close()
