"""A real server behind a bad network, and a phone: a Chromium with a profile of its own for every test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from tests.e2e.conftest import FAILED, FAILURES
from tests.e2e.phone.browser import PhoneBrowser
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.proxy import Proxy
from tests.e2e.phone.world import World, running


@pytest.fixture(scope="session")
def world(mongodb_uri: str) -> Iterator[World]:
    with running(mongodb_uri) as made:
        yield made


@pytest.fixture
def proxy(world: World) -> Iterator[Proxy]:
    made = Proxy(world.server.address)
    yield made
    made.close()
    world.server.revive()


@pytest.fixture
def album(tmp_path: Path) -> Album:
    return Album(tmp_path)


@pytest.fixture
def browser(
    playwright: Playwright, proxy: Proxy, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[PhoneBrowser]:
    """Closed at first. What its pages may never do, fail in a script, fails the test in the end."""
    made = PhoneBrowser(playwright, tmp_path / "profile", proxy.address)
    yield made
    node: Any = request.node
    if node.stash.get(FAILED, False):
        made.screenshot(FAILURES / f"{node.name.replace('/', '_')}.png")
    made.close()
    assert made.offences == []


@pytest.fixture
def phone(browser: PhoneBrowser, world: World) -> Phone:
    """Closed, in the hands of a shopper whom nobody has given anything to do."""
    return Phone(browser, world.work.shopper())
