"""What happens at the office while this phone holds a draft: the draft stays, and its shopper is told what to do."""

from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.e2e.phone.checklists import VISIT
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.visit import submit
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
    expect(phone.page.get_by_text("Which words exactly?")).to_be_visible()
    phone.answer("memory", "“Take your time, please.”")
    phone.submit()
    phone.until(lambda: world.truth.audit(shop.id).revision == 2)
    audit = world.truth.audit(shop.id)
    assert audit.value("memory") == "“Take your time, please.”"
    assert audit.numbers("shelf") == visit.photos
    phone.until(lambda: phone.memory().draft(shop.id) is None)


def _exported(page: Page, folder: Path) -> Path:
    page.get_by_text("Export or remove").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export to a file").click()
    file = folder / "export.json"
    download.value.save_as(file)
    return file
