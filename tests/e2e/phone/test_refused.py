"""What the server will not take: that audit waits for its shopper, the others go on, and nothing is lost."""

import json

from playwright.sync_api import expect

from tests.e2e.phone.checklists import VISIT
from tests.e2e.phone.fieldwork import Assignment, audit_elsewhere
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.proxy import AUDIT, Proxy
from tests.e2e.phone.visit import check, check_all, fill, submit
from tests.e2e.phone.weather import PROBLEM, Answer, LoseAnswer
from tests.e2e.phone.world import World, arrive

FAULTY = {
    "type": "about:blank",
    "title": "The audit has faults",
    "status": 422,
    "code": "invalid_audit",
    "faults": [{"path": "answers.memory", "code": "text_too_long", "message": "Too long.", "severity": "error"}],
}


def test_after_the_session_has_ended_the_queue_waits_for_its_shopper(
    phone: Phone, world: World, proxy: Proxy, album: Album
) -> None:
    first, second = arrive(phone, world, VISIT, VISIT)
    visits = [fill(phone, first, album, photos=2)]
    world.truth.end_sessions(phone.shopper.id)
    phone.submit()
    expect(phone.page.get_by_text("Sign in again to send").first).to_be_visible()
    # Work goes on meanwhile.
    visits.append(submit(phone, second, album, photos=1))
    assert phone.memory().unsent == 2
    phone.go("#/")
    phone.sign_in_again()
    for visit in visits:
        phone.receipt(visit.shop.id)
    check_all(visits, phone, world, proxy)


def test_an_assignment_that_somebody_has_audited_needs_its_shopper(
    phone: Phone, world: World, proxy: Proxy, album: Album
) -> None:
    first, taken, last = arrive(phone, world, VISIT, VISIT, VISIT)
    phone.browser.offline()
    visits = [submit(phone, shop, album, photos=1) for shop in (first, taken, last)]
    audit_elsewhere(phone.shopper, taken)
    phone.browser.offline(False)
    phone.receipt(first.id)
    phone.receipt(last.id)
    expect(phone.card(taken)).to_contain_text("Needs you")
    for visit in (visits[0], visits[2]):
        check(visit, phone, world, proxy)
    assert world.truth.audit(taken.id).id != visits[1].audit_id
    assert len(phone.memory().photos(visits[1].audit_id)) == 1


def test_an_audit_with_faults_is_mended_and_sent(phone: Phone, world: World, proxy: Proxy, album: Album) -> None:
    faulty, fine = arrive(phone, world, VISIT, VISIT)
    proxy.rule("PUT", AUDIT, Answer(422, PROBLEM, json.dumps(FAULTY).encode()))
    visit = submit(phone, faulty, album, photos=1)
    # Whoever stays on the page is told, and nothing is opened for changes before it is asked for.
    expect(phone.page.get_by_role("heading", name="The server could not accept this audit")).to_be_visible()
    phone.page.reload()
    expect(phone.page.get_by_role("button", name="Mend it in the form")).to_be_visible()
    assert _state(phone, faulty) == "refused"
    expect(phone.card(faulty)).to_contain_text("Needs you")
    other = submit(phone, fine, album, photos=0)
    phone.receipt(fine.id)
    phone.card(faulty).get_by_role("button", name="Mend it in the form").click()
    expect(phone.page.get_by_text("The server could not accept this audit")).to_be_visible()
    expect(phone.item("memory")).to_contain_text("This is too long")
    assert _state(phone, faulty) == "filling"
    phone.answer("memory", "Shorter")
    visit.answers["memory"] = "Shorter"
    phone.submit()
    phone.receipt(faulty.id)
    check_all([visit, other], phone, world, proxy)


def test_what_may_have_arrived_is_not_changed_any_more(phone: Phone, world: World, proxy: Proxy, album: Album) -> None:
    """The answer to the first sending is lost, and the second one is refused before anybody looks at it."""
    [shop] = arrive(phone, world, VISIT)
    lost = proxy.rule("PUT", AUDIT, LoseAnswer())
    refused = proxy.rule("PUT", AUDIT, Answer(401, PROBLEM, b'{"code": "not_signed_in", "status": 401}'))
    visit = submit(phone, shop, album, photos=1)
    phone.until(lambda: lost.hits == refused.hits == 1)
    draft = phone.memory().draft(shop.id)
    assert draft is None or draft["underway"]
    # The session is a good one in truth: the app may notice that before anybody has signed in again.
    phone.wait_until_sent()
    phone.receipt(shop.id)
    check_all([visit], phone, world, proxy)


def _state(phone: Phone, shop: Assignment) -> str | None:
    draft = phone.memory().draft(shop.id)
    return None if draft is None else str(draft["state"])
