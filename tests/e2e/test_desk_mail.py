"""The way of an alert into a mailbox, and from there back to the desk."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.api.post_office import PostOffice, post_office, text_of
from tests.api.process import ServerProcess, create_admin
from tests.e2e.axe import violations
from tests.e2e.conftest import DESK, Visitor
from tests.e2e.network import Network, fill

DATABASE = "mail"
ADMIN = "admin@test.example"
PATIENCE_SECONDS = 40


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    with post_office() as office:
        yield office


@pytest.fixture(scope="module")
def address(mongodb_uri: str, office: PostOffice) -> Iterator[str]:
    create_admin(mongodb_uri, DATABASE, ADMIN)
    smtp = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(office.port), "SMTP_SECURITY": "none"}
    process = ServerProcess(mongodb_uri, DATABASE, **smtp, DIGEST_HOUR="0", MAIL_SECONDS="1", LOG_LEVEL="error")
    process.start()
    yield process.address
    process.stop()


@pytest.fixture(scope="module")
def peopled(address: str) -> Iterator[Network]:
    filled = fill(address, ADMIN)
    yield filled
    for http in filled.http.values():
        http.close()


def test_a_digest_arrives_and_leads_back(chromium: Browser, address: str, office: PostOffice, peopled: Network) -> None:
    failed = peopled.review(peopled.submit("Kaunas", kind=False))
    email = {"email": "marius@example.org"}
    peopled.http["admin"].put(f"/api/users/{peopled.users['manager']}/email", json=email).raise_for_status()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not office.messages:
        assert time.monotonic() < deadline, "no e-mail came"
        time.sleep(0.2)
    text = text_of(office.messages[0])
    assert "Kaunas: Grave failure\n- The employee treated me disrespectfully\n" in text
    assert "Sam Shopper" not in text
    paths = re.findall(r"https?://\S+?(/desk/\S*)", text)
    assert f"/desk/#/audits/{failed}" in paths
    visitor = Visitor(chromium, address)
    page = visitor.open(f"/desk/#/audits/{failed}", "manager", DESK)
    expect(page.get_by_text("The employee treated me disrespectfully").first).to_be_visible()
    page.goto(paths[-1])
    expect(page.get_by_role("heading", level=1)).to_have_text("Preferences")
    page.get_by_label("One e-mail a day with what I have not read").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("form").get_by_text("Your preferences are saved.")).to_be_visible()
    assert violations(page) == []
    time.sleep(3)  # several looks of the server later it is still one e-mail
    assert len(office.messages) == 1
    visitor.leave()
    assert visitor.offences == []
