"""Starter stories: found on the first day, filtered, and used in a lesson like an example."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.axe import overflow, violations
from tests.e2e.conftest import DESK, Visitor
from tests.e2e.looks import NARROW, accessible, speak
from tests.e2e.network import Network

STORIES = "/coach/#/examples?source=stories"
BADGE = "Starter story, not from an audit"
TITLES = {
    "en-GB": "Half an hour with a recorded voice",
    "de-DE": "Eine halbe Stunde mit einer Stimme vom Band",
    "sv-SE": "En halvtimme med en inspelad röst",
    "lt-LT": "Pusvalandis su balsu iš įrašo",
    "tr-TR": "Bant kaydıyla geçen yarım saat",
}


def told(page: Page, title: str) -> None:
    expect(page.get_by_role("link", name=title)).to_be_visible()


def test_who_has_no_examples_begins_with_stories(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/", "trainer", DESK)
    # As on the first day of a programme.
    none: dict[str, Any] = {"examples": [], "next": None, "total": 0, "facets": None}
    page.route(re.compile(r"/api/examples\?"), lambda route: route.fulfill(json=none))
    page.goto("/coach/")
    expect(page).to_have_url(re.compile("source=stories"))
    expect(page.get_by_text("There are no examples from audits yet.")).to_be_visible()
    told(page, TITLES["en-GB"])
    expect(page.locator("article").first.get_by_text(BADGE)).to_be_visible()


def test_a_trainer_finds_a_story_and_presents_it(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/coach/#/examples?source=audits", "trainer", DESK)
    page.get_by_role("navigation", name="Where from").get_by_role("link", name="Starter stories").click()
    page.get_by_label("Search in the starter stories").fill("waltz")
    expect(page.get_by_role("article")).to_have_count(1)
    page.get_by_label("Score").select_option("bad")
    expect(page).to_have_url(re.compile("source=stories.*|q=waltz"))
    page.get_by_role("link", name=TITLES["en-GB"]).click()
    expect(page.get_by_role("region", name="The opposite").get_by_role("article")).not_to_have_count(0)
    page.get_by_role("button", name="Add to a lesson").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title of a new lesson").fill("On the telephone")
    dialog.get_by_role("button", name="Create").click()
    page.get_by_role("link", name="Added to “On the telephone”").click()
    expect(page.get_by_label("Question for the discussion")).to_have_attribute(
        "placeholder", re.compile("hold the line")
    )
    page.get_by_role("link", name="Present").click()
    expect(page.get_by_role("heading", level=1, name="On the telephone")).to_be_visible()
    expect(page.get_by_role("region", name="On the telephone")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("How long would you hold the line yourself")).to_be_visible()
    expect(page.get_by_text("No recorded promise")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("No recorded promise")).to_be_visible()
    page.get_by_label("Language of the story").select_option("lt")
    expect(page.get_by_text("Jokių įrašytų pažadų")).to_be_visible()
    assert violations(page) == []


def test_stories_speak_five_languages_and_fit(visitor: Visitor, network: Network) -> None:
    page = visitor.open(STORIES, "trainer", NARROW)
    for language, title in TITLES.items():
        page.goto(STORIES)
        speak(page, language)
        told(page, title)
        assert overflow(page) <= 0
        page.get_by_role("link", name=title).click()
        expect(page.locator("article select")).to_be_visible()
        assert overflow(page) <= 0


def test_stories_are_accessible(visitor: Visitor, network: Network) -> None:
    page = visitor.open(STORIES, "trainer", language="de-DE")
    told(page, TITLES["de-DE"])
    accessible(page)
    page.get_by_role("link", name=TITLES["de-DE"]).click()
    expect(page.locator("article select")).to_be_visible()
    accessible(page)
