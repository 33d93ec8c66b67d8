"""A real server behind a bad network, and a phone: a Chromium with a profile of its own for every test."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Playwright

from tests.api.process import ServerProcess, create_admin
from tests.e2e.conftest import FAILED, FAILURES
from tests.e2e.phone.browser import PhoneBrowser
from tests.e2e.phone.fieldwork import ADMIN, Fieldwork
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.proxy import Proxy
from tests.e2e.phone.truth import Truth


@dataclass(frozen=True)
class World:
    """What is not the phone. The server may be killed: `server` starts it again on its port."""

    server: ServerProcess
    work: Fieldwork
    truth: Truth


@pytest.fixture(scope="session")
def world(mongodb_uri: str) -> Iterator[World]:
    database = f"phone_{uuid4().hex[:8]}"
    create_admin(mongodb_uri, database, ADMIN)
    server = ServerProcess(mongodb_uri, database, SIGN_IN_ATTEMPTS="1000")
    server.start()
    made = World(server, Fieldwork(server.address), Truth(mongodb_uri, database))
    yield made
    made.work.close()
    made.truth.close()
    server.stop()


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
