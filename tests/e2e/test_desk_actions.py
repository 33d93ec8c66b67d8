"""From a weak item to an action, and from there to what became of it."""

from uuid import uuid4

from playwright.sync_api import Route, expect

from tests.e2e.acting import TODAY, card, put
from tests.e2e.axe import overflow, violations
from tests.e2e.conftest import DESK, Visitor
from tests.e2e.looks import accessible, speak
from tests.e2e.network import Network

LANGUAGES = {
    "en-GB": "Actions",
    "de-DE": "Maßnahmen",
    "sv-SE": "Åtgärder",
    "lt-LT": "Priemonės",
    "tr-TR": "Önlemler",
}


def test_a_weak_item_becomes_an_action_that_is_done(visitor: Visitor, network: Network) -> None:
    branch = network.branches["Vilnius Old Town"]
    page = visitor.open(f"/desk/#/branches/{branch}", "manager", DESK)
    costs = page.get_by_role("region", name="What cost points")
    costs.get_by_role("button", name="Make an action").first.click()
    dialog = page.get_by_role("dialog", name="New action")
    expect(dialog.get_by_label("Owner")).to_have_value(str(network.users["manager"]))
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Say what is to be done.")).to_be_visible()
    expect(dialog.get_by_label("What is to be done")).to_be_focused()
    dialog.get_by_label("Owner").select_option("Somebody else")
    dialog.get_by_label("Name of the owner").fill("Austė of the counter")
    dialog.get_by_label("Due date").fill(f"{TODAY.year + 2}-03-01")
    dialog.get_by_label("What is to be done").fill("Role play on Monday mornings.")
    assert violations(page) == []
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    mine = card(page, "Role play on Monday mornings.")
    expect(mine).to_contain_text("Austė of the counter")
    expect(mine).to_contain_text(f"Due 1 Mar {TODAY.year + 2}")
    page.get_by_role("navigation").get_by_role("link", name="Actions").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Actions")
    expect(mine).to_contain_text("Vilnius Old Town")
    mine.get_by_role("button", name="Change").click()
    dialog = page.get_by_role("dialog", name="Change the action")
    dialog.get_by_role("radio", name="Done").check()
    dialog.get_by_role("button", name="Save").click()
    expect(mine).to_have_count(0)
    page.get_by_label("State").select_option("Done")
    assert page.url.endswith("#/actions?state=done")
    mine.get_by_text("History").click()
    expect(mine).to_contain_text("Done: Marius Manager")
    # A league of one branch is never calibrated, and the page says that nothing can be told.
    expect(mine).to_contain_text("Cannot be told")
    assert violations(page) == []


def test_who_comes_too_late_is_told_and_loses_nothing(visitor: Visitor, network: Network) -> None:
    branch = network.branches["Šiauliai"]
    action_id = put(network.http["manager"], branch, plan="What the manager saw.")
    page = visitor.open(f"/desk/#/actions?branch={branch}", "manager", DESK)
    card(page, "What the manager saw.").get_by_role("button", name="Change").click()
    dialog = page.get_by_role("dialog")
    plan = dialog.get_by_label("What is to be done")
    plan.fill("What the manager wrote.")
    dialog.get_by_label("Name of the owner").fill("Austė of the counter")
    http = network.http["reviewer"]
    known = http.get(f"/api/actions/{action_id}").json()
    names = ("branch_id", "checklist", "item", "revision")
    theirs = {"owner_id": str(network.users["manager"]), "plan": "What the reviewer wrote.", "due_on": "2027-05-04"}
    sent = {name: known[name] for name in names} | theirs
    http.put(f"/api/actions/{action_id}", json=sent).raise_for_status()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Somebody has changed this meanwhile")
    expect(dialog.get_by_role("alert")).to_contain_text("What the reviewer wrote.")
    expect(plan).to_have_value("What the manager wrote.")
    expect(dialog.get_by_role("alert")).to_contain_text("Marius Manager")
    expect(dialog.get_by_label("Name of the owner")).to_have_value("Austė of the counter")
    expect(dialog.get_by_label("Due date")).to_have_value("2027-05-04")
    assert violations(page) == []
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    stored = http.get(f"/api/actions/{action_id}").json()
    assert (stored["plan"], stored["due_on"]) == ("What the manager wrote.", "2027-05-04")
    assert stored["owner_name"] == "Austė of the counter"


def test_an_action_whose_answer_was_lost_is_made_once(visitor: Visitor, network: Network) -> None:
    branch = network.branches["Vilnius Old Town"]
    page = visitor.open(f"/desk/#/branches/{branch}", "manager", DESK)
    costs = page.get_by_role("region", name="What cost points")
    costs.get_by_role("button", name="Make an action").first.click()
    dialog = page.get_by_role("dialog", name="New action")
    plan, mark = dialog.get_by_label("What is to be done"), uuid4().hex

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/api/actions/*", lose)
    plan.fill(f"First {mark}.")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("The server does not answer")
    page.unroute("**/api/actions/*")
    plan.fill(f"Then {mark}.")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_contain_text(f"First {mark}.")
    expect(plan).to_have_value(f"Then {mark}.")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    found = network.http["manager"].get("/api/actions", params={"branch": str(branch), "limit": 200}).json()["actions"]
    assert [one["plan"] for one in found if mark in one["plan"]] == [f"Then {mark}."]


def test_filters_are_in_the_address(visitor: Visitor, network: Network) -> None:
    malmo, kaunas = network.branches["Malmö 01"], network.branches["Kaunas"]
    put(network.http["admin"], malmo, plan="In Malmö.")
    put(network.http["admin"], kaunas, plan="Long overdue in Kaunas.", due_on="2026-01-05")
    page = visitor.open(f"/desk/#/actions?region={network.regions['Sweden']}", "admin", DESK)
    expect(card(page, "In Malmö.")).to_be_visible()
    expect(card(page, "Long overdue in Kaunas.")).to_have_count(0)
    page.get_by_label("Region").select_option("All regions")
    page.get_by_label("Overdue only").check()
    expect(card(page, "Long overdue in Kaunas.")).to_contain_text("Overdue")
    expect(card(page, "In Malmö.")).to_have_count(0)
    assert page.url.endswith("#/actions?overdue=1")
    page.reload()
    expect(page.get_by_label("Overdue only")).to_be_checked()
    other = visitor.open("/desk/#/actions", "manager", DESK)
    expect(card(other, "Long overdue in Kaunas.")).to_be_visible()
    expect(card(other, "In Malmö.")).to_have_count(0)


def test_actions_are_accessible(visitor: Visitor, network: Network) -> None:
    branch = network.branches["Kaunas"]
    put(network.http["manager"], branch, plan="A_very_long_word_" * 12, owner_name="Somebody_" * 10)
    put(network.http["manager"], branch, plan="Done by now.", state="done", due_on="2026-02-01")
    page = visitor.open(f"/desk/#/actions?state=all&branch={branch}", "manager")
    expect(card(page, "Done by now.").first).to_be_visible()
    accessible(page)
    card(page, "A_very_long_word_").first.get_by_role("button", name="Change").click()
    expect(page.get_by_role("dialog").get_by_role("radio", name="Dropped")).to_be_visible()
    accessible(page)


def test_actions_speak_every_language(visitor: Visitor, network: Network) -> None:
    put(network.http["manager"], network.branches["Kaunas"], state="done")
    page = visitor.open("/desk/#/actions?state=all", "manager")
    for language, title in LANGUAGES.items():
        speak(page, language)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(page.get_by_role("table").first).to_be_visible()
        assert overflow(page) == 0
