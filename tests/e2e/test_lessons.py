"""Lessons: put together by a trainer, presented without network, shared with a link for a while, and logged."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, expect
from pymongo import MongoClient

from audit_api.examples.writes import DERIVED
from tests.e2e.axe import overflow, violations
from tests.e2e.conftest import DATABASE, DESK, PHONE, Visitor
from tests.e2e.looks import accessible, speak
from tests.e2e.network import Network

Json = dict[str, Any]
MINE = "#/collections"


@pytest.fixture(scope="module")
def examples(network: Network, mongodb_uri: str) -> Iterator[list[Json]]:
    """Masked and released, the first one good and the second one bad."""
    for kind in (True, False):
        network.review(network.submit("Kaunas", kind=kind))
    reviewer = network.http["reviewer"]
    found = reviewer.get("/api/examples", params={"state": "candidate", "limit": 200}).json()["examples"]
    chosen = [next(one for one in found if one["kind"] == kind) for kind in ("good", "bad")]
    with MongoClient[Json](mongodb_uri, uuidRepresentation="standard") as client:
        for one in chosen:
            changed = {"masked": {"$literal": f"Told of a {one['kind']} day."}, "masking": "done"}
            client[DATABASE].examples.update_one({"_id": UUID(one["id"])}, [{"$set": changed}, *DERIVED])
            reviewer.put(f"/api/examples/{one['id']}/release").raise_for_status()
    yield chosen


def lesson(network: Network, examples: list[Json], **changes: Any) -> str:
    """Both examples, with a question and a model answer for the first one."""
    entries: list[Json] = [{"example_id": one["id"]} for one in examples]
    entries[0] |= {"question": "What made the difference?", "model_answer": "She looked up at once."}
    body = {"title": "The first minute", "intro": "For newcomers.", "entries": entries, "revision": 0, **changes}
    collection = str(uuid4())
    network.http["trainer"].put(f"/api/collections/{collection}", json=body).raise_for_status()
    return collection


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1, name=words)).to_be_visible()


def test_a_trainer_puts_a_lesson_together(visitor: Visitor, examples: list[Json]) -> None:
    page = visitor.open(f"/coach/#/examples/{examples[0]['id']}", "trainer", DESK)
    page.get_by_role("button", name="Add to a lesson").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title of a new lesson").fill("Greeting and farewell")
    dialog.get_by_role("button", name="Create").click()
    expect(page.get_by_role("link", name="Added to “Greeting and farewell”")).to_be_visible()
    page.goto(f"/coach/#/examples/{examples[1]['id']}")
    page.get_by_role("button", name="Add to a lesson").click()
    page.get_by_role("dialog").get_by_role("button", name="Greeting and farewell").click()
    page.get_by_role("link", name="Added to “Greeting and farewell”").click()
    heading(page, "Greeting and farewell")
    page.get_by_label("Question for the discussion").first.fill("What would you say?")
    page.get_by_label("Model answer").first.fill("Good morning, I am with you at once.")
    page.get_by_role("button", name="Example 2: move up").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Save")).to_be_disabled()
    page.reload()
    heading(page, "Greeting and farewell")
    expect(page.get_by_label("Question for the discussion").nth(1)).to_have_value("What would you say?")
    expect(page.locator("li blockquote").first).to_have_text("Told of a bad day.")
    assert violations(page) == []


def test_an_order_by_dragging(visitor: Visitor, network: Network, examples: list[Json]) -> None:
    # High enough to need no scrolling on the way.
    page = visitor.open(f"/coach/{MINE}/{lesson(network, examples)}", "trainer", (1280, 2400))
    heading(page, "The first minute")
    page.locator(".grip").nth(1).drag_to(page.locator("li.card").first)
    expect(page.locator("li blockquote").first).to_have_text("Told of a bad day.")


def test_a_class_sees_the_answer_after_the_question_and_needs_no_network(
    visitor: Visitor, network: Network, examples: list[Json]
) -> None:
    page = visitor.open(f"/coach/{MINE}/{lesson(network, examples)}/present", "trainer", DESK)
    heading(page, "The first minute")
    page.context.set_offline(True)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("What made the difference?")).to_be_visible()
    expect(page.get_by_text("She looked up at once.")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("She looked up at once.")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Told of a bad day.")).to_be_visible()
    assert violations(page) == []
    expect(page.get_by_role("button", name="Next")).to_be_disabled()
    page.keyboard.press("Home")
    heading(page, "The first minute")
    page.context.set_offline(False)
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(rf"{MINE}/[0-9a-f-]+$"))


def test_a_contrast_stands_side_by_side(visitor: Visitor, network: Network, examples: list[Json]) -> None:
    pair = [{"example_id": examples[0]["id"], "beside": examples[1]["id"]}]
    page = visitor.open(f"/coach/{MINE}/{lesson(network, [*examples], entries=pair)}/sheet", "trainer", DESK)
    boxes = [page.get_by_role("article").nth(n).bounding_box() for n in range(2)]
    assert boxes[0] and boxes[1] and boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] < boxes[1]["x"]


def test_a_guest_opens_a_link_until_it_is_withdrawn(visitor: Visitor, network: Network, examples: list[Json]) -> None:
    page = visitor.open(f"/coach/{MINE}/{lesson(network, examples)}", "trainer", DESK)
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("The new link. It is shown only now.").input_value()
    guest = visitor.open(address.removeprefix(visitor.server), None, PHONE)
    heading(guest, "The first minute")
    expect(guest.get_by_text("She looked up at once.")).to_be_visible()
    assert "Kaunas" not in guest.content()
    assert violations(guest) == [] and overflow(guest) == 0
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("button", name="Withdraw")).to_have_count(0)
    guest.reload()
    heading(guest, "This link has ended")


def test_a_training_is_told_of_and_taken_back(visitor: Visitor, network: Network, examples: list[Json]) -> None:
    page = visitor.open(f"/coach/{MINE}/{lesson(network, examples)}", "trainer", DESK)
    page.get_by_role("button", name="Tell of a training").click()
    page.get_by_label("Held on").fill("2026-11-20")
    page.get_by_label("Branches that attended").select_option(index=0)
    page.get_by_role("button", name="Save").last.click()
    section = page.get_by_role("region", name="Used in trainings")
    expect(section.get_by_text("20 Nov 2026", exact=True)).to_be_visible()
    branch = network.http["trainer"].get("/api/trainable-branches").json()["branches"][0]["id"]
    desk = visitor.open(f"/desk/#/branches/{branch}", "admin", DESK)
    expect(desk.get_by_role("region", name="Trainings attended").get_by_text("The first minute")).to_be_visible()
    section.get_by_role("button", name="Remove").click()
    expect(section.get_by_text("20 Nov 2026", exact=True)).to_have_count(0)


@pytest.mark.parametrize("view", ["", "/present", "/sheet"])
def test_a_lesson_is_accessible_and_fits(visitor: Visitor, network: Network, examples: list[Json], view: str) -> None:
    page = visitor.open(f"/coach/{MINE}/{lesson(network, examples)}{view}", "trainer")
    heading(page, "The first minute")
    accessible(page)


def test_lessons_speak_the_language_of_the_reader(visitor: Visitor) -> None:
    page = visitor.open(f"/coach/{MINE}", "trainer", (320, 700))
    titles = {"en": "Lessons", "de": "Lektionen", "sv": "Lektioner", "lt": "Pamokos", "tr": "Dersler"}
    for language, title in titles.items():
        speak(page, language)
        heading(page, title)
        assert overflow(page) == 0
