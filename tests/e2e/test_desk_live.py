"""Open pages of the desk renew themselves, and find back after the server was away."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect

from tests.api.process import ServerProcess, create_admin
from tests.e2e.conftest import ADMIN, DESK, Visitor
from tests.e2e.network import Network, fill

DATABASE = "live"
PATIENCE_MS = 20_000
# The second once something has come.
CONNECTED = re.compile("^(Updates by itself|Updated at)")


@pytest.fixture(scope="module")
def process(mongodb_uri: str) -> Iterator[ServerProcess]:
    create_admin(mongodb_uri, DATABASE, ADMIN)
    process = ServerProcess(mongodb_uri, DATABASE, LOG_LEVEL="error", CALIBRATION_HOURS="0")
    process.start()
    yield process
    process.stop()


@pytest.fixture(scope="module")
def server(process: ServerProcess) -> str:
    return process.address


@pytest.fixture(scope="module")
def network(server: str) -> Iterator[Network]:
    filled = fill(server, ADMIN)
    yield filled
    for http in filled.http.values():
        http.close()


def test_a_finalised_audit_appears_on_open_pages_also_after_a_restart(
    visitor: Visitor, network: Network, process: ServerProcess
) -> None:
    branch = visitor.open(f"/desk/#/branches/{network.branches['Šiauliai']}", "manager", DESK)
    queue = visitor.open("/desk/#/queue", "reviewer", DESK)
    latest = branch.get_by_role("region", name="Latest audits").get_by_role("listitem")
    waiting = queue.get_by_role("main").get_by_role("listitem")
    expect(latest).to_have_count(1)
    expect(waiting).to_have_count(1)
    for page in (branch, queue):
        expect(page.get_by_text(CONNECTED)).to_be_visible()
    audit = network.submit("Šiauliai", 2)
    expect(waiting).to_have_count(2, timeout=PATIENCE_MS)
    expect(latest).to_have_count(1)
    network.review(audit)
    expect(latest).to_have_count(2, timeout=PATIENCE_MS)
    expect(waiting).to_have_count(1, timeout=PATIENCE_MS)
    expect(branch.get_by_text(re.compile("^Updated at"))).to_be_visible()

    process.kill()
    expect(branch.get_by_text("Connection lost. Trying again.")).to_be_visible(timeout=PATIENCE_MS)
    process.start()
    expect(branch.get_by_text("Connection lost. Trying again.")).to_be_hidden(timeout=PATIENCE_MS)
    network.review(network.submit("Šiauliai", 1))
    expect(latest).to_have_count(3, timeout=PATIENCE_MS)


def test_what_is_being_typed_outlasts_a_renewal(visitor: Visitor, network: Network) -> None:
    page = visitor.open(f"/desk/#/branches/{network.branches['Vilnius Old Town']}", "manager", DESK)
    costs = page.get_by_role("region", name="What cost points")
    costs.get_by_role("button", name="Make an action").first.click()
    plan = page.get_by_role("dialog", name="New action").get_by_label("What is to be done")
    plan.fill("Half a sent")
    latest = page.locator("section", has=page.get_by_role("heading", name="Latest audits", include_hidden=True))
    rows = latest.locator("li")
    before = rows.count()
    network.review(network.submit("Vilnius Old Town", 1))
    expect(rows).to_have_count(before + 1, timeout=PATIENCE_MS)
    plan.press_sequentially("ence.")
    expect(plan).to_have_value("Half a sentence.")


def test_what_happens_while_a_page_is_not_connected_yet_is_shown(visitor: Visitor, network: Network) -> None:
    queue = visitor.open("/desk/", "reviewer", DESK)
    held: list[Route] = []
    queue.route("**/api/events*", lambda route: held.append(route))
    queue.goto("/desk/#/queue")
    queue.reload()
    waiting = queue.get_by_role("main").get_by_role("listitem")
    expect(waiting.first).to_be_visible()
    before = waiting.count()
    network.submit("Kaunas", 1)
    expect(queue.get_by_text(CONNECTED)).to_have_count(0)
    expect(waiting).to_have_count(before)
    [stream] = held
    stream.continue_()
    expect(waiting).to_have_count(before + 1, timeout=PATIENCE_MS)
    expect(queue.get_by_text(CONNECTED)).to_be_visible()
