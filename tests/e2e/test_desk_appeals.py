"""A manager objects to an audit, a reviewer decides, and both read what became of it."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.api.pictures import pdf
from tests.e2e import visits
from tests.e2e.axe import overflow, violations
from tests.e2e.conftest import DESK, Visitor
from tests.e2e.looks import NARROW, speak
from tests.e2e.network import Network, drawn

REASON = "The till was busy, and she came at once."
PICK = re.compile("Appeal this answer.*How did the employee treat me")
LANGUAGES = {
    "en-GB": "Appeals",
    "de-DE": "Einsprüche",
    "sv-SE": "Invändningar",
    "lt-LT": "Prieštaravimai",
    "tr-TR": "İtirazlar",
}


def finalised(network: Network) -> UUID:
    return network.review(network.submit("Kaunas", 2))


def appealed(network: Network, items: list[str] | None = None) -> UUID:
    audit_id = finalised(network)
    body = {"items": items or ["tone_warmth"], "reason": REASON}
    path = f"/api/audits/{audit_id}/appeals/{uuid4()}"
    network.http["manager"].put(path, json=body).raise_for_status()
    return audit_id


def part(page: Page) -> Any:
    return page.get_by_role("region", name="Appeals")


def fits(page: Page) -> None:
    assert violations(page) == []
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    assert overflow(page) <= 0
    assert violations(page) == []


def index(network: Network, audit_id: UUID) -> float:
    return float(network.http["reviewer"].get(f"/api/audits/{audit_id}").json()["scorecard"]["index"])


def test_a_manager_appeals_an_answer_with_files(visitor: Visitor, network: Network) -> None:
    audit_id = finalised(network)
    page = visitor.open(f"/desk/#/audits/{audit_id}", "manager", DESK)
    expect(part(page)).to_contain_text("you can appeal answers that you hold to be wrong")
    part(page).get_by_role("button", name="Appeal this audit").click()
    part(page).get_by_role("button", name="Send the appeal").click()
    expect(page.get_by_text("Tick at least one answer.")).to_be_visible()
    page.get_by_role("checkbox", name=PICK).focus()
    page.keyboard.press("Space")
    expect(part(page)).to_contain_text("1 answer chosen")
    page.get_by_label("Why is it wrong?").fill(REASON)
    files: list[FilePayload] = [
        {"name": "till.jpg", "mimeType": "image/jpeg", "buffer": drawn("Till 14:03", (220, 210, 190))},
        {"name": "roster.pdf", "mimeType": "application/pdf", "buffer": pdf()},
        {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"hello"},
    ]
    page.get_by_label("Pictures or PDFs").set_input_files(files)
    expect(page.get_by_text("notes.txt is neither a picture nor a PDF.")).to_be_visible()
    fits(page)
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    part(page).get_by_role("button", name="Send the appeal").click()
    expect(part(page)).to_contain_text("Appealed by Marius Manager")
    expect(part(page)).to_contain_text(REASON)
    expect(part(page).get_by_role("link", name="roster.pdf")).to_be_visible()
    expect(part(page).get_by_role("img", name="Picture 1")).to_be_visible()
    expect(part(page)).to_contain_text("One appeal at a time")
    expect(page.get_by_text("Appealed", exact=True)).to_be_visible()
    fits(page)
    with page.expect_download() as download:
        part(page).get_by_role("link", name="roster.pdf").click()
    assert download.value.suggested_filename == "roster.pdf"


def test_an_appeal_that_was_lost_on_the_way_can_be_repeated(visitor: Visitor, network: Network) -> None:
    audit_id = finalised(network)
    page = visitor.open(f"/desk/#/audits/{audit_id}", "manager", DESK)
    page.get_by_role("button", name="Appeal this audit").click()
    page.get_by_role("checkbox", name=PICK).check()
    page.get_by_label("Why is it wrong?").fill(REASON)
    # The server has it; only the answer is lost.
    page.route("**/appeals/*", lambda route: (route.fetch(), route.abort()))
    page.get_by_role("button", name="Send the appeal").click()
    expect(part(page)).to_contain_text("The server does not answer")
    page.unroute("**/appeals/*")
    page.get_by_role("button", name="Send the appeal").click()
    expect(part(page)).to_contain_text("Appealed by Marius Manager")
    found = network.http["manager"].get(f"/api/audits/{audit_id}/appeals").json()["appeals"]
    assert [appeal["reason"] for appeal in found] == [REASON]


def test_a_reviewer_changes_the_score_beside_the_evidence(visitor: Visitor, network: Network) -> None:
    audit_id = appealed(network, ["tone_warmth", "name_used"])
    before = index(network, audit_id)
    page = visitor.open(f"/desk/#/audits/{audit_id}", "reviewer", DESK)
    expect(part(page)).to_contain_text(REASON)
    expect(part(page)).to_contain_text("You finalised this audit yourself.")
    part(page).get_by_role("button", name="Save the decision").click()
    expect(page.get_by_text("Choose one of the two.")).to_be_visible()
    part(page).get_by_role("radio", name="Change the score").check()
    part(page).get_by_role("textbox", name="Reason").fill("The camera shows her at the door.")
    part(page).get_by_role("button", name="Save the decision").click()
    expect(page.get_by_text("Change at least one answer.")).to_be_visible()
    part(page).get_by_role("button", name=re.compile("How did the employee treat me")).click()
    editor = part(page).get_by_role("radiogroup", name=re.compile("How did the employee treat me"))
    editor.get_by_role("radio").nth(3).check()
    fits(page)
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    part(page).get_by_role("radio", name="The score stands").check()
    part(page).get_by_role("radio", name="Change the score").check()
    part(page).get_by_role("button", name="Save the decision").click()
    expect(part(page)).to_contain_text("1 answer is still being corrected")
    expect(editor.get_by_role("radio").nth(3)).to_be_checked()
    part(page).get_by_role("button", name="Keep").click()
    part(page).get_by_role("button", name="Save the decision").click()
    expect(part(page)).to_contain_text("Score changed")
    expect(part(page)).to_contain_text("Decided by Rasa Reviewer")
    after = index(network, audit_id)
    assert after < before
    history = page.get_by_role("region", name="Reviews")
    expect(history).to_contain_text("Scored anew")
    expect(history).to_contain_text(f"Index {after:.1f}, before {before:.1f}")
    fits(page)


@pytest.mark.parametrize("role", ["manager", "shopper"])
def test_both_scores_are_read_and_the_shopper_reads_of_no_appeal(visitor: Visitor, network: Network, role: str) -> None:
    audit_id = appealed(network)
    before = index(network, audit_id)
    [appeal] = network.http["reviewer"].get(f"/api/audits/{audit_id}/appeals").json()["appeals"]
    change = {"kind": "scale", "level": 4}
    body = {"outcome": "changed", "reason": "The camera shows her.", "corrections": {"tone_warmth": change}}
    path = f"/api/appeals/{appeal['id']}/decisions/{uuid4()}"
    network.http["reviewer"].put(path, json=body).raise_for_status()
    after = index(network, audit_id)
    page = visitor.open(f"{'/' if role == 'shopper' else '/desk/'}#/audits/{audit_id}", role, DESK)
    history = page.get_by_role("region", name="Reviews")
    expect(history).to_contain_text("Scored anew")
    expect(history).to_contain_text("The camera shows her.")
    expect(history).to_contain_text(f"Index {after:.1f}, before {before:.1f}")
    if role == "manager":
        expect(part(page)).to_contain_text("Score changed")
        expect(part(page)).not_to_contain_text("Rasa Reviewer")
    else:
        expect(page.get_by_text(re.compile("appeal", re.IGNORECASE))).to_have_count(0)
        expect(page.get_by_text(REASON)).to_have_count(0)


def test_a_decision_that_came_second_says_so(visitor: Visitor, network: Network) -> None:
    audit_id = appealed(network)
    page = visitor.open(f"/desk/#/audits/{audit_id}", "reviewer", DESK)
    part(page).get_by_role("radio", name="The score stands").check()
    part(page).get_by_role("textbox", name="Reason").fill("The narrative is clear.")
    [appeal] = network.http["admin"].get(f"/api/audits/{audit_id}/appeals").json()["appeals"]
    path = f"/api/appeals/{appeal['id']}/decisions/{uuid4()}"
    network.http["admin"].put(path, json={"outcome": "upheld", "reason": "It stands."}).raise_for_status()
    part(page).get_by_role("button", name="Save the decision").click()
    expect(part(page)).to_contain_text("Somebody else has decided meanwhile.")
    part(page).get_by_role("button", name="Load the audit again").click()
    expect(part(page)).to_contain_text("It stands.")
    expect(part(page).get_by_role("radio")).to_have_count(0)


def test_appeals_are_listed_by_state_in_the_address(visitor: Visitor, network: Network) -> None:
    audit_id = appealed(network)
    page = visitor.open("/desk/#/appeals?state=open", "manager", DESK)
    mine = page.locator(f"a[href='#/audits/{audit_id}']")
    expect(mine).to_have_text("Kaunas")
    page.get_by_label("State", exact=True).select_option("Score changed")
    expect(mine).to_have_count(0)
    assert page.url.endswith("#/appeals?state=changed")
    page.go_back()
    expect(mine).to_be_visible()
    mine.click()
    expect(part(page)).to_contain_text(REASON)


def test_rates_are_the_numbers_of_the_server_and_honest_when_few(visitor: Visitor, network: Network) -> None:
    appealed(network)
    rates = network.http["reviewer"].get("/api/appeals/rates").json()["overall"]
    page = visitor.open("/desk/#/appeals", "reviewer", DESK)
    told = page.get_by_role("region", name="How often audits are appealed")
    appealed_of = rates["appealed"]
    expect(told).to_contain_text(f"{appealed_of['hits']} of {appealed_of['cases']} audits appealed")
    expect(told.get_by_text("Rasa Reviewer")).to_be_visible()
    if appealed_of["share"] is None:
        expect(told.get_by_text("too few to tell").first).to_be_visible()
    else:
        low, high = round(100 * appealed_of["low"]), round(100 * appealed_of["high"])
        expect(told.get_by_text(f"(90 % interval {low}% to {high}%)").first).to_be_visible()
    fits(page)


def test_the_list_speaks_five_languages(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/desk/#/appeals", "manager")
    for language, title in LANGUAGES.items():
        speak(page, language)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_filters_stand_in_the_address_and_the_rate_follows_them(visitor: Visitor, network: Network) -> None:
    audit_id = appealed(network)
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    page = visitor.open("/desk/#/appeals", "reviewer", DESK)
    mine = page.locator(f"a[href='#/audits/{audit_id}']")
    expect(mine).to_have_text("Kaunas")
    page.get_by_label("Region", exact=True).select_option(label="Lithuania")
    page.get_by_label("Branch", exact=True).select_option(label="Kaunas")
    page.get_by_label("Checklist", exact=True).select_option(visits.CHECKLIST)
    page.get_by_label("Finalised from").fill(today)
    page.get_by_label("Finalised to").fill(today)
    branch = network.branches["Kaunas"]
    expect(page).to_have_url(re.compile(f"branch={branch}&checklist={visits.CHECKLIST}&from={today}&to={today}$"))
    expect(mine).to_have_text("Kaunas")
    params = {"branch": str(branch), "checklist": visits.CHECKLIST, "since": f"{today}T00:00:00Z"}
    rate = network.http["reviewer"].get("/api/appeals/rates", params=params).json()["overall"]["appealed"]
    told = page.get_by_role("region", name="How often audits are appealed")
    expect(told).to_contain_text("With these filters")
    expect(told).to_contain_text(f"{rate['hits']} of {rate['cases']} audits appealed")
    fits(page)
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.get_by_label("Branch", exact=True).select_option(label="Vilnius Old Town")
    expect(mine).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Branch", exact=True)).to_have_value(str(network.branches["Vilnius Old Town"]))
    expect(page.get_by_label("Finalised to")).to_have_value(today)
    page.get_by_text("Take away as a file").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Appeals as CSV", exact=True).click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    assert "Filter: Branch,Vilnius Old Town" in text
    assert f"Filter: Finalised from,{today} 00:00" in text
    assert str(audit_id) not in text
