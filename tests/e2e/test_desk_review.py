"""What a reviewer does all day: the queue, flags with their evidence, photos beside answers, corrections, keys."""

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import overflow, violations
from tests.e2e.conftest import DESK, PHONE, Visitor
from tests.e2e.looks import accessible, speak
from tests.e2e.network import Network
from tests.e2e.suspicion import dossier, honest, suspicious

WIDER_THAN = "width => document.querySelector('dialog img').getBoundingClientRect().width > width"
LANGUAGES = {
    "en-GB": ("Waiting for review", "Worth a second look"),
    "de-DE": ("Zu prüfen", "Einen zweiten Blick wert"),
    "sv-SE": ("Väntar på beslut", "Värt en extra titt"),
    "lt-LT": ("Laukia peržiūros", "Verta pažiūrėti dar kartą"),
    "tr-TR": ("İnceleme bekleyenler", "İkinci bir bakışa değer"),
}


@pytest.fixture(scope="module")
def pair(network: Network) -> tuple[UUID, UUID]:
    """A suspicious audit that nobody decides about in these tests, and the one it resembles."""
    return suspicious(network)


def open_audit(visitor: Visitor, audit_id: UUID, role: str = "reviewer", size: tuple[int, int] = DESK) -> Page:
    page = visitor.open(f"/desk/#/audits/{audit_id}", role, size)
    expect(page.get_by_role("heading", name="Answers")).to_be_visible()
    return page


def stored(network: Network, audit_id: UUID) -> Any:
    return network.http["reviewer"].get(f"/api/audits/{audit_id}").raise_for_status().json()


def test_the_queue_is_chosen_by_its_address(visitor: Visitor, network: Network, pair: tuple[UUID, UUID]) -> None:
    plain = honest(network)
    page = visitor.open("/desk/#/queue", "reviewer", DESK)
    flagged, unflagged = (page.locator(f"main li:has(a[href='#/audits/{audit}'])") for audit in (pair[0], plain))
    expect(flagged).to_contain_text("Same photo")
    expect(flagged).to_contain_text("Far away")
    expect(unflagged.get_by_text("Same photo")).to_have_count(0)
    page.get_by_label("Only with flags").check()
    expect(unflagged).to_have_count(0)
    expect(flagged).to_be_visible()
    assert page.url.endswith("#/queue?flagged=yes")
    told = network.http["reviewer"].get("/api/queue", params={"flagged": True, "limit": 200}).json()
    expect(page.locator("main li")).to_have_count(len(told["audits"]))
    expect(page.get_by_role("status").filter(has_text="with flags")).to_contain_text(f"{len(told['audits'])} audit")
    page.get_by_label("Waiting for").select_option("14 days or longer")
    expect(page.get_by_text("No waiting audit matches")).to_be_visible()
    page.get_by_role("link", name="Show all").click()
    expect(unflagged).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_label("Only with flags")).to_be_checked()
    expect(unflagged).to_have_count(0)


def test_the_queue_is_worked_with_keys(visitor: Visitor, network: Network, pair: tuple[UUID, UUID]) -> None:
    page = visitor.open("/desk/#/queue?flagged=yes", "reviewer", DESK)
    links = page.locator("main li a")
    expect(links.first).to_be_visible()
    page.keyboard.press("j")
    expect(links.first).to_be_focused()
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(links.first).to_be_focused()
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Keyboard")
    expect(help_).to_contain_text("Next question or audit")
    page.keyboard.press("j")  # keys are for the page, not for what lies over it
    help_.get_by_label("Use single keys").uncheck()
    page.keyboard.press("Escape")
    expect(help_).to_have_count(0)
    links.first.focus()
    page.keyboard.press("j")
    expect(links.first).to_be_focused()
    page.keyboard.press("?")
    help_.get_by_label("Use single keys").check()
    page.keyboard.press("Escape")
    expect(help_).to_have_count(0)
    links.first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your decision")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting for review")
    assert page.url.endswith("#/queue?flagged=yes")


