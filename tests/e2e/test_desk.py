"""What managers, reviewers and administrators see and do at the desk."""

import json
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, Route, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import DESK, PHONE, Visitor
from tests.e2e.network import LIBRARY, MANY, Network


def rows(page: Page) -> int:
    return page.locator("main ul.card > li").count()


def test_branches_come_in_pages_and_are_searched_whole(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/desk/", "reviewer", DESK)
    expect(page.get_by_role("heading", name="Sweden")).to_be_visible()
    assert rows(page) == 50
    page.get_by_role("button", name="Show more").click()
    expect(page.get_by_text(f"{MANY - 1} branches")).to_be_visible()
    page.get_by_label("Search").fill("siauliai")
    expect(page.locator("main ul.card > li")).to_have_count(1)
    page.get_by_role("link", name="Šiauliai").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Šiauliai")


def test_branches_of_one_region(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/desk/", "reviewer")
    page.get_by_label("Region").select_option("Lithuania")
    expect(page.locator("main ul.card > li")).to_have_count(4)
    page.get_by_label("Search").fill("nowhere")
    expect(page.get_by_text("No branch matches")).to_be_visible()


def test_a_manager_sees_only_the_own_region(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/desk/", "manager")
    expect(page.locator("main ul.card > li")).to_have_count(4)
    expect(page.get_by_role("link", name="Reviews")).to_have_count(0)
    page.goto(f"/desk/#/branches/{network.branches['Malmö 01']}")
    expect(page.get_by_role("alert")).to_contain_text("There is nothing here for you")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_branch_with_result_percent_and_reference_lines(
    visitor: Visitor, network: Network, size: tuple[int, int]
) -> None:
    page = visitor.open(f"/desk/#/branches/{network.branches['Vilnius Old Town']}", "manager", size)
    card = page.get_by_role("article")
    expect(card).to_contain_text("2 audits")
    expect(card).to_contain_text("Few audits so far")
    expect(card).to_contain_text("Plain percent")
    expect(card.get_by_role("img", name="Lines at 55 and 80")).to_be_visible()
    expect(page.get_by_text("The percent adds up all points.")).to_be_visible()
    expect(page.get_by_text("1 grave failure")).to_be_visible()
    # Unannounced means unannounced: what is not finalised yet is not here.
    expect(page.get_by_text("Submitted")).to_have_count(0)


def test_one_audit_is_labelled_and_none_is_admitted(visitor: Visitor, network: Network) -> None:
    page = visitor.open(f"/desk/#/branches/{network.branches['Šiauliai']}", "manager")
    expect(page.get_by_text("One audit is not a verdict")).to_be_visible()
    page.goto(f"/desk/#/branches/{network.branches['Rival Optics']}")
    expect(page.get_by_text("No result yet")).to_be_visible()


def test_an_audit_page_explains_its_score(visitor: Visitor, network: Network) -> None:
    page = visitor.open(f"/desk/#/audits/{network.audits['unkind']}", "manager", DESK)
    expect(page.get_by_role("heading", level=1)).to_have_text("Branch visit, Vilnius Old Town")
    expect(page.get_by_text("before the ceiling for grave failures")).to_be_visible()
    costs = page.get_by_role("region", name="Where the index was lost").locator("li")
    expect(costs.first).to_contain_text("The employee treated me disrespectfully")
    expect(page.get_by_text("Typed in by hand")).to_be_visible()
    expect(page.get_by_text("It never came")).to_be_visible()
    expect(page.get_by_text("“You people always come five minutes before closing.”")).to_be_visible()
    # A manager learns neither who shopped nor what the reviewer wrote.
    expect(page.get_by_role("heading", name="Reviews")).to_have_count(0)
    expect(page.get_by_text("Person observed")).to_have_count(0)


def decide(page: Page, choice: str, reason: str = "") -> None:
    page.get_by_role("radio", name=choice).check()
    if reason:
        page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name="Save the decision").click()
    if choice == "Reject" and reason:
        page.get_by_role("button", name="Reject for good").click()


def test_the_queue_is_oldest_first_and_decisions_show(visitor: Visitor, network: Network) -> None:
    earlier, later = network.submit("Kaunas", 1), network.submit("Kaunas", 2)
    page = visitor.open("/desk/#/queue", "reviewer", DESK)
    links = page.locator("main li a")
    expect(links.first).to_be_visible()
    order = [links.nth(n).get_attribute("href") for n in range(links.count())]
    assert order.index(f"#/audits/{earlier}") < order.index(f"#/audits/{later}")
    page.locator(f"a[href='#/audits/{earlier}']").click()
    expect(page.get_by_text("Will count towards the index of the branch once finalised")).to_be_visible()
    decide(page, "Finalise")
    expect(page.get_by_text("Finalised").first).to_be_visible()
    expect(page.get_by_role("heading", name="Your decision")).to_have_count(0)
    expect(page.get_by_text("Counts towards the index of the branch")).to_be_visible()
    notice = page.locator("main").get_by_text("The audit is finalised.")
    expect(notice).to_be_in_viewport()
    following = page.get_by_role("link", name="Next audit")
    expect(following).to_contain_text(f"({len(order) - 1} waiting)")
    assert violations(page) == []
    following.click()
    expect(page.get_by_role("heading", name="Your decision")).to_be_visible()
    expect(notice).to_have_count(0)
    page.get_by_role("link", name="Waiting for review").click()
    expect(page.locator(f"a[href='#/audits/{later}']")).to_be_visible()
    expect(page.locator(f"a[href='#/audits/{earlier}']")).to_have_count(0)


def test_a_returned_audit_reaches_the_shopper_with_its_reason(visitor: Visitor, network: Network) -> None:
    audit_id = network.submit("Kaunas")
    page = visitor.open(f"/desk/#/audits/{audit_id}", "reviewer")
    decide(page, "Return to the shopper")
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    decide(page, "Return to the shopper", "Please name the time of the promise.")
    expect(page.get_by_text("Returned").first).to_be_visible()
    expect(page.get_by_text("Please name the time of the promise.")).to_be_visible()
    field = visitor.open(f"/#/audits/{audit_id}", "shopper")
    expect(field.get_by_text("Please name the time of the promise.").first).to_be_visible()


def test_a_decision_whose_answer_was_lost_can_be_repeated(visitor: Visitor, network: Network) -> None:
    page = visitor.open(f"/desk/#/audits/{network.submit('Kaunas')}", "reviewer")
    sent: list[str] = []

    def lose_the_answer(route: Route) -> None:
        sent.append(route.request.url)
        route.fetch()
        route.abort()

    page.route("**/reviews/*", lose_the_answer)
    decide(page, "Reject", "The photos show another branch.")
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    page.unroute("**/reviews/*")
    with page.expect_request("**/reviews/*") as repeated:
        page.get_by_role("button", name="Save the decision").click()
        page.get_by_role("button", name="Reject for good").click()
    assert [repeated.value.url] == sent
    expect(page.get_by_text("Rejected: does not count towards the index of the branch")).to_be_visible()


def test_a_decision_that_came_too_late_says_so(visitor: Visitor, network: Network) -> None:
    audit_id = network.submit("Kaunas")
    page = visitor.open(f"/desk/#/audits/{audit_id}", "reviewer")
    expect(page.get_by_role("heading", name="Your decision")).to_be_visible()
    network.review(audit_id)
    decide(page, "Finalise")
    expect(page.get_by_role("alert")).to_contain_text("Somebody has already decided")
    page.get_by_role("button", name="Load the audit again").click()
    expect(page.get_by_text("Finalised").first).to_be_visible()


def choose(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_label("YAML or JSON file").click()
    chooser.value.set_files(file)


def test_faults_of_a_checklist_are_listed_with_path_and_code(
    visitor: Visitor, network: Network, tmp_path: Path
) -> None:
    broken = yaml.safe_load((LIBRARY / "branch_visit.yaml").read_text())
    broken["sections"][0]["items"][2]["levels"] = []
    broken["sections"][1]["weight"] = "heavy"
    file = tmp_path / "broken.json"
    file.write_text(json.dumps(broken))
    page = visitor.open("/desk/#/publish", "admin", DESK)
    choose(page, file)
    expect(page.get_by_role("alert")).to_contain_text("Nothing was published")
    expect(page.get_by_text("sections[1].weight")).to_be_visible()
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)


def test_publishing_shows_the_difference_and_keeps_versions(visitor: Visitor, network: Network, tmp_path: Path) -> None:
    file = tmp_path / "call.yaml"
    source = (LIBRARY / "mystery_call.yaml").read_text()
    file.write_text(source.replace("  en: Mystery call", "  en: Secret call", 1))
    page = visitor.open("/desk/#/publish", "admin", DESK)
    choose(page, file)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 2 is published.").first).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="title.en")).to_contain_text("Secret call")
    choose(page, file)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Nothing was published.").first).to_be_visible()
    page.goto("/desk/#/checklists/mystery_call/1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mystery call")
    page.get_by_role("link", name="Version 2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Secret call")


def test_accounts_are_listed(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/desk/#/accounts", "admin")
    expect(page.get_by_role("listitem").filter(has_text="Marius Manager")).to_contain_text("Lithuania")
