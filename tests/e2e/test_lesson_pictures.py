"""Redacted pictures on the card, in the example, in a lesson, in front of a class, on paper and for a guest."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pypdfium2
import pytest
from playwright.sync_api import Locator, Page, expect
from pymongo import MongoClient

from audit_api.examples.writes import DERIVED
from tests.e2e.axe import overflow, violations
from tests.e2e.conftest import DATABASE, DESK, PHONE, Visitor
from tests.e2e.looks import accessible
from tests.e2e.network import Network

Json = dict[str, Any]
BOX = {"shape": "box", "x": 0.1, "y": 0.2, "width": 0.4, "height": 0.3}
LOADED = "img => img.complete && img.naturalWidth > 0"


class Pictured:
    """A lesson of one example with a picture, and a link to it."""

    def __init__(self, network: Network, example: Json) -> None:
        self.network, self.example = network, example
        self.photo: str = example["photos"][0]["original"]
        self.redacted = self.decide("redact")
        self.lesson, trainer = str(uuid4()), network.http["trainer"]
        entry = {
            "example_id": example["id"],
            "question": "What does the customer see first?",
            "model_answer": "A tidy counter, and a face that looks up.",
        }
        body = {"title": "What customers see", "intro": "For newcomers.", "entries": [entry], "revision": 0}
        trainer.put(f"/api/collections/{self.lesson}", json=body).raise_for_status()
        link = trainer.put(f"/api/collections/{self.lesson}/links/{uuid4()}", json={}).raise_for_status()
        self.token: str = link.json()["token"]

    def decide(self, decision: str) -> str:
        body = {"decision": decision, "regions": [BOX] if decision == "redact" else []}
        http = self.network.http["reviewer"]
        stored = http.put(f"/api/photos/{self.photo}/redaction", json=body, timeout=60).raise_for_status()
        return str(stored.json()["redacted"])


@pytest.fixture
def pictured(network: Network, mongodb_uri: str) -> Iterator[Pictured]:
    audit = network.review(network.submit("Kaunas", kind=False))
    reviewer = network.http["reviewer"]
    found = reviewer.get("/api/examples", params={"state": "candidate", "photo": True, "limit": 200}).json()
    example = next(one for one in found["examples"] if one["origin"]["audit_id"] == str(audit))
    with MongoClient[Json](mongodb_uri, uuidRepresentation="standard") as client:
        changed = {"masked": {"$literal": "The counter was full of boxes."}, "masking": "done"}
        client[DATABASE].examples.update_one({"_id": UUID(example["id"])}, [{"$set": changed}, *DERIVED])
    reviewer.put(f"/api/examples/{example['id']}/release").raise_for_status()
    yield Pictured(network, example)


def pictures(page: Page | Locator) -> Locator:
    return page.get_by_alt_text("with nobody in it")


def seen(picture: Locator) -> None:
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate(LOADED)


def listed(page: Page, example: str) -> Locator:
    """The entry of an example, however long the list is: at its end it goes on by itself."""
    entries, card = page.locator("[data-entry]"), page.locator(f"[data-entry='{example}']")
    expect(entries.first).to_be_visible()
    while not card.count():
        before = entries.count()
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(entries).not_to_have_count(before)
    return card


def asked(page: Page) -> list[str]:
    """Every address that the page asks for from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url))
    return found


def test_a_trainer_sees_pictures_everywhere_and_never_an_original(visitor: Visitor, pictured: Pictured) -> None:
    page = visitor.open("/coach/", "trainer", DESK)
    addresses = asked(page)
    page.goto("/coach/#/examples?photo=yes")
    seen(pictures(listed(page, pictured.example["id"])))
    assert violations(page) == []
    page.goto(f"/coach/#/examples/{pictured.example['id']}")
    large = pictures(page).first
    seen(large)
    assert large.evaluate("img => img.naturalWidth") == 960, "the whole picture"
    for view in ("", "/sheet", "/present"):
        page.goto(f"/coach/#/collections/{pictured.lesson}{view}")
        expect(page.get_by_role("heading", level=1, name="What customers see")).to_be_visible()
        if view == "/present":
            page.keyboard.press("ArrowRight")
        seen(pictures(page))
        assert violations(page) == []
    assert any(pictured.redacted in address for address in addresses)
    assert [address for address in addresses if pictured.photo in address or "/api/photos/" in address] == []


