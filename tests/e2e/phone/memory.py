"""What the phone holds, read past the app: so that a screen cannot promise what is not kept."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from playwright.sync_api import Page

Row = dict[str, Any]

_READ = """async ([name, tables]) => {
  const known = await indexedDB.databases();
  if (!known.some((one) => one.name === name)) return null;
  const db = await new Promise((resolve, reject) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const all = (table, method) => new Promise((resolve, reject) => {
    const asked = db.transaction(table).objectStore(table)[method]();
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const hex = async (bytes) => Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)),
    (byte) => byte.toString(16).padStart(2, '0')).join('');
  try {
    const found = {};
    for (const table of tables) {
      const [keys, rows] = [await all(table, 'getAllKeys'), await all(table, 'getAll')];
      found[table] = await Promise.all(rows.map(async (row, n) => row instanceof ArrayBuffer
        ? { key: keys[n], sha256: await hex(row), bytes: row.byteLength }
        : { ...row, thumbnail: undefined, key: keys[n] }));
    }
    return found;
  } finally {
    db.close();
  }
}"""
TABLES = ("drafts", "answers", "taps", "photos", "originals", "bytes", "notes", "receipts")


@dataclass(frozen=True)
class Memory:
    """One shopper's tables at one moment. `kept` is false when there is no database of this shopper at all."""

    kept: bool
    tables: dict[str, list[Row]]

    def draft(self, assignment: UUID) -> Row | None:
        return next((row for row in self.tables["drafts"] if row["assignment_id"] == str(assignment)), None)

    def answers(self, audit_id: str) -> dict[str, Row]:
        return {row["item"]: row["answer"] for row in self.tables["answers"] if row["audit_id"] == audit_id}

    def photos(self, audit_id: str) -> list[Row]:
        """In order; every one with bytes that are what their record says."""
        found = [row for row in self.tables["photos"] if row["audit_id"] == audit_id]
        bytes_of = {row["key"]: row for row in self.tables["bytes"]}
        for photo in found:
            held = bytes_of.get(photo["photo_id"])
            assert held is not None, f"the bytes of photo {photo['photo_id']} are gone"
            assert (held["sha256"], held["bytes"]) == (photo["sha256"], photo["bytes"])
        return sorted(found, key=lambda row: (row["item"], row["position"]))

    def taps(self, audit_id: str) -> list[str]:
        return [row["phase"] for row in self.tables["taps"] if row["audit_id"] == audit_id]

    @property
    def receipts(self) -> dict[str, Row]:
        """By assignment."""
        return {row["assignment_id"]: row["receipt"] for row in self.tables["receipts"]}

    @property
    def unsent(self) -> int:
        """Audits that were submitted and have no receipt yet."""
        return sum(row["state"] in ("ready", "refused") for row in self.tables["drafts"])


def read(page: Page, user: UUID, tables: tuple[str, ...] = TABLES) -> Memory:
    """Works on any page of the app's origin, also before anybody has signed in."""
    found = page.evaluate(_READ, [f"audits-{user}", tables])
    return Memory(found is not None, found or {table: [] for table in tables})
