"""Examples are made anonymous at the desk: words by pressing them, photos with boxes and a brush."""

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import overflow, violations
from tests.e2e.conftest import DESK, Visitor, paged_to
from tests.e2e.looks import accessible, speak
from tests.e2e.network import Network

STORY = "We waited, and then Grobnik came with a chair. Nobody asked us to."
LANGUAGES = {
    "en-GB": "Anonymise examples",
    "de-DE": "Beispiele anonymisieren",
    "sv-SE": "Anonymisera exempel",
    "lt-LT": "Nuasmeninti pavyzdžius",
    "tr-TR": "Örnekleri anonimleştir",
}


@pytest.fixture
def waiting(network: Network) -> dict[str, Any]:
    """An audit whose words are doubtful, with a photo."""
    audit_id = network.submit("Kaunas", kind=False, story=STORY)
    network.review(audit_id)
    found = network.http["reviewer"].get("/api/maskings/waiting", params={"limit": 200}).json()["narratives"]
    return {"audit": audit_id, "words": [one for one in found if one["audit_id"] == str(audit_id)]}


def test_words_are_hidden_with_the_keyboard(visitor: Visitor, network: Network, waiting: dict[str, Any]) -> None:
    page = visitor.open("/desk/#/anonymise", "reviewer", DESK)
    audit = page.locator(f"a[href='#/audits/{waiting['audit']}']")
    card = page.get_by_role("article").filter(has=audit).filter(has_text=STORY)
    paged_to(card)
    name = card.get_by_role("button", name="Grobnik, hidden as a name")
    expect(name).to_have_attribute("aria-pressed", "true")
    card.get_by_role("button", name="We", exact=True).focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(name).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(card.get_by_role("button", name="came, hidden as a name")).to_be_focused()
    page.keyboard.press("Space")
    assert violations(page) == []
    assert overflow(page) == 0
    card.get_by_role("button", name="Save the words").click()
    example = next(one["example_id"] for one in waiting["words"] if one["narrative"] == STORY)
    expect(card).to_have_count(0)
    stored = network.http["reviewer"].get(f"/api/examples/{example}").json()
    assert stored["narrative"] == STORY.replace("Grobnik", "⟦name⟧")


def test_it_says_why_words_without_a_doubt_wait(visitor: Visitor, network: Network) -> None:
    story = "we waited for a quarter of an hour and nobody came to the counter"
    audit = network.submit("Kaunas", kind=False, story=story)
    network.review(audit)
    page = visitor.open("/desk/#/anonymise", "reviewer", DESK)
    card = page.get_by_role("article").filter(has=page.locator(f"a[href='#/audits/{audit}']")).filter(has_text=story)
    paged_to(card)
    expect(card).to_contain_text("0 doubtful words")
    expect(card).to_contain_text("Small and capital letters do not tell names from other words here.")
    assert violations(page) == []


def test_a_photo_is_covered_with_pointer_and_keyboard(
    visitor: Visitor, network: Network, waiting: dict[str, Any]
) -> None:
    photo = _photo(network, waiting["audit"])
    page = visitor.open(f"/desk/#/anonymise/photos/{photo}", "reviewer", DESK)
    canvas = page.locator("svg[viewBox='0 0 960 720']")
    expect(canvas).to_be_visible(timeout=30_000)  # the detectors take their time
    before = page.locator("ol li").count()
    _drag(page, (0.1, 0.1), (0.3, 0.3))
    expect(page.locator("ol li")).to_have_count(before + 1)
    page.get_by_role("radio", name="Brush").check()
    _drag(page, (0.6, 0.6), (0.8, 0.7))
    expect(page.locator("ol li")).to_have_count(before + 2)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("ol li")).to_have_count(before + 1)
    page.get_by_role("button", name="Add a box").click()
    page.get_by_role("button", name=f"{before + 2}: box").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert violations(page) == []
    page.get_by_role("button", name="Save without these regions").click()
    expect(page.get_by_alt_text("The photo as trainers see it")).to_be_visible()
    expect(page.get_by_text("Trainers may see the photo")).to_be_visible()
    stored = network.http["reviewer"].get(f"/api/photos/{photo}/redaction").json()
    assert stored["regions"][-1] == {"shape": "box", "x": 0.41, "y": 0.4, "width": 0.2, "height": 0.21}
    assert stored["decided_by"] == str(network.users["reviewer"])
    page.get_by_role("button", name="Show the result").click()
    expect(page.get_by_alt_text("The photo as it was sent")).to_be_visible()
    for n in range(before + 2):
        page.get_by_role("button", name=f"{before + 2 - n}: ").first.focus()
        page.keyboard.press("Delete")
    expect(page.locator("ol li")).to_have_count(0)
    page.get_by_role("button", name="Leave the photo out").click()
    expect(page.get_by_text("Trainers never see it.")).to_be_visible()
    assert network.http["reviewer"].get(f"/api/photos/{photo}/redaction").json()["redacted"] is None


def test_waiting_photos_lead_to_their_page(visitor: Visitor, network: Network, waiting: dict[str, Any]) -> None:
    photo = _photo(network, waiting["audit"])
    page = visitor.open("/desk/#/anonymise/photos", "manager", DESK)
    paged_to(page.locator(f"a[href='#/anonymise/photos/{photo}']")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Take people out of a photo")


def test_it_is_accessible(visitor: Visitor, network: Network, waiting: dict[str, Any]) -> None:
    page = visitor.open("/desk/#/anonymise", "manager")
    expect(page.get_by_role("article").first).to_be_visible()
    accessible(page)
    page.goto(page.url.split("#")[0] + "#/anonymise/photos")
    expect(page.get_by_text("Every photo needs a person")).to_be_visible()
    expect(page.locator("ul a img").first).to_be_visible()
    accessible(page)
    photo = _photo(network, waiting["audit"])
    page.goto(page.url.split("#")[0] + f"#/anonymise/photos/{photo}")
    expect(page.get_by_role("button", name="Leave the photo out")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Add a box").click()
    accessible(page)


def test_it_speaks_every_language(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/desk/#/anonymise", "reviewer")
    for language, title in LANGUAGES.items():
        speak(page, language)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        assert overflow(page) == 0


def _photo(network: Network, audit: UUID) -> str:
    answers = network.http["reviewer"].get(f"/api/audits/{audit}").json()["submission"]["answers"]
    return str(next(photo for answer in answers.values() for photo in answer.get("photos", [])))


def _drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    frame = page.locator(".picture").bounding_box()
    assert frame is not None
    places = [(frame["x"] + x * frame["width"], frame["y"] + y * frame["height"]) for x, y in (start, end)]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=6)
    page.mouse.up()
