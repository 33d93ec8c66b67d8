"""Examples: released at the desk by keyboard, found by trainers, with filters in the address."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect
from pymongo import MongoClient

from tests.api.examples import bend, mask
from tests.e2e.conftest import DATABASE, DESK, Visitor
from tests.e2e.looks import accessible, speak
from tests.e2e.network import Network

Json = dict[str, Any]
LANGUAGES = {
    "en-GB": "Examples for coaching",
    "de-DE": "Beispiele fürs Coaching",
    "sv-SE": "Exempel för coachning",
    "lt-LT": "Pavyzdžiai mokymams",
    "tr-TR": "Eğitim için örnekler",
}


@pytest.fixture(scope="module")
def examples(network: Network, mongodb_uri: str) -> Iterator[list[Json]]:
    """Those of two kind and two unkind visits, masked; all but the last are released."""
    for kind in (True, False, True, False):
        network.review(network.submit("Kaunas", kind=kind))
    reviewer = network.http["reviewer"]
    made: list[Json] = reviewer.get("/api/examples", params={"state": "candidate", "limit": 200}).json()["examples"]
    made.sort(key=lambda one: one["origin"]["narrative"] is not None)  # the last has words to hide
    with MongoClient[Json](mongodb_uri, uuidRepresentation="standard") as client:
        for one in made:
            words = f"{one['origin']['narrative']} – told about {one['item']}."
            mask(client[DATABASE], UUID(one["id"]), words)
    for one in made[:-1]:
        reviewer.put(f"/api/examples/{one['id']}/release").raise_for_status()
    yield made


def cards(page: Page) -> Any:
    return page.locator("[data-entry]")


def settled(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(cards(page).first).to_be_visible()


def scrolled_to(wanted: Locator) -> Locator:
    """`wanted`, of a list that goes on by itself where its end comes into sight."""
    for _ in range(20):
        if wanted.count():
            break
        before = cards(wanted.page).count()
        cards(wanted.page).last.scroll_into_view_if_needed()
        expect(cards(wanted.page).nth(before)).to_be_attached()
    return wanted


def test_a_trainer_finds_an_example(visitor: Visitor, examples: list[Json]) -> None:
    page = visitor.open("/coach/", "trainer", DESK)
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Examples for coaching")
    expect(cards(page)).to_have_count(min(25, len(examples) - 1))
    assert "Kaunas" not in page.content()
    page.get_by_label("Score").select_option("bad")
    expect(page).to_have_url(re.compile("kind=bad"))
    expect(page.get_by_text("Went well", exact=True)).to_have_count(0)
    title = cards(page).first.get_by_role("link")
    words = title.inner_text()
    title.click()
    expect(page.get_by_role("heading", level=2).first).to_have_text(words)
    expect(page.get_by_text("Why it is worth showing")).to_be_visible()
    expect(page.get_by_role("region", name="More like this").get_by_role("article").first).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Score")).to_have_value("bad")


def test_an_example_stands_beside_its_opposite(
    visitor: Visitor, network: Network, examples: list[Json], mongodb_uri: str
) -> None:
    http = network.http["trainer"]
    good, bad = (next(one for one in examples[:-1] if one["kind"] == kind) for kind in ("good", "bad"))
    with MongoClient[Json](mongodb_uri, uuidRepresentation="standard") as client:
        # The visits of this network tell of one theme only good things and of another only bad ones.
        facet = {"$concat": [good["theme"], "|", {"$substrBytes": ["$facet", len(bad["theme"]) + 1, -1]}]}
        bend(client[DATABASE], UUID(bad["id"]), {"theme": good["theme"], "facet": facet})
    similar = {one["id"]: http.get(f"/api/examples/{one['id']}/similar").json() for one in examples[:-1]}
    mine = next(one for one in examples[:-1] if similar[one["id"]]["contrast"])
    page = visitor.open(f"/coach/#/examples/{mine['id']}", "trainer", DESK)
    opposite = page.get_by_role("region", name="The opposite")
    words = {"good": "Went wrong", "mixed": "Went well", "bad": "Went well"}[mine["kind"]]
    expect(opposite.get_by_text(words).first).to_be_visible()


def test_words_are_searched_and_stay_in_the_address(visitor: Visitor, examples: list[Json]) -> None:
    page = visitor.open("/coach/#/examples", "trainer", DESK)
    settled(page)
    wanted = examples[0]["item"]
    page.get_by_role("searchbox").fill(wanted)
    expect(page).to_have_url(re.compile(f"q={wanted}"))
    expect(cards(page).first).to_contain_text(f"told about {wanted}")
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value(wanted)
    page.get_by_role("searchbox").fill("nothingofthekind")
    expect(page.get_by_text("No example fits")).to_be_visible()
    page.get_by_role("button", name="Clear all filters").click()
    expect(cards(page).first).to_be_visible()


def test_the_list_is_walked_with_the_keyboard(visitor: Visitor, examples: list[Json]) -> None:
    page = visitor.open("/coach/#/examples", "trainer", DESK)
    settled(page)
    cards(page).nth(0).get_by_role("link").focus()
    page.keyboard.press("ArrowDown")
    expect(cards(page).nth(1).get_by_role("link")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cards(page).nth(0).get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#/examples/[0-9a-f-]{36}"))


def test_a_reviewer_releases_and_withdraws_by_keyboard(
    visitor: Visitor, network: Network, examples: list[Json]
) -> None:
    last = examples[-1]["id"]
    page = visitor.open("/desk/#/examples", "reviewer", DESK)
    settled(page)
    mine = scrolled_to(page.locator(f'[data-entry="{last}"]'))
    expect(mine).to_contain_text("As it was written")
    expect(mine).to_contain_text("Why it is worth showing")
    mine.get_by_role("link").focus()
    page.keyboard.press("r")
    expect(mine.get_by_text("Released", exact=True)).to_be_visible()
    assert network.http["trainer"].get(f"/api/examples/{last}").status_code == 200
    page.keyboard.press("w")
    expect(mine.get_by_text("Withdrawn", exact=True)).to_be_visible()
    assert network.http["trainer"].get(f"/api/examples/{last}").status_code == 404
    page.get_by_role("radio", name="Withdrawn").check()
    expect(page).to_have_url(re.compile("state=withdrawn"))
    expect(mine).to_be_visible()


def test_a_decision_that_was_lost_on_the_way_can_be_repeated(visitor: Visitor, examples: list[Json]) -> None:
    page = visitor.open("/desk/#/examples?state=released", "reviewer", DESK)
    settled(page)
    page.route("**/withdrawal", lambda route: route.abort())
    first = cards(page).first
    first.get_by_role("button", name="Withdraw").click()
    expect(first.get_by_role("alert")).to_be_visible()
    expect(first.get_by_role("button", name="Withdraw")).to_be_visible()


@pytest.mark.parametrize("where", ["coach", "example", "desk"])
def test_pages_of_examples_are_accessible_and_fit(visitor: Visitor, examples: list[Json], where: str) -> None:
    path, role = {
        "coach": ("/coach/#/examples", "trainer"),
        "example": (f"/coach/#/examples/{examples[0]['id']}", "trainer"),
        "desk": ("/desk/#/examples?state=released", "manager"),
    }[where]
    page = visitor.open(path, role, language="de-DE")
    expect(page.locator("article").first).to_be_visible()
    accessible(page)


def test_the_room_speaks_five_languages(visitor: Visitor, examples: list[Json]) -> None:
    page = visitor.open("/coach/", "trainer", DESK)
    for language, title in LANGUAGES.items():
        speak(page, language)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        settled(page)
