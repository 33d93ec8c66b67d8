"""The office excludes an audit and takes it back in; an administrator makes one anonymous, and erases one."""

from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import overflow, violations
from tests.e2e.conftest import DESK, Visitor
from tests.e2e.looks import NARROW, speak
from tests.e2e.network import Network

STORY = "Ona at the till told me to hurry up."
TITLES = {
    "en-GB": "Exclude or remove",
    "de-DE": "Ausschließen oder entfernen",
    "sv-SE": "Uteslut eller ta bort",
    "lt-LT": "Neįskaityti arba pašalinti",
    "tr-TR": "Kapsam dışı bırakma veya kaldırma",
}


@pytest.fixture
def audit(network: Network) -> UUID:
    return network.review(network.submit("Kaunas", 3, story=STORY))


def part(page: Page, name: str = TITLES["en-GB"]) -> Locator:
    return page.get_by_role("region", name=name)


def fits(page: Page) -> None:
    assert violations(page) == []
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    assert overflow(page) <= 0
    assert violations(page) == []
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def test_a_reviewer_excludes_an_audit_and_takes_it_back_in(visitor: Visitor, network: Network, audit: UUID) -> None:
    page = visitor.open(f"/desk/#/audits/{audit}", "reviewer", DESK)
    expect(part(page).get_by_role("button")).to_have_text(["Exclude from all results"])
    part(page).get_by_role("button", name="Exclude from all results").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Exclude this audit?")
    expect(dialog).to_contain_text("Its part in the branch’s result")
    expect(dialog).to_contain_text("for coaching, with")
    dialog.get_by_role("button", name="Exclude from all results").click()
    expect(dialog).to_contain_text("Choose why.")
    dialog.get_by_label("Why?").select_option("wrong_branch")
    dialog.get_by_role("button", name="Exclude from all results").click()
    expect(dialog).to_contain_text("Say what has happened.")
    fits(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(part(page).get_by_role("button", name="Exclude from all results")).to_be_focused()
    page.keyboard.press("Enter")
    dialog.get_by_label("Why?").select_option("wrong_branch")
    dialog.get_by_label("What has happened?").fill("It was the shop next door.")
    # The server has it; only the answer is lost.
    page.route("**/exclusions/*", lambda route: (route.fetch(), route.abort()))
    dialog.get_by_role("button", name="Exclude from all results").click()
    expect(dialog).to_contain_text("The server does not answer")
    page.unroute("**/exclusions/*")
    dialog.get_by_role("button", name="Exclude from all results").click()
    expect(page.get_by_text("Excluded: does not count towards the index of the branch")).to_be_visible()
    expect(part(page, "Reviews")).to_contain_text("It was another branch")
    expect(part(page, "Reviews")).to_contain_text("It was the shop next door.")
    fits(page)
    reviews = network.http["reviewer"].get(f"/api/audits/{audit}").json()["reviews"]
    assert [review["decision"] for review in reviews] == ["finalise", "exclude"], "once"

    theirs = visitor.open(f"/desk/#/audits/{audit}", "manager", DESK)
    expect(part(theirs, "Reviews")).to_contain_text("It was another branch")
    expect(theirs.get_by_text("next door")).to_have_count(0)
    expect(part(theirs)).to_have_count(0)

    part(page).get_by_role("button", name="Take back in").click()
    again = page.get_by_role("dialog", name="Take this audit back in?")
    again.get_by_label("What has happened?").fill("It was this one after all.")
    again.get_by_role("button", name="Take back in").click()
    expect(page.get_by_text("Counts towards the index of the branch", exact=True)).to_be_visible()


def test_a_shopper_reads_why_an_audit_was_excluded(visitor: Visitor, network: Network, audit: UUID) -> None:
    body = {"cause": "wrong_moment", "reason": "It was a public holiday."}
    path = f"/api/audits/{audit}/exclusions/{audit}"
    network.http["reviewer"].put(path, json=body).raise_for_status()
    page = visitor.open(f"/#/audits/{audit}", "shopper")
    expect(page.get_by_text("It was a public holiday.").first).to_be_visible()
    expect(page.get_by_text("Excluded", exact=True).first).to_be_visible()


def test_an_administrator_makes_an_audit_anonymous_and_erases_it(
    visitor: Visitor, network: Network, audit: UUID
) -> None:
    page = visitor.open(f"/desk/#/audits/{audit}", "admin", DESK)
    expect(page.get_by_text(STORY)).to_be_visible()
    part(page).get_by_role("button", name="Make anonymous").click()
    dialog = page.get_by_role("dialog", name="Make this audit anonymous?")
    expect(dialog).to_contain_text("2 photos, with every copy on the server")
    expect(dialog).to_contain_text("Answers and scores, and with them the result of the branch.")
    dialog.get_by_label("Why?").select_option("subject_request")
    dialog.get_by_role("button", name="Make anonymous").click()
    expect(dialog).to_contain_text("Tick that you know")
    fits(page)
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Make anonymous").click()
    expect(part(page)).to_contain_text("Somebody asked for it")
    expect(page.get_by_text(STORY)).to_have_count(0)
    expect(part(page).get_by_role("button", name="Make anonymous")).to_have_count(0)
    fits(page)

    part(page).get_by_role("button", name="Erase").click()
    dialog = page.get_by_role("dialog", name="Erase this audit?")
    expect(dialog).to_contain_text("All answers and scores")
    dialog.get_by_label("Why?").select_option("law")
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Erase").click()
    expect(page.get_by_role("heading", name="This audit was erased")).to_be_visible()
    expect(page.get_by_text("The law demands it")).to_be_visible()
    fits(page)
    page.reload()
    expect(page.get_by_role("heading", name="This audit was erased")).to_be_visible()
    assert network.http["reviewer"].get(f"/api/audits/{audit}").status_code == 404


def test_it_speaks_every_language(visitor: Visitor, audit: UUID) -> None:
    page = visitor.open(f"/desk/#/audits/{audit}", "reviewer", DESK)
    for language, title in TITLES.items():
        speak(page, language)
        part(page, title).get_by_role("button").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        fits(page)
