"""What every table needs while it is read: who asks, in which language, names for ids, and telling how far it is."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from pymongo.database import Database

from audit_api.access import listed_branches, listed_regions, visible_regions
from audit_api.database import bind_documents, connect
from audit_api.documents import (
    BranchDocument,
    ExportDocument,
    ProgrammeDocument,
    RegionDocument,
    SnapshotDocument,
    StandingDocument,
)
from audit_api.exporting.job import Job
from audit_api.exporting.words import Words

TELL_SECONDS = 0.5
ROWS_AT_ONCE = 1000
T = TypeVar("T")
Rows = Database[dict[str, Any]]


class Progress:
    """Tells the database now and then how many rows are written."""

    def __init__(self, database: Rows, export_id: UUID) -> None:
        self._exports = database[ExportDocument.Settings.name]
        self._export_id = export_id
        self._told = 0.0
        self._done = 0

    def begin(self, total: int | None) -> None:
        self._tell(state="writing", total=total)

    def counted(self, rows: Iterable[T]) -> Iterator[T]:
        """The same rows. One counts when the next is asked for, which is after it was written."""
        for row in rows:
            yield row
            self._done += 1
            if time.monotonic() - self._told > TELL_SECONDS:
                self._tell()

    def count_one(self) -> None:
        """Counts a report as one row: it has pages and no rows."""
        self._done += 1

    def end(self) -> None:
        self._tell(state="written", total=self._done)

    def _tell(self, **facts: Any) -> None:
        self._told = time.monotonic()
        self._exports.update_one({"_id": self._export_id}, {"$set": {"done": self._done, **facts}})


class Reading(msgspec.Struct, frozen=True):
    """`database` reads what is too long to be held; the documents read the rest, before the first row."""

    job: Job
    words: Words
    database: Rows
    progress: Progress

    def opening(self, name: str) -> list[tuple[str, str]]:
        """The first lines of a file, as pairs of title and value: what it is about, when and for whom it is."""
        about = self.words.about
        return [
            (about["about"], self.words.tables[name]),
            (about["written_at"], moment_text(self.job.now)),
            (about["written_for"], self.job.principal.name),
            (about["times"], about["utc"]),
        ]

    def headings(self, keys: Iterable[str]) -> list[str]:
        return [self.words.headings[key] for key in keys]

    def filtered(self, key: str, value: str | None) -> tuple[str, str]:
        """A line of a file, as title and value: by what its rows were chosen."""
        everything = "own_regions" if key == "region" and self.job.principal.role == "manager" else "all"
        return self.words.filter_name(self.words.headings[key]), value or self.words.about[everything]

    def facts(self, snapshots: Iterable[UUID]) -> dict[str, str]:
        """The filters, snapshots and time of a file, for programs."""
        return {
            "written_at": self.job.now.isoformat(),
            "filters": msgspec.json.encode(self.job.order.content).decode(),
            "snapshots": " ".join(str(snapshot) for snapshot in snapshots),
        }


def in_pages(job: Job, page: Callable[[str | None], Awaitable[tuple[list[T], str | None]]]) -> Iterator[T]:
    """One page after the other, as the desk reads them; `page` gives the rows after a cursor, and the next cursor.

    A loop of its own: rows are asked for when nobody awaits any more.
    """
    with asyncio.Runner() as runner:
        client = connect(job.uri)
        try:
            runner.run(bind_documents(client[job.database]))
            cursor: str | None = None
            while True:
                rows, cursor = runner.run(_awaited(page(cursor)))
                yield from rows
                if cursor is None:
                    return
        finally:
            runner.run(client.close())


async def _awaited(result: Awaitable[T]) -> T:
    return await result


class Names(msgspec.Struct, frozen=True):
    """Names by id, of what the reader may see."""

    programmes: dict[UUID, str]
    regions: dict[UUID, str]
    branches: dict[UUID, str]

    def programme(self, programme_id: UUID | None) -> str | None:
        return self.programmes.get(programme_id, str(programme_id)) if programme_id else None

    def region(self, region_id: UUID | None) -> str | None:
        """The name of the region of a filter; its id where the reader may not see the region."""
        return self.regions.get(region_id, str(region_id)) if region_id else None

    def branch(self, branch_id: UUID | None) -> str | None:
        return self.branches.get(branch_id, str(branch_id)) if branch_id else None


async def read_names(job: Job) -> Names:
    principal = job.principal
    return Names(
        programmes=await _names(ProgrammeDocument, {}, "programme"),
        regions=await _names(RegionDocument, listed_regions(principal), "region"),
        branches=await _names(BranchDocument, listed_branches(principal), "branch"),
    )


async def _names(document: Any, wanted: dict[str, Any], of: str) -> dict[UUID, str]:
    rows = document.get_pymongo_collection().find(wanted, {"name": f"${of}.name"}, batch_size=ROWS_AT_ONCE)
    return {row["_id"]: row["name"] async for row in rows}


async def snapshot_lines(
    reading: Reading, names: Names, condition: dict[str, Any]
) -> tuple[list[UUID], list[tuple[str, str]]]:
    """The calibrations that the branches with `condition` stand in, and a line for each."""
    seen = {"$and": [visible_regions(reading.job.principal), condition]}
    ids = await StandingDocument.get_pymongo_collection().distinct("snapshot_id", seen)
    fields = {"league": 1, "as_of": 1}
    snapshots = SnapshotDocument.get_pymongo_collection().find({"_id": {"$in": [one for one in ids if one]}}, fields)
    found = await snapshots.sort("_id").to_list()
    return [one["_id"] for one in found], [_snapshot_line(reading, names, one) for one in found]


def _snapshot_line(reading: Reading, names: Names, found: dict[str, Any]) -> tuple[str, str]:
    league, codes = found["league"], reading.words.codes
    programme = names.programmes.get(league["programme_id"], "")
    parts = [league["checklist"], codes[f"tier.{league['tier']}"], codes[f"audience.{league['audience']}"]]
    where = " · ".join(filter(None, [programme, *parts]))
    return reading.words.about["snapshot"], f"{found['_id']} ({where}; {found['as_of']:%Y-%m-%d})"


def moment_text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