def test_flags_come_with_their_evidence(visitor: Visitor, network: Network, pair: tuple[UUID, UUID]) -> None:
    suspect, _ = pair
    page = open_audit(visitor, suspect)
    flags = page.get_by_role("region", name="Worth a second look")
    found = dossier(network, suspect)["flags"]
    assert [flag["kind"] for flag in found] == ["same_photo", "same_text", "far_away", "old_photo", "typed_time"]
    expect(flags.locator("li")).to_have_count(len(found))
    photo, words, far, old, typed = (flags.locator("li").nth(n) for n in range(5))
    expect(photo).to_contain_text("as in the audit of Vilnius Old Town of")
    expect(photo).to_contain_text("By the same shopper.")
    expect(photo.get_by_role("img")).to_have_count(2)
    expect(words).to_contain_text("Word for word")
    expect(far).to_contain_text(f"Taken {round(found[2]['metres'] / 1000)} km from the branch.")
    expect(old).to_contain_text("Taken 6 days")
    expect(typed).to_contain_text("was entered by hand")
    far.get_by_role("button", name="Show the answer").click()
    receipt = page.locator("#item-receipt_photo")
    expect(receipt).to_be_focused()
    expect(receipt).to_be_in_viewport()
    expect(receipt).to_contain_text("km from the branch")
    expect(receipt).to_contain_text("before the start")
    expect(receipt).to_contain_text("Google Pixel 8a")
    page.keyboard.press("g")
    expect(page.locator("#item-memory")).to_be_focused()
    case = page.get_by_role("region", name="The shop")
    expect(case).to_contain_text("Sam Shopper")
    expect(case).to_contain_text("You want to exchange a present")
    photo.get_by_role("link", name="Open the other audit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Branch visit, Vilnius Old Town")


def test_photos_are_looked_at_with_keys(visitor: Visitor, network: Network, pair: tuple[UUID, UUID]) -> None:
    page = open_audit(visitor, pair[0])
    page.keyboard.press("j")
    expect(page.locator("#item-front_photo")).to_be_focused()
    page.keyboard.press("p")
    zoom = page.get_by_role("dialog")
    picture = zoom.get_by_role("img")
    expect(zoom).to_contain_text("Photo 1 of 2")
    page.wait_for_function("document.querySelector('dialog img').complete")
    before = picture.bounding_box()
    page.keyboard.press("+")
    page.keyboard.press("+")
    expect(picture).to_have_attribute("style", "width: 200%;")
    assert before
    page.wait_for_function(WIDER_THAN, arg=1.5 * before["width"])
    page.keyboard.press("0")
    page.keyboard.press("ArrowRight")
    expect(zoom).to_contain_text("Photo 2 of 2")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(zoom).to_have_count(0)
    expect(page.locator("[data-photo]").first).to_be_visible()


def test_two_reviewers_hear_of_one_another(visitor: Visitor, network: Network) -> None:
    audit_id = honest(network)
    first = open_audit(visitor, audit_id, "reviewer")
    # The first one's word has arrived.
    expect_claim(network, audit_id, "Rasa Reviewer")
    second = open_audit(visitor, audit_id, "admin")
    expect(second.get_by_text("Rasa Reviewer is looking at this audit right now")).to_be_visible()
    queue = visitor.open("/desk/#/queue", "admin", DESK)
    expect(queue.locator(f"li:has(a[href='#/audits/{audit_id}'])")).to_contain_text("Rasa Reviewer is looking at it")
    first.keyboard.press("u")
    expect(first.get_by_role("heading", level=1)).to_have_text("Waiting for review")
    expect_claim(network, audit_id, None)


def expect_claim(network: Network, audit_id: UUID, name: str | None) -> None:
    for _ in range(50):
        listed = network.http["admin"].get("/api/queue", params={"limit": 200}).json()["audits"]
        if next(audit["claimed_by"] for audit in listed if audit["id"] == str(audit_id)) == name:
            return
    raise AssertionError(f"nobody says that {name} is at it")


