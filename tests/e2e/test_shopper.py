"""What a shopper sees on a phone."""

import re
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import DESK, Visitor, cut_off
from tests.e2e.network import Network


def region(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def test_what_can_be_done_now_comes_before_what_comes(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/", "shopper")
    now = region(page, "Can be done now").get_by_role("article").filter(has_text="Vilnius Old Town").first
    expect(now).to_contain_text("Pilies g. 12, Vilnius")
    expect(now).to_contain_text("Closes in 5 days")
    coming = region(page, "In the next seven days").get_by_role("article").filter(has_text="Šiauliai").first
    expect(coming).to_contain_text("Opens in 3 days")
    parts = page.get_by_role("region").get_by_role("heading", level=2).all_inner_texts()
    assert parts.index("Can be done now") < parts.index("In the next seven days")
    expect(page.get_by_text("Up to date as of")).to_be_visible()


def test_an_assignment_says_who_where_when_and_what(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/", "shopper")
    region(page, "Can be done now").get_by_role("link", name="Vilnius Old Town").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vilnius Old Town")
    expect(page.get_by_text("Local time (Europe/Vilnius)")).to_be_visible()
    expect(page.get_by_text("You want to exchange a present")).to_be_visible()
    expect(page.get_by_text(re.compile(r"10 sections · \d+ questions · \d photos"))).to_be_visible()
    expect(page.get_by_role("link", name="Show on a map")).to_have_attribute("href", re.compile("Pilies%20g"))
    expect(page.get_by_role("button", name="Start the audit")).to_be_in_viewport()


def test_outside_the_window_the_shopper_is_warned_and_not_stopped(visitor: Visitor, network: Network) -> None:
    early = network.assign("Malmö 11", timedelta(days=2), timedelta(days=4))
    late = network.assign("Malmö 12", timedelta(days=-4), timedelta(days=-2))
    page = visitor.open(f"/#/assignments/{early}", "shopper")
    expect(page.get_by_text("The window opens in 2 days")).to_be_visible()
    expect(page.get_by_role("button", name="Start the audit")).to_be_visible()
    page.goto(f"/#/assignments/{late}")
    expect(page.get_by_text("The window closed 2 days ago")).to_be_visible()
    page.get_by_role("button", name="Start the audit").click()
    expect(page).to_have_url(re.compile(r"#/audits/.+/form"))


def test_a_begun_audit_goes_on_where_it_was(visitor: Visitor, network: Network) -> None:
    page = visitor.open(f"/#/assignments/{network.assign('Malmö 13')}", "shopper")
    page.get_by_role("button", name="Start the audit").click()
    expect(page).to_have_url(re.compile(r"#/audits/.+/form"))
    form = page.url
    page.goto("/#/")
    card = region(page, "Started").get_by_role("article").filter(has_text="Malmö 13")
    expect(card).to_contain_text(re.compile(r"0 of \d+ answered"))
    expect(region(page, "Can be done now").get_by_text("Malmö 13")).to_have_count(0)
    card.get_by_role("link", name="Continue").click()
    assert page.url.startswith(form)


def test_a_problem_is_written_down_without_network_and_sent_later(visitor: Visitor, network: Network) -> None:
    assignment = network.assign("Malmö 14")
    page = visitor.open(f"/#/assignments/{assignment}", "shopper")
    expect(page.get_by_role("heading", level=1)).to_have_text("Malmö 14")
    cut_off(page)
    page.get_by_role("button", name="I have a problem").click()
    page.get_by_role("button", name="Send to the office").click()
    expect(page.get_by_role("alert").get_by_text("Say in a few words")).to_be_visible()
    page.get_by_role("dialog").get_by_role("textbox").fill("Closed for a funeral.")
    page.get_by_role("button", name="Send to the office").click()
    note = region(page, "What you told the office").get_by_role("listitem").filter(has_text="Closed for a funeral.")
    expect(note).to_contain_text("Waiting")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.context.set_offline(False)
    expect(note).to_contain_text("Sent")
    notes = network.http["shopper"].get(f"/api/assignments/{assignment}").json()["notes"]
    assert [(kept["kind"], kept["text"]) for kept in notes] == [("problem", "Closed for a funeral.")]


def test_an_assignment_is_declined_with_a_reason(visitor: Visitor, network: Network) -> None:
    assignment = network.assign("Malmö 15")
    page = visitor.open(f"/#/assignments/{assignment}", "shopper")
    page.get_by_role("button", name="Decline this assignment").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("I know the owner.")
    page.get_by_role("button", name="Decline", exact=True).click()
    expect(page.get_by_text("You have declined this assignment")).to_be_visible()
    expect(page.get_by_text("Sent", exact=True)).to_be_visible()
    assert network.http["shopper"].get(f"/api/assignments/{assignment}").json()["status"] == "declined"
    page.get_by_role("link", name="Today").click()
    page.get_by_text("Window over or declined").click()
    expect(page.get_by_role("article").filter(has_text="Malmö 15")).to_contain_text("Declined")


def test_a_returned_audit_comes_first_with_the_reviewers_reason(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/", "shopper")
    returned = region(page, "Returned to you").get_by_role("article").filter(has_text="The photo of the receipt")
    returned.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Branch visit, Kaunas")
    expect(page.get_by_text("The photo of the receipt cannot be read").first).to_be_visible()
    expect(page.get_by_text("Will count towards the index of the branch once finalised")).to_be_visible()
    expect(page.get_by_role("heading", name="Scorecard")).to_be_visible()
    page.get_by_role("button", name="Mend the audit").click()
    expect(page).to_have_url(re.compile(r"#/audits/.+/form"))
    page.goto("/#/")
    expect(region(page, "Returned to you").get_by_text("The photo of the receipt")).to_have_count(0)
    expect(region(page, "Started").get_by_role("article").filter(has_text="Kaunas")).to_contain_text("Returned")


def test_a_corrected_answer_is_shown_before_and_after(visitor: Visitor, network: Network) -> None:
    audit_id = network.submit("Malmö 16", 2)
    corrections = {"name_used": {"kind": "yes_no", "value": False}}
    reason = "The recording says otherwise."
    review(network, audit_id, {"decision": "finalise", "revision": 1, "reason": reason, "corrections": corrections})
    page = visitor.open(f"/#/audits/{audit_id}", "shopper")
    reviews = region(page, "Reviews")
    expect(reviews).to_contain_text(reason)
    expect(reviews).to_contain_text(re.compile(r"Yes[\s\S]*No"))


def test_the_latest_ten_audits_then_more(visitor: Visitor, network: Network) -> None:
    for _ in range(11 - len(sent(network))):
        network.review(network.submit("Malmö 01", 2))
    page = visitor.open("/#/done", "shopper")
    rows = page.get_by_role("main").get_by_role("listitem").get_by_role("link")
    expect(rows).to_have_count(10)
    page.get_by_role("button", name="Show more").click()
    expect(rows.nth(10)).to_be_visible()


def test_audits_of_long_ago_are_fetched_when_asked_for(visitor: Visitor, network: Network) -> None:
    network.review(network.submit("Malmö 17", 70))
    page = visitor.open("/#/done", "shopper")
    expect(page.get_by_role("main").get_by_role("listitem").first).to_be_visible()
    while page.get_by_role("button", name="Show more").is_visible():
        page.get_by_role("button", name="Show more").click()
    page.get_by_role("button", name="Show older audits").click()
    while page.get_by_role("button", name="Show more").is_visible():
        page.get_by_role("button", name="Show more").click()
    rows = page.get_by_role("main").get_by_role("listitem")
    expect(rows).to_have_count(len(sent(network)))
    expect(rows.filter(has_text="Malmö 17")).to_have_count(1)


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


def test_a_done_audit_can_be_looked_at_without_network(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/#/done", "shopper")
    expect(page.get_by_role("main").get_by_role("listitem").first).to_be_visible()
    page.goto(f"/#/audits/{network.audits['unkind']}")
    expect(page.get_by_role("heading", name="Answers")).to_be_visible()
    page.goto("/#/done")
    cut_off(page)
    page.goto(f"/#/audits/{network.audits['kind']}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Branch visit, Vilnius Old Town")
    expect(page.get_by_text("Finalised").first).to_be_visible()
    expect(page.get_by_text("The answers are on the server")).to_be_visible()


def test_somebody_elses_address_leads_nowhere(visitor: Visitor, network: Network) -> None:
    page = visitor.open(f"/#/audits/{network.branches['Kaunas']}", "shopper")
    expect(page.get_by_role("alert")).to_contain_text("There is nothing here for you")
    page.goto(f"/#/assignments/{network.branches['Kaunas']}")
    expect(page.get_by_role("alert")).to_contain_text("There is nothing here for you")


def test_on_a_wide_screen_the_tabs_stand_in_the_header(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/", "shopper", DESK)
    header = page.get_by_role("banner")
    expect(header.get_by_role("link", name="Today")).to_have_attribute("aria-current", "page")
    header.get_by_role("link", name="Outbox").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Outbox")
    expect(page.get_by_text("Everything is sent")).to_be_visible()


def sent(network: Network) -> list[dict[str, object]]:
    audits: list[dict[str, object]] = network.http["shopper"].get("/api/audits", params={"limit": 200}).json()["audits"]
    return audits


def review(network: Network, audit_id: UUID, change: dict[str, object]) -> None:
    answer = network.http["reviewer"].put(f"/api/audits/{audit_id}/reviews/{UUID(int=audit_id.int ^ 1)}", json=change)
    answer.raise_for_status()
