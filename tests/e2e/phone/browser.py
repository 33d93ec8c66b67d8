"""Chromium with a profile that outlives it: killed without a goodbye, opened again, offline, slow, short of storage."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import BrowserContext, CDPSession, ConsoleMessage, Page, Playwright
from playwright.sync_api import Error as PlaywrightError

from tests.e2e.conftest import CHROMIUM, FLAGS, PATIENCE_MS, PHONE

GONE_SECONDS = 10.0
# A cut connection is what many tests are about, and the browser calls it an error of the console.
EXPECTED = ("Failed to load resource", "net::ERR_")
# The page's clock. The worker's cannot be moved from here; it sends what the page has stamped.
SHIFT = """shift => {
  const Real = Date;
  class Shifted extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + shift); }
    static now() { return Real.now() + shift; }
  }
  globalThis.Date = Shifted;
}"""


class PhoneBrowser:
    """One phone: `profile` is its memory. Closed at first; `open` starts it."""

    def __init__(self, playwright: Playwright, profile: Path, address: str, **options: Any) -> None:
        self.profile, self.address = profile, address
        self.offences: list[str] = []
        self._playwright, self._options = playwright, options
        self._context: BrowserContext | None = None

    @property
    def context(self) -> BrowserContext:
        assert self._context is not None, "the browser is closed"
        return self._context

    def open(self, path: str | None = "/", offline: bool = False) -> Page:
        """The browser's first page, at `path`, or blank with None."""
        self._context = self._playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=CHROMIUM,
            args=FLAGS,
            base_url=self.address,
            viewport={"width": PHONE[0], "height": PHONE[1]},
            has_touch=True,
            is_mobile=True,
            offline=offline,
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="Europe/Vilnius",
            **self._options,
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.on("page", self._watch)
        page = self.context.pages[0]
        self._watch(page)
        if path is not None:
            page.goto(path)
        return page

    @property
    def page(self) -> Page:
        return self.context.pages[0]

    def offline(self, yes: bool = True) -> None:
        """For the pages and for the worker."""
        self.context.set_offline(yes)

    def kill(self) -> None:
        """SIGKILL for the browser and all its processes, as a phone does that runs out of memory."""
        main = self._process()
        family = [main, *main.children(recursive=True)]
        os.killpg(os.getpgid(main.pid), signal.SIGKILL)
        deadline = time.monotonic() + GONE_SECONDS
        while alive := [process for process in family if _alive(process)]:
            assert time.monotonic() < deadline, "the browser survived"
            for process in alive:
                # The group took nearly all of them with it.
                with suppress(psutil.NoSuchProcess):
                    process.kill()
            time.sleep(0.005)
        self._leave()

    def close(self) -> None:
        if self._context is not None:
            self._leave()

    def cdp(self, page: Page | None = None) -> CDPSession:
        return self.context.new_cdp_session(page or self.page)

    def screenshot(self, path: Path) -> None:
        path.parent.mkdir(exist_ok=True)
        if self._context is not None and self._context.pages:
            self.page.screenshot(path=path, full_page=True)

    def _leave(self) -> None:
        context, self._context = self._context, None
        # One that was killed before cannot be closed, and that it is gone is all we want.
        with suppress(PlaywrightError):
            if context is not None:
                context.close()

    def _process(self) -> psutil.Process:
        mine = f"--user-data-dir={self.profile}"
        for process in psutil.process_iter(["cmdline"]):
            line = process.info["cmdline"] or []
            if mine in line and not any(word.startswith("--type=") for word in line):
                return process
        raise AssertionError("the browser is not running")

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.offences.append(f"script error: {error}"))
        page.on("console", self._heard)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in EXPECTED):
            self.offences.append(message.text)


class Worker:
    """The service worker seen from the browser's side: events that Chromium would send it some day."""

    def __init__(self, browser: PhoneBrowser) -> None:
        self._browser = browser
        self._session: CDPSession | None = None
        self._registration = ""

    def sync(self, tag: str, page: Page) -> None:
        """A sync event, now. `page` only carries the message: any page of the browser, also a blank one."""
        session = self._browser.cdp(page)
        found: list[str] = []
        session.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(self._of_ours(event)))
        session.send("ServiceWorker.enable")
        deadline = time.monotonic() + GONE_SECONDS
        while not found and time.monotonic() < deadline:
            page.wait_for_timeout(20)
        assert found, "no service worker is registered"
        event = {"origin": self._browser.address, "registrationId": found[-1], "tag": tag, "lastChance": False}
        session.send("ServiceWorker.dispatchSyncEvent", event)
        session.detach()

    def _of_ours(self, event: dict[str, Any]) -> list[str]:
        return [
            one["registrationId"]
            for one in event["registrations"]
            if one["scopeURL"].startswith(self._browser.address) and not one["isDeleted"]
        ]


def _alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