def test_an_answer_is_corrected_and_the_difference_shown(visitor: Visitor, network: Network) -> None:
    audit_id = honest(network)
    before = stored(network, audit_id)
    page = open_audit(visitor, audit_id)
    page.locator("#item-tone_warmth").focus()
    page.keyboard.press("c")
    editor = page.locator("#item-tone_warmth form")
    expect(editor.get_by_role("radio").last).to_be_checked()
    editor.get_by_role("radio").nth(1).check()
    editor.get_by_label("What happened").fill("The shopper writes that nobody looked up.")
    assert violations(page) == []
    editor.get_by_role("button", name="Keep this correction").click()
    item = page.locator("#item-tone_warmth")
    expect(item).to_contain_text("Will become")
    expect(page.get_by_text("1 answer corrected")).to_be_visible()
    page.keyboard.press("f")
    page.get_by_role("button", name="Save the decision").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    page.get_by_label("Reason").fill("The narrative tells otherwise.")
    page.get_by_role("button", name="Save the decision").click()
    difference = page.get_by_role("dialog", name="What changes")
    correction = {
        "tone_warmth": {"kind": "scale", "level": 2, "narrative": "The shopper writes that nobody looked up."}
    }
    tried = network.http["reviewer"].post(f"/api/audits/{audit_id}/correction", json={"corrections": correction}).json()
    row = difference.get_by_role("row").filter(has_text="Customer-centricity index")
    expect(row).to_contain_text(f"{before['scorecard']['index']:.1f}")
    expect(row).to_contain_text(f"{tried['scorecard']['index']:.1f}")
    assert stored(network, audit_id)["status"] == "submitted"
    assert violations(page) == []
    difference.get_by_role("button", name="Finalise with these corrections").click()
    expect(page.get_by_text("The audit is finalised.").first).to_be_visible()
    after = stored(network, audit_id)
    assert after["scorecard"] == tried["scorecard"]
    assert [change["item"] for change in after["reviews"][0]["changes"]] == ["tone_warmth"]
    expect(page.get_by_role("region", name="Reviews")).to_contain_text("The narrative tells otherwise.")


def test_a_correction_brings_up_a_question(visitor: Visitor, network: Network) -> None:
    audit_id = honest(network)
    page = open_audit(visitor, audit_id)
    waited = page.locator("#item-queue_wait")
    waited.get_by_role("button", name="Correct").click()
    waited.get_by_label("Minutes").fill("14")
    waited.get_by_label("Seconds").fill("0")
    waited.get_by_role("button", name="Keep this correction").click()
    asked = page.get_by_role("region", name="Now asked, too")
    expect(asked.locator("li")).to_have_count(1)
    page.get_by_role("radio", name="Finalise").check()
    page.get_by_label("Reason").fill("The receipt shows when it was.")
    page.get_by_role("button", name="Save the decision").click()
    difference = page.get_by_role("dialog", name="What changes")
    expect(difference).to_contain_text("do not fit the checklist yet")
    difference.get_by_role("button", name="Cancel").click()
    asked.get_by_role("button", name="Correct").click()
    asked.get_by_role("radio", name="No").check()
    asked.get_by_role("button", name="Keep this correction").click()
    page.get_by_role("button", name="Save the decision").click()
    difference.get_by_role("button", name="Finalise with these corrections").click()
    expect(page.get_by_text("The audit is finalised.").first).to_be_visible()
    answers = stored(network, audit_id)["submission"]["answers"]
    assert (answers["queue_wait"]["seconds"], answers["queue_wait"]["typed_by_hand"]) == (840, True)


def test_no_decision_passes_by_a_correction_that_is_begun(visitor: Visitor, network: Network) -> None:
    audit_id = honest(network)
    page = open_audit(visitor, audit_id)
    name, tone = page.locator("#item-name_used"), page.locator("#item-tone_warmth")
    name.get_by_role("button", name="Correct").click()
    name.get_by_label("What happened").fill("The name is on the receipt only.")
    tone.get_by_role("button", name="Correct").click()
    tone.get_by_role("radio").nth(1).check()
    expect(name.get_by_label("What happened")).to_have_value("The name is on the receipt only.")
    page.get_by_role("radio", name="Finalise").check()
    page.get_by_role("button", name="Save the decision").click()
    expect(page.get_by_role("alert").get_by_text("2 answers are still being corrected")).to_be_visible()
    expect(page.locator("[data-correcting]").first.locator(":focus")).to_have_count(1)
    assert violations(page) == []
    assert stored(network, audit_id)["status"] == "submitted"
    name.get_by_role("button", name="Keep this correction").click()
    tone.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("alert").get_by_text("still being corrected")).to_have_count(0)
    page.get_by_label("Reason").fill("The receipt shows it.")
    page.get_by_role("button", name="Save the decision").click()
    page.get_by_role("button", name="Finalise with these corrections").click()
    expect(page.get_by_text("The audit is finalised.").first).to_be_visible()
    answers = stored(network, audit_id)["submission"]["answers"]
    assert answers["name_used"]["narrative"] == "The name is on the receipt only."


