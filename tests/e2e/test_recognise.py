"""Deeds to thank somebody for: found by a manager, printed as a certificate, and explained where there are none."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from pymongo import MongoClient

from audit_api.examples.writes import DERIVED
from checklists.coaching import example_id
from tests.e2e.axe import overflow, violations
from tests.e2e.conftest import DATABASE, DESK, Visitor
from tests.e2e.looks import NARROW, accessible, speak
from tests.e2e.network import Network

Json = dict[str, Any]
PAGE = "/desk/#/recognise"
DEED = "⟦name⟧ asked whether there was anything else, and carried the parcel to my car."
TITLES = {
    "en-GB": "Deeds to thank somebody for",
    "de-DE": "Taten, die Dank verdienen",
    "sv-SE": "Insatser att tacka för",
    "lt-LT": "Darbai, už kuriuos verta padėkoti",
    "tr-TR": "Teşekkürü hak eden davranışlar",
}


@pytest.fixture(scope="module")
def example(network: Network, mongodb_uri: str) -> UUID:
    """Masked, and excellent in what nobody had to do."""
    audit = network.review(network.submit("Kaunas", deed="Ana asked whether there was anything else she could carry."))
    found = example_id(audit, "anything_else")
    with MongoClient[Json](mongodb_uri, uuidRepresentation="standard") as client:
        changed = {"masked": {"$literal": DEED}, "masking": "done"}
        client[DATABASE].examples.update_one({"_id": found}, [{"$set": changed}, *DERIVED])
    return found


@pytest.fixture
def notice(network: Network) -> Iterator[None]:
    """Staff were told in advance that they may be observed."""
    admin = network.http["admin"]
    for programme in (programmes := admin.get("/api/programmes").json()):
        _put(network, {**programme, "staff_notice": True})
    yield
    for programme in programmes:
        _put(network, programme)


def _put(network: Network, programme: Json) -> None:
    body = {name: value for name, value in programme.items() if name != "id"}
    network.http["admin"].put(f"/api/programmes/{programme['id']}", json=body).raise_for_status()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1, name=words)).to_be_visible()


def test_a_manager_thanks_somebody(visitor: Visitor, example: UUID, notice: None) -> None:
    page = visitor.open("/desk/", "manager", DESK)
    page.get_by_role("link", name="Recognise").click()
    heading(page, TITLES["en-GB"])
    expect(page.get_by_text("This is no ranking.")).to_be_visible()
    kaunas = page.get_by_role("region", name="Kaunas")
    expect(kaunas.get_by_text("Green scarf").first).to_be_visible()
    expect(kaunas.get_by_text("carried the parcel to my car").first).to_be_visible()
    page.get_by_label("Period").select_option("3")
    expect(page).to_have_url(f"{visitor.server}{PAGE}?months=3")
    # Other tests may have left deeds of the same person.
    deed = kaunas.get_by_role("listitem").filter(has_text="carried the parcel to my car").first
    deed.get_by_role("link", name="Certificate: Green scarf, Kaunas").click()
    heading(page, "Certificate")
    expect(page.get_by_role("heading", level=2, name="Thank you")).to_be_visible()
    expect(page.get_by_text("… asked whether there was anything else")).to_be_visible()
    assert violations(page) == []
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.get_by_text("Green scarf")).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="All deeds").click()
    expect(page.get_by_label("Period")).to_have_value("3")


def test_a_withdrawn_deed_leaves_the_list(visitor: Visitor, network: Network, example: UUID, notice: None) -> None:
    page = visitor.open(PAGE, "manager", DESK)
    kaunas = page.get_by_role("region", name="Kaunas")
    expect(kaunas.get_by_text("carried the parcel to my car")).to_be_visible()
    network.http["reviewer"].put(f"/api/examples/{example}/withdrawal").raise_for_status()
    page.reload()
    heading(page, TITLES["en-GB"])
    expect(page.get_by_text("carried the parcel to my car")).to_have_count(0)
    network.http["reviewer"].put(f"/api/examples/{example}/release").raise_for_status()


def test_a_programme_that_told_nobody_is_told_why(visitor: Visitor, network: Network, example: UUID) -> None:
    page = visitor.open(PAGE, "manager", DESK)
    expect(page.get_by_text("Nobody is singled out in this programme")).to_be_visible()
    assert "Green scarf" not in page.content()
    assert violations(page) == []


def test_recognition_speaks_five_languages_and_fits(visitor: Visitor, example: UUID, notice: None) -> None:
    page = visitor.open(PAGE, "manager", NARROW)
    for language, title in TITLES.items():
        page.goto(PAGE)
        speak(page, language)
        heading(page, title)
        expect(page.get_by_role("region", name="Kaunas")).to_be_visible()
        assert overflow(page) <= 0
        page.goto(f"{PAGE}?thanks={example}")
        expect(page.get_by_text("Green scarf")).to_be_visible()
        assert overflow(page) <= 0


def test_recognition_is_accessible(visitor: Visitor, example: UUID, notice: None) -> None:
    page = visitor.open(PAGE, "manager", language="de-DE")
    expect(page.get_by_role("region", name="Kaunas")).to_be_visible()
    accessible(page)
