"""A real server, a filled network and a real browser; a screenshot of whatever was open when a test failed."""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.api.process import PASSWORD, ServerProcess, create_admin
from tests.e2e.network import Network, fill

ADMIN = "admin@test.example"
DATABASE = "e2e"
FAILURES = Path(__file__).parent / "failures"
# The shell is the same browser without its windows: it starts in a third of the time.
CHROMIUM = next(
    (path for path in ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium") if Path(path).exists()), "chromium"
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = (390, 844)
DESK = (1280, 800)
# Long: a machine that is busy with something else is no fault of the page. What must be fast is measured apart.
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)
REPAINTED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def server(mongodb_uri: str) -> Iterator[str]:
    create_admin(mongodb_uri, DATABASE, ADMIN)
    process = ServerProcess(mongodb_uri, DATABASE, SIGN_IN_ATTEMPTS="4", LOG_LEVEL="error")
    process.start()
    yield process.address
    process.stop()


@pytest.fixture(scope="session")
def network(server: str) -> Iterator[Network]:
    filled = fill(server, ADMIN)
    yield filled
    for http in filled.http.values():
        http.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for the whole run: its event loop allows no second one in the thread."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


class Visitor:
    """Opens pages as somebody, and notices what no page may do: fail in a script, or call another host."""

    def __init__(self, chromium: Browser, server: str) -> None:
        self._chromium, self.server = chromium, server
        self._contexts: list[BrowserContext] = []
        self.offences: list[str] = []

    def open(
        self,
        path: str = "/",
        role: str | None = None,
        size: tuple[int, int] = PHONE,
        theme: Literal["light", "dark"] = "light",
        language: str = "en-GB",
    ) -> Page:
        """A page in a browser of its own, signed in as `role`."""
        context = self._chromium.new_context(
            base_url=self.server,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=theme,
            locale=language,
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
        )
        self._contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        if role is not None:
            credentials = {"account": f"{role}@test.example", "password": PASSWORD}
            assert context.request.post("/api/session", data=credentials).ok
        page = context.new_page()
        page.on("pageerror", lambda error: self.offences.append(f"script error: {error}"))
        page.on("console", self._heard)
        page.on("request", lambda request: self._asked(request.url))
        page.goto(path)
        return page

    def screenshots(self, name: str) -> None:
        FAILURES.mkdir(exist_ok=True)
        for n, page in enumerate(page for context in self._contexts for page in context.pages):
            page.screenshot(path=FAILURES / f"{name}-{n}.png", full_page=True)

    def leave(self) -> None:
        for context in self._contexts:
            context.close()

    def _heard(self, message: ConsoleMessage) -> None:
        # A refused request is an answer like any other; the tests look at what the page makes of it.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.offences.append(message.text)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.server, "data:", "blob:")):
            self.offences.append(f"request to {url}")


def cut_off(page: Page) -> None:
    """The network goes once the service worker is there: the browser itself would complain about half a worker."""
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.context.set_offline(True)


def paged_to(wanted: Locator) -> Locator:
    """`wanted`, after as many pages of its list as it takes: other tests leave entries, too."""
    more = wanted.page.get_by_role("button", name="Show more")
    expect(wanted.or_(more).first).to_be_visible()
    while not wanted.is_visible():
        with wanted.page.expect_response(lambda response: "cursor=" in response.url):
            more.click()
        wanted.page.evaluate(REPAINTED)
    return wanted


@pytest.fixture
def visitor(chromium: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    visitor = Visitor(chromium, server)
    yield visitor
    node: Any = request.node
    if node.stash.get(FAILED, False):
        visitor.screenshots(node.name.replace("/", "_"))
    visitor.leave()
    assert visitor.offences == []
