"""What the office does with what comes back from the field: notes, and questions asked again."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import overflow, violations
from tests.e2e.conftest import DESK, PHONE, Visitor
from tests.e2e.looks import accessible, speak
from tests.e2e.network import NOW, Network

LANGUAGES = {"en-GB": "Notes", "de-DE": "Notizen", "sv-SE": "Anteckningar", "lt-LT": "Pastabos", "tr-TR": "Notlar"}


def note(network: Network, branch: str, text: str, kind: str = "problem") -> UUID:
    """The assignment that it is about."""
    assignment_id = network.assign(branch)
    body = {"kind": kind, "text": text, "noted_at": NOW.isoformat()}
    path = f"/api/assignments/{assignment_id}/notes/{uuid4()}"
    network.http["shopper"].put(path, json=body).raise_for_status()
    return assignment_id


def row(page: Page, text: str) -> Any:
    return page.get_by_role("listitem").filter(has_text=text)


def count(page: Page) -> int:
    """What the menu says; nothing is zero."""
    entry = page.get_by_role("navigation").get_by_role("link", name="Notes")
    expect(entry).to_be_visible()
    figure = entry.locator(".count")
    return int(figure.inner_text()) if figure.count() else 0


def test_a_note_is_read_and_marked_as_handled(visitor: Visitor, network: Network) -> None:
    note(network, "Kaunas", "The street is closed for a marathon.")
    page = visitor.open("/desk/#/notes", "reviewer", DESK)
    mine = row(page, "The street is closed for a marathon.")
    expect(mine).to_contain_text("Kaunas")
    expect(mine).to_contain_text("Sam Shopper")
    expect(mine).to_contain_text("Problem")
    expect(mine).to_contain_text("Written")
    expect(mine).to_contain_text("Received")
    before = count(page)
    page.keyboard.press("Tab")
    mine.get_by_role("button", name="Mark as handled").focus()
    page.keyboard.press("Enter")
    expect(mine).to_contain_text("Handled by Rasa Reviewer")
    expect(mine.locator(".done")).to_be_focused()
    expect(mine.get_by_role("button")).to_have_count(0)
    assert count(page) == before - 1
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Notes")
    expect(mine).to_have_count(0)
    page.get_by_role("radio", name="All").check()
    expect(mine).to_contain_text("Handled by Rasa Reviewer")


def test_notes_are_chosen_by_kind_and_lead_on(visitor: Visitor, network: Network) -> None:
    note(network, "Kaunas", "The bell does not ring.")
    assignment = note(network, "Šiauliai", "My cousin works there now.", "decline")
    page = visitor.open("/desk/#/notes", "admin", DESK)
    expect(row(page, "The bell does not ring.")).to_be_visible()
    page.get_by_label("Kind").select_option("Declined")
    declined = row(page, "My cousin works there now.")
    expect(declined).to_contain_text("Declined")
    expect(row(page, "The bell does not ring.")).to_have_count(0)
    read = network.http["reviewer"].get(f"/api/assignments/{assignment}").json()
    assert read["status"] == "declined"
    declined.get_by_role("link", name="Šiauliai").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Šiauliai")


def test_a_mark_that_was_lost_on_the_way_can_be_repeated(visitor: Visitor, network: Network) -> None:
    note(network, "Kaunas", "The shop moved round the corner.")
    page = visitor.open("/desk/#/notes", "reviewer", DESK)
    mine = row(page, "The shop moved round the corner.")
    page.route("**/handled", lambda route: route.abort())
    mine.get_by_role("button", name="Mark as handled").click()
    expect(mine).to_contain_text("The server does not answer")
    page.unroute("**/handled")
    mine.get_by_role("button", name="Mark as handled").click()
    expect(mine).to_contain_text("Handled by Rasa Reviewer")


def test_more_notes_than_a_page_holds_are_all_reached(visitor: Visitor, network: Network) -> None:
    for n in range(51):
        note(network, "Vilnius Old Town", f"Note number {n:02}.")
    page = visitor.open("/desk/#/notes", "reviewer")
    expect(row(page, "Note number 50.")).to_be_visible()
    expect(row(page, "Note number 00.")).to_have_count(0)
    page.get_by_role("button", name="Show more").click()
    expect(row(page, "Note number 00.")).to_be_visible()


def test_a_manager_has_no_notes(visitor: Visitor, network: Network) -> None:
    note(network, "Kaunas", "Nobody in the region may read this.")
    page = visitor.open("/desk/#/notes", "manager", DESK)
    expect(page.get_by_role("heading", level=1)).to_have_text("Branches")
    expect(page.get_by_role("link", name="Notes")).to_have_count(0)


def test_notes_are_accessible(visitor: Visitor, network: Network) -> None:
    note(network, "Kaunas", "A_very_long_word_" * 12)
    note(network, "Vilnius Old Town", "I have the flu.\nPlease give it to somebody else.", "decline")
    page = visitor.open("/desk/#/notes", "reviewer")
    row(page, "I have the flu.").get_by_role("button").click()
    expect(row(page, "I have the flu.")).to_contain_text("Handled by")
    accessible(page)


def test_notes_speak_every_language(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/desk/#/notes", "reviewer")
    for language, title in LANGUAGES.items():
        speak(page, language)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        assert overflow(page) == 0


@pytest.mark.parametrize("size", [DESK, PHONE], ids=lambda size: str(size[0]))
def test_items_are_marked_with_the_keyboard_and_reach_the_shopper(
    visitor: Visitor, network: Network, size: tuple[int, int]
) -> None:
    audit_id = network.submit("Kaunas", kind=False)
    page = visitor.open(f"/desk/#/audits/{audit_id}", "reviewer", size)
    marks = page.get_by_role("checkbox", name="Ask again")
    treatment = page.get_by_role("checkbox", name="How did the employee treat me?")
    receipt = page.get_by_role("checkbox", name="Photo of the receipt")
    expect(marks.first).to_be_visible()
    page.get_by_role("radio", name="Return to the shopper").check()
    expect(page.get_by_text("Tick beside the answers")).to_be_visible()
    receipt.focus()
    page.keyboard.press("Space")
    treatment.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("2 questions marked")).to_be_visible()
    page.get_by_label("Reason").fill("Please look at these two again.")
    assert violations(page) == []
    assert overflow(page) == 0
    page.get_by_role("button", name="Save the decision").click()
    marked = page.get_by_role("region", name="Reviews")
    expect(marked).to_contain_text("To be mended")
    expect(marks).to_have_count(0)
    stored = network.http["shopper"].get(f"/api/audits/{audit_id}").json()["reviews"][0]["items"]
    # In the order of the checklist, whatever was ticked first.
    assert stored == ["tone_warmth", "receipt_photo"]


def test_marks_stay_out_of_other_decisions(visitor: Visitor, network: Network) -> None:
    audit_id = network.submit("Kaunas")
    page = visitor.open(f"/desk/#/audits/{audit_id}", "reviewer", DESK)
    page.get_by_role("checkbox", name="Ask again").first.check()
    page.get_by_role("radio", name="Finalise").check()
    page.get_by_role("button", name="Save the decision").click()
    expect(page.get_by_text("The audit is finalised.").first).to_be_visible()
    assert network.http["reviewer"].get(f"/api/audits/{audit_id}").json()["reviews"][0]["items"] == []


@pytest.mark.parametrize("role", ["reviewer", "manager", "shopper"])
def test_a_correction_is_told_in_words(visitor: Visitor, network: Network, role: str) -> None:
    audit_id = network.submit("Kaunas")
    corrections = {
        "greeting": {"kind": "single_choice", "option": "at_turn", "narrative": "The till receipt has the time."},
        "receipt_photo": {"kind": "not_applicable"},
    }
    body = {"decision": "finalise", "revision": 1, "reason": "The photos tell otherwise.", "corrections": corrections}
    path = f"/api/audits/{audit_id}/reviews/{uuid4()}"
    network.http["reviewer"].put(path, json=body).raise_for_status()
    room = "/" if role == "shopper" else "/desk/"
    page = visitor.open(f"{room}#/audits/{audit_id}", role, DESK)
    told = page.get_by_role("region", name="Reviews")
    expect(told).to_contain_text("The photos tell otherwise.")
    expect(told).to_contain_text("Corrected by the reviewer")
    expect(told).to_contain_text("The till receipt has the time.")
    expect(told).to_contain_text("1 photo")
    expect(told.get_by_text("Before", exact=True)).to_have_count(2)
    expect(page.get_by_text("Corrected", exact=True)).to_have_count(2)
    assert violations(page) == []
