"""A phone that was filled with the first version of the tables, in a real browser."""

from playwright.sync_api import Page, expect

from tests.e2e.phone.checklists import VISIT
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.proxy import Proxy
from tests.e2e.phone.visit import check_all, fill
from tests.e2e.phone.world import World, arrive

BLANK = "/theme.js"  # of the app's origin, but no page of the app
# Photos had their bytes with them, and drafts did not say whether they were on their way.
_AS_FIRST_VERSION = """async (name) => {
  const done = (asked) => new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const now = await done(indexedDB.open(name));
  const tables = ['drafts', 'answers', 'taps', 'photos', 'notes', 'receipts', 'facts'];
  const store = (table) => now.transaction(table).objectStore(table);
  const rows = {};
  for (const table of tables) rows[table] = await done(store(table).getAll());
  const keys = await done(store('facts').getAllKeys());
  rows.photos = await Promise.all(rows.photos.map(async (photo) =>
    ({ ...photo, content: await done(store('bytes').get(photo.photo_id)) })));
  rows.drafts = rows.drafts.map(({ underway, ...draft }) => draft);
  now.close();
  await done(indexedDB.deleteDatabase(name));
  const asked = indexedDB.open(name, 1);
  asked.onupgradeneeded = () => {
    const db = asked.result;
    db.createObjectStore('drafts', { keyPath: 'audit_id' });
    db.createObjectStore('answers', { keyPath: ['audit_id', 'item'] });
    db.createObjectStore('taps', { keyPath: ['audit_id', 'n'] });
    db.createObjectStore('photos', { keyPath: 'photo_id' }).createIndex('audit_id', 'audit_id');
    db.createObjectStore('notes', { keyPath: 'note_id' });
    db.createObjectStore('receipts', { keyPath: 'receipt.audit_id' });
    db.createObjectStore('facts');
  };
  const first = await done(asked);
  const tx = first.transaction(tables, 'readwrite');
  for (const table of tables) rows[table].forEach((row, n) =>
    table === 'facts' ? tx.objectStore(table).put(row, keys[n]) : tx.objectStore(table).put(row));
  await new Promise((resolve, reject) => { tx.oncomplete = resolve; tx.onabort = () => reject(tx.error); });
  first.close();
}"""
_VERSION = "name => indexedDB.databases().then((all) => all.find((one) => one.name === name).version)"


def _version(page: Page, phone: Phone) -> int:
    return int(page.evaluate(_VERSION, f"audits-{phone.shopper.id}"))


def test_work_of_the_first_version_is_all_there_and_arrives(
    phone: Phone, world: World, proxy: Proxy, album: Album
) -> None:
    shops = arrive(phone, world, VISIT, VISIT)
    visits = [fill(phone, shop, album, photos) for shop, photos in zip(shops, (2, 1), strict=True)]
    page = phone.page
    page.goto(BLANK)
    page.evaluate(_AS_FIRST_VERSION, f"audits-{phone.shopper.id}")
    assert _version(page, phone) == 1
    page.goto(f"/#/audits/{visits[0].audit_id}/form/evidence")
    expect(phone.item("shelf").get_by_role("button", name="open large")).to_have_count(2)
    expect(phone.item("memory").get_by_role("textbox")).to_have_value(visits[0].answers["memory"])
    assert _version(page, phone) > 1
    for visit in visits:
        phone.go(f"#/audits/{visit.audit_id}/form")
        page.wait_for_url(f"**/{visit.audit_id}/form**")
        phone.submit()
        phone.receipt(visit.shop.id)
    check_all(visits, phone, world, proxy)
