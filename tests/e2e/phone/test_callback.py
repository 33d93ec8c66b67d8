"""A promised callback: its times are put right in the form, and what one tab has stamped the other one keeps."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.e2e.phone.browser import SHIFT
from tests.e2e.phone.checklists import CALL
from tests.e2e.phone.memory import Row
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.world import World, arrive

ZONE = ZoneInfo("Europe/Vilnius")


def test_the_moment_it_is_owed_since_can_be_put_right_field_by_field(phone: Phone, world: World) -> None:
    """The date alone makes it a moment long past, before the audit began."""
    [shop] = arrive(phone, world, CALL)
    audit_id = phone.begin(shop)
    phone.go(f"#/audits/{audit_id}/form/promise")
    phone.page.evaluate(f"({SHIFT})(-600_000)")
    promised(phone)
    draft = phone.memory().draft(shop.id)
    assert draft is not None
    # The clock was set back since: what was promised cannot be owed before the audit began.
    assert kept(phone, audit_id)["owed_since"] == draft["started_at"]
    item = phone.item("promised")
    item.get_by_role("button", name="Change").click()
    field = item.get_by_role("group", name="Owed since")
    began = datetime.fromisoformat(draft["started_at"]).astimezone(ZONE)
    field.get_by_label("Date").fill((began - timedelta(days=1)).date().isoformat())
    field.get_by_label("Date").blur()
    expect(item).to_contain_text("This is before you began the audit")
    expect(field).to_be_visible()
    right = (began + timedelta(minutes=2)).replace(second=0, microsecond=0)
    field.get_by_label("Date").fill(right.date().isoformat())
    field.get_by_label("Time").fill(right.strftime("%H:%M"))
    field.get_by_label("Time").blur()
    expect(item).not_to_contain_text("This is before you began the audit")
    phone.until(lambda: datetime.fromisoformat(kept(phone, audit_id)["owed_since"]) == right)


def test_what_one_tab_has_stamped_is_kept_by_a_form_that_is_open_in_another(phone: Phone, world: World) -> None:
    [shop] = arrive(phone, world, CALL)
    audit_id = phone.begin(shop)
    phone.go(f"#/audits/{audit_id}/form/promise")
    promised(phone)
    tab = phone.browser.context.new_page()
    tab.goto("/")
    tab.get_by_role("button", name="They called").click()
    item = phone.item("promised")
    expect(item.get_by_text("How did they get in touch?")).to_be_visible()
    came = kept(phone, audit_id)["came_at"]
    item.get_by_role("button", name="Add a note").click()
    item.get_by_role("textbox").last.fill("Friendly")
    phone.until(lambda: phone.memory().answers(audit_id)["promised"].get("narrative") == "Friendly")
    assert came and kept(phone, audit_id)["came_at"] == came


def promised(phone: Phone) -> None:
    phone.item("promised").get_by_role("button", name="Yes", exact=True).click()
    phone.until(lambda: "promised" in phone.memory().answers(phone.audit_id))


def kept(phone: Phone, audit_id: str) -> Row:
    value: Row = phone.memory().answers(audit_id)["promised"]["value"]
    return value
