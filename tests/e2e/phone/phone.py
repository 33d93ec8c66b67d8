"""A shopper's hands: signs in, fills, photographs, submits, and looks at the outbox."""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page, expect

from tests.api.process import PASSWORD
from tests.e2e.phone.browser import PhoneBrowser
from tests.e2e.phone.checklists import part_of
from tests.e2e.phone.fieldwork import Assignment, Shopper
from tests.e2e.phone.memory import Memory, read

# Where each item of the checklists is.
SECTIONS = {
    "greeted": "welcome",
    "warmth": "welcome",
    "minutes": "waiting",
    "reason": "waiting",
    "shelf": "evidence",
    "memory": "evidence",
    "pickup": "line",
    "on_hold": "line",
    "talked": "line",
    "promised": "promise",
    "solved": "close",
    "tone": "close",
}
SENT_SECONDS = 30.0
BREATH_MS = 30
# The worker has everything on the phone, and answers this very page.
_WORKER_RUNS = """navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null
  || new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done)))"""


class Phone:
    """One browser in the hands of one shopper. `page` is the page it shows first."""

    def __init__(self, browser: PhoneBrowser, shopper: Shopper) -> None:
        self.browser, self.shopper = browser, shopper

    @property
    def page(self) -> Page:
        return self.browser.page

    def memory(self) -> Memory:
        return read(self.page, self.shopper.id)

    def enter(self) -> None:
        """Account and password, on the page that asks for them."""
        self.page.get_by_label("Account", exact=True).fill(self.shopper.account)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()

    def sign_in(self) -> None:
        """On a phone that was just opened; waits until the app would start without a network."""
        page = self.page
        self.enter()
        expect(page.get_by_role("heading", level=1, name="Your work")).to_be_visible()
        page.evaluate(_WORKER_RUNS)

    def go(self, address: str) -> None:
        """To a place of the app, without loading the page anew."""
        self.page.evaluate("address => { location.hash = address }", address)

    def begin(self, assignment: Assignment) -> str:
        """Starts the audit; the result is its id."""
        self.go(f"#/assignments/{assignment.id}")
        self.page.get_by_role("button", name=re.compile("^Start the (audit|call)$")).click()
        self.page.wait_for_url(re.compile(r"#/audits/[0-9a-f-]{36}/"))
        return self.audit_id

    @property
    def audit_id(self) -> str:
        found = re.search(r"#/audits/([0-9a-f-]{36})", self.page.url)
        assert found is not None, self.page.url
        return found[1]

    def at_form(self) -> None:
        """Waits until a form can be filled."""
        expect(self.page.locator("[id^='item-']").first).to_be_visible()

    def reopen(self, audit_id: str, offline: bool = False) -> None:
        """Opens a killed or closed browser again, at the form of this audit."""
        self.browser.open(f"/#/audits/{audit_id}/form", offline)
        self.at_form()

    def item(self, key: str) -> Locator:
        """The item's card, after going to its section if another one is open."""
        card = self.page.locator(f"#item-{key}")
        if card.count() == 0:
            self.go(f"#/audits/{self.audit_id}/form/{SECTIONS.get(key) or part_of(key)}")
        return card

    def breathe(self) -> None:
        """So long after a key what it wrote must be safe; by the page's own clock, because ours may run ahead of it."""
        self.page.evaluate("breath => new Promise((done) => setTimeout(done, breath))", BREATH_MS)

    def die(self) -> None:
        """Killed that long after the last key."""
        self.breathe()
        self.browser.kill()

    def answer(self, key: str, value: Any) -> None:
        """Yes or no, a level, a number or words, as the item takes them."""
        card = self.item(key)
        if isinstance(value, bool):
            card.get_by_role("radio", name="Yes" if value else "No", exact=True).check(force=True)
        elif key in ("warmth", "tone"):
            card.get_by_role("radio").nth(value - 1).check(force=True)
        else:
            card.get_by_role("textbox").or_(card.get_by_role("spinbutton")).first.fill(str(value))

    def type(self, key: str, words: str) -> None:
        """Key by key, without a pause after the last one."""
        self.item(key).get_by_role("textbox").first.press_sequentially(words)

    def photo(self, key: str, path: Path) -> None:
        """Waits until the phone says that it has the photo: its thumbnail is there."""
        card = self.item(key)
        thumbnails = card.get_by_role("button", name="open large")
        kept = read(self.page, self.shopper.id, ("photos",)).tables["photos"]
        before = sum((row["audit_id"], row["item"]) == (self.audit_id, key) for row in kept)
        # After a start, those taken before may be a little late; they must not be taken for the new one.
        expect(thumbnails).to_have_count(before)
        card.locator("input[type=file]").first.set_input_files(path)
        expect(thumbnails).to_have_count(before + 1)

    def submit(self) -> None:
        """Waits until the phone says that the audit is safe."""
        self.go(f"#/audits/{self.audit_id}/form/check-and-send")
        self.page.get_by_role("button", name="Send", exact=True).click()
        # A quick server has it already, or has refused it.
        told = "^(Safe on this phone|This audit has been sent|This audit is no longer on|The server could not accept)"
        expect(self.page.get_by_text(re.compile(told)).first).to_be_visible()

    def outbox(self) -> Page:
        self.go("#/outbox")
        expect(self.page.get_by_role("heading", level=1, name="Outbox")).to_be_visible()
        return self.page

    def card(self, assignment: Assignment) -> Locator:
        """The outbox's card of this audit."""
        return self.outbox().get_by_role("article").filter(has_text=assignment.branch)

    def sign_in_again(self) -> None:
        """As the banner asks, without leaving the page."""
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Password", exact=True).fill(PASSWORD)
        dialog.get_by_role("button", name="Sign in").click()
        expect(dialog).to_be_hidden()

    def wait_until_sent(self, seconds: float = SENT_SECONDS) -> None:
        """Nothing submitted waits any longer. Does what the screen asks for, like somebody who is in a hurry.

        A kill may have taken a fresh session cookie with it: browsers write cookies to the disk only now and then.
        """
        deadline = time.monotonic() + seconds
        self.outbox()
        while (memory := self.memory()).unsent:
            assert time.monotonic() < deadline, f"still unsent: {_stuck(memory)}"
            again = self.page.get_by_role("button", name="Try now")
            if self.page.get_by_text("Sign in again to send").count():
                self.sign_in_again()
            elif again.count():
                # It goes as soon as there is nothing to try any more, and is off while it is being tried.
                with suppress(PlaywrightError):
                    again.click(timeout=500)
            self.page.wait_for_timeout(200)

    def receipt(self, assignment: UUID, seconds: float = SENT_SECONDS) -> dict[str, Any]:
        """Waits for it without touching anything."""
        self.until(lambda: str(assignment) in self.memory().receipts, seconds)
        return self.memory().receipts[str(assignment)]

    def until(self, true: Callable[[], bool], seconds: float = SENT_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, f"waited in vain: {_stuck(self.memory())}"
            self.page.wait_for_timeout(50)


def _stuck(memory: Memory) -> list[tuple[str, Any]]:
    return [(draft["state"], draft["sending"]) for draft in memory.tables["drafts"]]
