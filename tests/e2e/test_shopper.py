"""What a shopper sees on a phone."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.network import Network


def test_assignments_open_ones_first(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/", "shopper")
    cards = page.get_by_role("article")
    expect(cards.first).to_contain_text("Vilnius Old Town")
    expect(cards.first).to_contain_text("Pilies g. 12, Vilnius")
    expect(cards.first).to_contain_text("Closes in 5 days")
    expect(cards.first).to_contain_text("Local time (Europe/Vilnius)")
    expect(page.get_by_text("sent through the API")).to_be_visible()
    scenario = cards.first.get_by_text("You want to exchange a present")
    expect(scenario).to_be_hidden()
    cards.first.get_by_text("Your scenario").click()
    expect(scenario).to_be_visible()
    expect(cards.nth(1)).to_contain_text("Opens in 3 days")


def test_a_returned_audit_comes_first_with_the_reviewers_reason(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/", "shopper")
    expect(page.get_by_role("heading", level=2).first).to_have_text("Returned to you")
    section = page.get_by_role("region", name="Returned to you")
    returned = section.get_by_role("listitem").filter(has_text="The photo of the receipt cannot be read")
    expect(returned).to_contain_text("Returned")
    returned.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Branch visit, Kaunas")
    expect(page.get_by_text("The photo of the receipt cannot be read").first).to_be_visible()
    expect(page.get_by_text("sent through the API")).to_be_visible()
    expect(page.get_by_text("Will count towards the index of the branch once finalised")).to_be_visible()
    expect(page.get_by_role("heading", name="Scorecard")).to_be_visible()


def test_the_latest_ten_audits_then_more(visitor: Visitor, network: Network) -> None:
    audits = network.http["shopper"].get("/api/audits", params={"limit": 200}).json()["audits"]
    for _ in range(11 - sum(audit["status"] != "revision_requested" for audit in audits)):
        network.review(network.submit("Malmö 01", 2))
    page = visitor.open("/", "shopper")
    rows = page.get_by_role("region", name="Your audits").get_by_role("link")
    expect(rows).to_have_count(10)
    page.get_by_role("button", name="Show more").click()
    expect(rows.nth(10)).to_be_visible()


def test_times_are_those_of_the_branch(visitor: Visitor, network: Network) -> None:
    page = visitor.open(f"/#/audits/{network.audits['kind']}", "shopper")
    facts = page.locator("dl", has_text="Took place")
    expect(facts).to_contain_text("Europe/Vilnius")
    audit = network.http["shopper"].get(f"/api/audits/{network.audits['kind']}").json()
    for moment in (audit["received_at"], audit["submission"]["started_at"]):
        local = datetime.fromisoformat(moment).astimezone(ZoneInfo("Europe/Vilnius"))
        expect(facts).to_contain_text(f"{local:%H:%M}")
    reviewed = datetime.fromisoformat(audit["reviews"][-1]["at"]).astimezone(ZoneInfo("Europe/Vilnius"))
    expect(page.get_by_role("region", name="Reviews")).to_contain_text(f"{reviewed:%H:%M}")


def test_answers_are_words_and_photos_open_large(visitor: Visitor, network: Network) -> None:
    page = visitor.open(f"/#/audits/{network.audits['kind']}", "shopper")
    expect(page.get_by_text("With words, within half a minute of coming in")).to_be_visible()
    expect(page.get_by_text("Level 5 of 5")).to_be_visible()
    expect(page.get_by_text("1 min 35 secs").first).to_be_visible()
    expect(page.get_by_text(re.compile("Promised for "))).to_be_visible()
    thumbnail = page.get_by_role("button", name="Open large: Photo of the shop front")
    thumbnail.click()
    large = page.get_by_role("dialog").get_by_role("img")
    expect(large).to_be_visible()
    page.wait_for_function("document.querySelector('dialog img').naturalWidth === 960")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(thumbnail).to_be_focused()


def test_somebody_elses_address_leads_nowhere(visitor: Visitor, network: Network) -> None:
    page = visitor.open(f"/#/audits/{network.branches['Kaunas']}", "shopper")
    expect(page.get_by_role("alert")).to_contain_text("There is nothing here for you")
