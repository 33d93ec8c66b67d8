"""An account from nothing to signing in, and out again."""

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, PHONE, Visitor
from tests.e2e.looks import accessible
from tests.e2e.network import Network


def signs_in(visitor: Visitor, account: str, password: str) -> Page:
    page = visitor.open("/desk/", size=PHONE)
    page.get_by_label("Account").fill(account)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    return page


def test_an_account_from_nothing_to_signing_in(visitor: Visitor, network: Network) -> None:
    account = f"nora-{uuid4().hex[:6]}@example.org"
    page = visitor.open("/desk/#/accounts", "admin", DESK)
    page.get_by_role("link", name="New account").click()
    form = page.get_by_role("form", name="New account")
    form.get_by_label("Role").select_option("Manager")
    form.get_by_label("First password").fill("short")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("Enter a name.")).to_be_visible()
    expect(form.get_by_text("Choose at least one region.")).to_be_visible()
    expect(form.get_by_label("Name", exact=True)).to_be_focused()
    expect(form.get_by_label("First password")).to_have_value("short")
    accessible(page)
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    form.get_by_label("Name", exact=True).fill("Nora New")
    form.get_by_label("Account").fill("manager@test.example")
    form.get_by_label("Lithuania").check()
    form.get_by_role("button", name="Make one up").click()
    password = form.get_by_label("First password").input_value()
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("Another account is called that already.")).to_be_visible()
    expect(form.get_by_label("First password")).to_have_value(password)
    form.get_by_label("Account").fill(account)
    form.get_by_role("button", name="Save").click()
    handed = page.get_by_role("group", name="The account is saved.")
    expect(handed).to_contain_text(account)
    expect(handed).to_contain_text(password)
    theirs = signs_in(visitor, account, password)
    expect(theirs.get_by_role("heading", name="Lithuania")).to_be_visible()
    handed.get_by_role("link", name="To all accounts").click()
    page.get_by_label("Name or account").fill("nora new")
    expect(page.get_by_role("listitem").filter(has_text=account)).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Sam Shopper")).to_have_count(0)
    page.reload()
    page.get_by_role("link", name=re.compile("Edit.*Nora New")).click()
    expect(page.get_by_label("New password")).to_have_value("")
    page.get_by_label("Name", exact=True).fill("Nora Renamed")
    page.get_by_role("button", name="Deactivate").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("every device is signed out at once")
    dialog.get_by_role("button", name="Deactivate").click()
    expect(page.get_by_role("button", name="Reactivate")).to_be_visible()
    # What was typed meanwhile stays, and saving it does not reactivate the account.
    expect(page.get_by_label("Name", exact=True)).to_have_value("Nora Renamed")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("group", name="The account is saved.")).to_be_visible()
    theirs.reload()
    expect(theirs.get_by_role("button", name="Sign in")).to_be_visible()
    stored = {user["account"]: user for user in network.http["admin"].get("/api/users").json()}
    assert (stored[account]["name"], stored[account]["active"]) == ("Nora Renamed", False)
    page.get_by_role("button", name="Reactivate").click()
    expect(page.get_by_role("button", name="Deactivate")).to_be_visible()
    again = signs_in(visitor, account, password)
    expect(again.get_by_role("heading", name="Lithuania")).to_be_visible()
