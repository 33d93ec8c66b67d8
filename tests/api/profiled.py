"""What MongoDB did meanwhile, as its profiler tells."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pymongo.database import Database

Json = dict[str, Any]
NOTED = "system.profile"
ENOUGH_BYTES = 64 << 20
GROWING = (
    *("action_items", "alerts", "assignments", "audits", "examples", "exercises", "fingerprints", "kept_branches"),
    *("mails", "outcomes", "papers", "photos", "photos.chunks", "photos.files", "redactions", "section_scores"),
    *("snapshots", "standings", "uploads", "upload_chunks"),
)
"""They have more in them with every audit, or with every day."""


class Noted:
    """What the application asked while it was noted, in the order of asking."""

    def __init__(self) -> None:
        self.operations: list[Json] = []

    def scans(self) -> list[str]:
        """Of whole collections that grow: each as the collection and what was asked of it, once."""
        found = {
            f"{collection}: {_asked(one)}"
            for one in self.operations
            if (collection := one["ns"].partition(".")[2]) in GROWING and "COLLSCAN" in one.get("planSummary", "")
        }
        return sorted(found)


def _asked(operation: Json) -> str:
    command = operation.get("command", {})
    asked = next((command[name] for name in ("pipeline", "filter", "query", "q") if name in command), command)
    return str(asked)[:200]


@contextmanager
def noting(database: Database[Json]) -> Iterator[Noted]:
    database.command("profile", 0)
    database[NOTED].drop()
    database.create_collection(NOTED, capped=True, size=ENOUGH_BYTES)
    noted = Noted()
    database.command("profile", 2)
    try:
        yield noted
    finally:
        database.command("profile", 0)
        noted.operations += database[NOTED].find({"appName": "mystery-audit"}).sort("ts")
        database[NOTED].drop()
