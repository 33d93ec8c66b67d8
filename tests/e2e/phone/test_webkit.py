"""A shorter day in WebKit, the engine of every iPhone: sign in, fill, photograph, submit, receipt."""

from collections.abc import Callable
from uuid import UUID

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.api.process import PASSWORD
from tests.e2e.phone.fieldwork import Assignment, Shopper
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.proxy import Proxy
from tests.e2e.phone.weather import Cut, LoseAnswer
from tests.e2e.phone.webkit import missing, webkit
from tests.e2e.phone.world import World

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing()),
    # Between the parts of selenium itself.
    pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning"),
]
SECONDS = 30.0


class Safari:
    """Waits for what it touches."""

    def __init__(self, driver: WebKitGTK) -> None:
        self.driver = driver

    def find(self, css: str, words: str = "") -> WebElement:
        """The first one that is shown and has these words."""
        found: list[WebElement] = []

        def shown() -> bool:
            known = self.driver.find_elements(By.CSS_SELECTOR, css)
            found[:] = [one for one in known if words in one.text and one.is_displayed()]
            return bool(found)

        self.until(shown)
        return found[0]

    def press(self, css: str, words: str = "") -> None:
        # Through the page: what is sticky at the bottom may lie over it, and a thumb would scroll.
        self.driver.execute_script("arguments[0].click()", self.find(css, words))

    def go(self, address: str) -> None:
        self.driver.execute_script("location.hash = arguments[0]", address)

    def until(self, true: Callable[[], bool]) -> None:
        waiting = WebDriverWait(self.driver, SECONDS, 0.1, [StaleElementReferenceException])
        waiting.until(lambda _: true())


def test_a_day_on_an_iphone(world: World, proxy: Proxy, album: Album) -> None:
    shopper = world.work.shopper()
    shop = world.work.assign(shopper)
    numbers: list[int] = []
    proxy.rule("PATCH", "/api/uploads/", Cut(after=20_000))
    proxy.rule("PUT", "/api/audits/", LoseAnswer())
    with webkit() as driver:
        safari = Safari(driver)
        driver.get(proxy.address)
        _sign_in(safari, shopper)
        _fill(safari, shop)
        for n in range(2):
            number, path = album.take()
            numbers.append(number)
            # Hidden from the eye; the button beside it is for thumbs.
            driver.find_element(By.CSS_SELECTOR, "#item-shelf input[type=file]").send_keys(str(path))
            safari.until(lambda n=n: len(driver.find_elements(By.CSS_SELECTOR, "#item-shelf img")) == n + 1)  # type: ignore[misc]
        safari.go(_place(driver, "check-and-send"))
        safari.press("button", "Send")
        safari.until(lambda: _arrived(world, shop.id))
        safari.go("#/done")
        safari.find("main", shop.branch)
    audit = world.truth.audit(shop.id)
    assert (audit.value("greeted"), audit.value("warmth"), audit.value("memory")) == (True, 4, "“Gladly.”")
    assert audit.numbers("shelf") == numbers


def _sign_in(safari: Safari, shopper: Shopper) -> None:
    safari.find("#account").send_keys(shopper.account)
    safari.find("input[type=password]").send_keys(PASSWORD)
    safari.press("button[type=submit]")
    safari.find("h1", "Your work")


def _fill(safari: Safari, shop: Assignment) -> None:
    safari.go(f"#/assignments/{shop.id}")
    safari.press("button", "Start the audit")
    safari.press("#item-greeted label", "Yes")
    safari.press("#item-warmth label", "level 4")
    safari.go(_place(safari.driver, "evidence"))
    safari.find("#item-memory textarea").send_keys("“Gladly.”")
    safari.find("#item-shelf")


def _place(driver: WebKitGTK, section: str) -> str:
    """The address of a section of the form that is open."""
    address = str(driver.current_url).partition("#")[2].split("/")
    return "#" + "/".join([*address[:4], section])


def _arrived(world: World, assignment: UUID) -> bool:
    return len(world.truth.audits(assignment)) == 1
