"""What happens at the office while this phone holds a draft: the draft stays, and its shopper is told what to do."""

from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.e2e.phone.checklists import VISIT
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.visit import fill, submit
from tests.e2e.phone.world import World, arrive

# As iOS clears away what was not used for a week.
_EVICT = """async () => {
  for (const { name } of await indexedDB.databases()) {
    await new Promise((done, failed) => {
      const asked = indexedDB.deleteDatabase(name);
      [asked.onsuccess, asked.onerror] = [done, failed];
    });
  }
}"""


def test_a_record_that_was_sent_and_came_back_from_a_file_can_be_mended_when_it_is_returned(
    phone: Phone, world: World, album: Album, tmp_path: Path
) -> None:
    [shop] = arrive(phone, world, VISIT)
    phone.browser.offline()
    visit = submit(phone, shop, album, photos=1)
    file = _exported(phone.outbox(), tmp_path)
    phone.browser.offline(False)
    phone.receipt(shop.id)
    phone.page.evaluate(_EVICT)
    phone.page.reload()
    phone.outbox().get_by_label("Import an exported audit").set_input_files(file)
    expect(phone.page.get_by_text("The audit is back on this phone")).to_be_visible()
    phone.go(f"#/audits/{visit.audit_id}/form")
    phone.answer("memory", "Changed since")
    phone.submit()
    expect(phone.card(shop)).to_contain_text("Needs you")

    returned = {"decision": "request_revision", "reason": "Which words exactly?", "revision": 1}
    world.work.admin.put(f"/api/audits/{visit.audit_id}/reviews/{uuid4()}", json=returned).raise_for_status()
    phone.go("#/")
    phone.page.reload()
    phone.page.get_by_role("region", name="Returned to you").get_by_role("link", name=shop.branch).click()
    phone.page.get_by_role("button", name="Mend the audit").click()
    expect(phone.page.get_by_text("The reviewer asks")).to_be_visible()
    expect(phone.page.get_by_text("Which words exactly?")).to_be_visible()
    phone.answer("memory", "“Take your time, please.”")
    phone.submit()
    phone.until(lambda: world.truth.audit(shop.id).revision == 2)
    audit = world.truth.audit(shop.id)
    assert audit.value("memory") == "“Take your time, please.”"
    assert audit.numbers("shelf") == visit.photos
    phone.until(lambda: phone.memory().draft(shop.id) is None)


def test_who_has_begun_what_the_office_cancels_is_told_and_may_send_it(
    phone: Phone, world: World, album: Album
) -> None:
    begun, untouched = arrive(phone, world, VISIT, VISIT)
    phone.browser.offline()
    visit = fill(phone, begun, album, photos=0)
    for shop in (begun, untouched):
        world.work.admin.put(f"/api/assignments/{shop.id}/cancelled").raise_for_status()
    notice = phone.page.get_by_text("The office has cancelled this visit")
    expect(notice).to_have_count(0)
    phone.browser.offline(False)
    expect(notice).to_be_visible()
    expect(phone.item("memory").get_by_role("textbox").first).to_have_value(visit.answers["memory"])
    phone.go("#/")
    expect(phone.page.get_by_role("article").filter(has_text=begun.branch)).to_contain_text("Ask before you go on.")
    expect(phone.page.get_by_text(untouched.branch)).to_have_count(0)
    phone.go(f"#/assignments/{untouched.id}")
    expect(notice).to_be_visible()
    expect(phone.page.get_by_role("button", name="Start the audit")).to_have_count(0)
    phone.go(f"#/audits/{visit.audit_id}/form")
    phone.submit()
    phone.receipt(begun.id)
    assert world.truth.audit(begun.id).id == visit.audit_id


def _exported(page: Page, folder: Path) -> Path:
    page.get_by_text("Export or remove").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export to a file").click()
    file = folder / "export.json"
    download.value.save_as(file)
    return file