def test_a_class_sees_the_pictures_when_the_network_has_gone(visitor: Visitor, pictured: Pictured) -> None:
    page = visitor.open(f"/coach/#/collections/{pictured.lesson}/present", "trainer", DESK)
    expect(page.get_by_text("All pictures are here: the network may go.")).to_be_visible()
    page.context.set_offline(True)
    page.keyboard.press("ArrowRight")
    seen(pictures(page))
    page.context.set_offline(False)


def test_a_presentation_says_when_a_picture_did_not_come(visitor: Visitor, pictured: Pictured) -> None:
    page = visitor.open("/coach/", "trainer", DESK)
    page.route("**/api/redacted-photos/*", lambda route: route.abort())
    page.goto(f"/coach/#/collections/{pictured.lesson}/present")
    expect(page.get_by_text("1 picture could not be loaded.")).to_be_visible()
    assert violations(page) == []
    page.unroute("**/api/redacted-photos/*")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("All pictures are here: the network may go.")).to_be_visible()


def test_a_guest_sees_them_through_the_link_only(visitor: Visitor, pictured: Pictured) -> None:
    guest = visitor.open("/shared/", None, PHONE)
    addresses = asked(guest)
    guest.goto(f"/shared/#/{pictured.token}")
    seen(pictures(guest))
    assert violations(guest) == [] and overflow(guest) == 0
    guest.goto(f"/shared/#/{pictured.token}/present")
    expect(guest.get_by_text("All pictures are here: the network may go.")).to_be_visible()
    guest.context.set_offline(True)
    guest.get_by_role("button", name="Next").click()
    seen(pictures(guest))
    guest.context.set_offline(False)
    of_pictures = {address for address in addresses if pictured.redacted in address}
    assert of_pictures == {f"{visitor.server}/api/shared/{pictured.token}/pictures/{pictured.redacted}"}
    assert pictured.photo not in "".join(addresses) + guest.content()


def test_a_picture_that_is_left_out_later_is_gone_when_the_page_is_read_again(
    visitor: Visitor, pictured: Pictured
) -> None:
    guest = visitor.open(f"/shared/#/{pictured.token}", None, PHONE)
    seen(pictures(guest))
    pictured.decide("leave_out")
    guest.reload()
    expect(guest.get_by_text("The counter was full of boxes.")).to_be_visible()
    expect(pictures(guest)).to_have_count(0)


def test_a_picture_that_goes_while_it_is_asked_for_is_told_of(visitor: Visitor, pictured: Pictured) -> None:
    page = visitor.open("/coach/", "trainer", PHONE)
    page.route("**/api/redacted-photos/*", lambda route: (pictured.decide("leave_out"), route.continue_())[1])
    page.goto(f"/coach/#/examples/{pictured.example['id']}")
    expect(page.get_by_text("This picture is not there any more.")).to_be_visible(timeout=30_000)
    assert violations(page) == []


@pytest.mark.parametrize("view", ["examples/{example}", "collections/{lesson}", "collections/{lesson}/sheet"])
def test_pictures_fit_everywhere(visitor: Visitor, pictured: Pictured, view: str) -> None:
    path = view.format(example=pictured.example["id"], lesson=pictured.lesson)
    page = visitor.open(f"/coach/#/{path}", "trainer")
    seen(pictures(page).first)
    accessible(page)


def test_a_picture_comes_onto_paper(visitor: Visitor, pictured: Pictured) -> None:
    page = visitor.open(f"/coach/#/collections/{pictured.lesson}/sheet", "trainer", DESK)
    seen(pictures(page))
    assert b"/Subtype /Image" in page.pdf(format="A4")


def test_a_sheet_is_taken_away_with_answers_or_to_hand_out(visitor: Visitor, pictured: Pictured) -> None:
    page = visitor.open(f"/coach/#/collections/{pictured.lesson}/sheet", "trainer", DESK)
    copy = taken(page)
    assert "What does the customer see first?" in copy and "A tidy counter" in copy and "Trainer's copy" in copy
    page.get_by_label("With model answers").uncheck()
    handout = taken(page)
    assert "What does the customer see first?" in handout and "Your notes" in handout
    assert "A tidy counter" not in handout
    assert violations(page) == []


def taken(page: Page) -> str:
    with page.expect_download(timeout=30_000) as download:
        page.get_by_role("button", name="As a PDF").click()
    expect(page.get_by_text("The PDF is whole.")).to_be_visible(timeout=30_000)
    assert download.value.suggested_filename.startswith("coaching-sheet-what-customers-see-")
    document = pypdfium2.PdfDocument(download.value.path())
    said = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return re.sub(r"\s+", " ", said)