def test_a_correction_can_be_taken_back(visitor: Visitor, network: Network, pair: tuple[UUID, UUID]) -> None:
    page = open_audit(visitor, pair[0])
    item = page.locator("#item-name_used")
    item.get_by_role("button", name="Correct").click()
    item.get_by_role("radio", name="No").check()
    item.get_by_role("button", name="Keep this correction").click()
    expect(item).to_contain_text("Will become")
    page.get_by_role("radio", name="Reject").check()
    expect(page.get_by_text("Corrections are kept only when you finalise")).to_be_visible()
    item.get_by_role("button", name="Undo the correction").click()
    expect(page.get_by_text("1 answer corrected")).to_have_count(0)


def test_a_rejection_is_asked_twice(visitor: Visitor, network: Network) -> None:
    audit_id = honest(network)
    page = open_audit(visitor, audit_id)
    page.keyboard.press("x")
    expect(page.get_by_label("Reason")).to_be_focused()
    page.keyboard.type("The photos show another branch. Exactly xfrm.")  # letters are letters here
    page.get_by_role("button", name="Save the decision").click()
    asked = page.get_by_role("dialog", name="Reject this audit?")
    asked.get_by_role("button", name="Cancel").click()
    assert stored(network, audit_id)["status"] == "submitted"
    page.get_by_role("button", name="Save the decision").click()
    assert violations(page) == []
    asked.get_by_role("button", name="Reject for good").click()
    expect(page.get_by_text("The audit is rejected.").first).to_be_visible()


def test_an_administrator_says_where_a_branch_is(visitor: Visitor, network: Network) -> None:
    branch = network.branches["Rival Optics"]
    page = visitor.open(f"/desk/#/branches/{branch}", "admin", PHONE)
    page.get_by_text("Where the branch is: not known yet").click()
    field = page.get_by_label("Where the branch is")
    field.fill("Gedimino pr. 9")
    page.get_by_role("button", name="Keep the position").click()
    expect(page.get_by_role("alert").filter(has_text="Two numbers")).to_be_visible()
    field.fill("54.6872, 25.2797")
    page.get_by_role("button", name="Keep the position").click()
    expect(page.get_by_text("Where the branch is: 54.6872, 25.2797")).to_be_visible()
    assert violations(page) == []
    stored_branch = network.http["admin"].get(f"/api/branches/{branch}").json()["branch"]
    assert stored_branch["position"] == {"latitude": 54.6872, "longitude": 25.2797}
    assert (stored_branch["competitor"], stored_branch["address"]) == (True, "Gedimino pr. 9, Vilnius")
    manager = visitor.open(f"/desk/#/branches/{branch}", "manager", PHONE)
    expect(manager.get_by_role("heading", level=1)).to_have_text("Rival Optics")
    expect(manager.get_by_text("Where the branch is")).to_have_count(0)


def test_a_manager_sees_nothing_of_it(visitor: Visitor, network: Network) -> None:
    audit_id, _ = suspicious(network)
    network.review(audit_id)
    page = open_audit(visitor, audit_id, "manager")
    for words in ("Worth a second look", "The shop", "Correct", "Keyboard"):
        expect(page.get_by_role("heading", name=words)).to_have_count(0)
        expect(page.get_by_role("button", name=words, exact=True)).to_have_count(0)
    assert "Sam Shopper" not in page.content()


def test_reviewing_is_accessible(visitor: Visitor, pair: tuple[UUID, UUID]) -> None:
    page = visitor.open("/desk/#/queue", "reviewer")
    expect(page.locator("main li a").first).to_be_visible()
    accessible(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    accessible(page)
    page.keyboard.press("Escape")
    page.goto(f"/desk/#/audits/{pair[0]}")
    expect(page.get_by_role("region", name="Worth a second look")).to_be_visible()
    accessible(page)
    for key in ("front_photo", "greeting", "promised_callback", "queue_wait", "memory"):
        item = page.locator(f"#item-{key}")
        item.get_by_role("button", name="Correct").click()
        expect(item.get_by_role("button", name="Keep this correction")).to_be_visible()
    accessible(page)


def test_reviewing_speaks_every_language(visitor: Visitor, pair: tuple[UUID, UUID]) -> None:
    page = visitor.open("/desk/#/queue", "reviewer")
    for language, (queue, second_look) in LANGUAGES.items():
        page.goto("/desk/#/queue")
        speak(page, language)
        expect(page.get_by_role("heading", level=1)).to_have_text(queue)
        assert overflow(page) == 0
        page.goto(f"/desk/#/audits/{pair[0]}")
        expect(page.get_by_role("heading", name=second_look)).to_be_visible()
        assert overflow(page) == 0
