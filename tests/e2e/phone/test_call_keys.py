"""A call is timed without looking and without a pointer: the focus never leaves the buttons."""

from playwright.sync_api import expect

from tests.e2e.phone.checklists import CALL
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.world import World, arrive


def test_a_call_is_timed_by_keyboard(phone: Phone, world: World) -> None:
    [shop] = arrive(phone, world, CALL)
    audit_id = phone.begin(shop)
    page = phone.page
    heard = page.get_by_role("group", name="What do you hear now?")
    page.get_by_role("button", name="I am dialling").focus()
    page.keyboard.press("Enter")
    expect(heard.get_by_role("button", name="Ringing")).to_be_focused()
    for name in ("Ringing", "Menu", "On hold", "Talking"):
        button = heard.get_by_role("button", name=name)
        expect(button).to_be_focused()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(button).to_be_focused()
        # Once more changes nothing.
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
    expect(heard.get_by_role("button", name="Hang up")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="On to the checklist")).to_be_focused()
    phone.until(lambda: phone.memory().taps(audit_id) == ["dial", "ring", "menu", "hold", "talk", "ended"])
    page.get_by_role("button", name="Call again").focus()
    page.keyboard.press("Enter")
    expect(heard.get_by_role("button", name="Ringing")).to_be_focused()
    undo = page.get_by_role("button", name="Undo")
    undo.press("Enter")
    expect(page.get_by_role("heading", name="Call ended")).to_be_visible()
    expect(undo).to_be_focused()
