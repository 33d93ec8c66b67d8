"""What a calibration needs of all audits, read from an index: no audit is looked at for it.

One row for each audit, as the database finds it: a shopper seldom comes to a branch twice in a quarter, so adding up
there would save nothing (docs/performance.md). A quarter at a time, two of them side by side.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import msgspec
import numpy as np
from msgspec.structs import asdict, replace
from numpy.typing import NDArray

from audit_api.calibration.columns import Layout
from audit_api.calibration.recency import DAY_MS, Floats, Integers, milliseconds, recency_weights, window_start
from audit_api.documents import AuditDocument, WaveSpan
from checklists.parameters import CCI_1

BATCH = 20_000
AT_ONCE = 2
LEVELS = ("2", "3")
NO_WAVE = -1


class Cells(msgspec.Struct, frozen=True, kw_only=True):
    """Eligible audits in columns of one length: a row for those of a branch, quarter, wave, shopper and checklist
    version, or several rows that are added up by whoever needs that.

    `branch` and `shopper` are positions in `branches` and `shoppers`; `quarter` counts back from the day of the
    calibration, 0 is the latest; `wave` is a position in the waves that were asked for, or `NO_WAVE`. y is the index,
    w the recency weight of an audit: sums of n, y, y^2, w, w y, and of w times the plain percent; `percent` sums the
    percent itself. `level_weights` and `weighed_levels` hold the sums of w, and of w times the level
    score, of the audits in which the level was seen: a column for each of `LEVELS`. `last` is the latest audit, in
    milliseconds. Arrays, because a million objects would not fit into memory.
    """

    branches: list[UUID]
    shoppers: list[UUID]
    branch: Integers
    shopper: Integers
    quarter: Integers
    version: Integers
    wave: Integers
    audits: Floats
    index: Floats
    squares: Floats
    percent: Floats
    weight: Floats
    weighed_index: Floats
    weighed_percent: Floats
    level_weights: Floats
    weighed_levels: Floats
    last: Integers

    def only(self, chosen: NDArray[np.bool_]) -> "Cells":
        """The rows for which `chosen` is true. Branches and shoppers keep their numbers."""
        columns = {name: column[chosen] for name, column in asdict(self).items() if isinstance(column, np.ndarray)}
        return replace(self, **columns)


async def checklists_of(programme_id: UUID) -> list[str]:
    """Keys of the checklists with a finalised audit, of whatever age: so the database need only look at the keys."""
    wanted = {"programme_id": programme_id, "status": "finalised"}
    return sorted(await AuditDocument.get_pymongo_collection().distinct("submission.checklist.key", wanted))


class Span(msgspec.Struct, frozen=True):
    """A stretch of time: from `since` on, and before `until`."""

    since: datetime
    until: datetime


def spans(as_of: datetime) -> list[Span]:
    """The quarters of the window, the latest first. `as_of` is a midnight (UTC); the window ends with that day."""
    ends = [as_of + timedelta(days=1 - n * CCI_1.quarter_days) for n in range(CCI_1.window_days // CCI_1.quarter_days)]
    return [Span(end - timedelta(days=CCI_1.quarter_days), end) for end in ends]


async def read_cells(programme_id: UUID, checklist: str, as_of: datetime, waves: Sequence[WaveSpan] = ()) -> Cells:
    """The audits of a checklist in the window of 364 days.

    `as_of` is a midnight (UTC); the window ends with that day.
    """
    reading, slots = _Reading(), asyncio.Semaphore(AT_ONCE)

    async def read(span: Span) -> None:
        pipeline = rows_pipeline(programme_id, checklist, as_of, span)
        async with slots:
            audits = AuditDocument.get_pymongo_collection()
            cursor = await audits.aggregate_raw_batches(pipeline, batchSize=BATCH)
            # PyMongo announces documents here, but hands over bytes.
            async for batch in cast(AsyncIterator[bytes], cursor):
                reading.add(batch)

    async with asyncio.TaskGroup() as group:
        for span in spans(as_of):
            group.create_task(read(span))
    return reading.cells(as_of, waves)


def rows_pipeline(programme_id: UUID, checklist: str, as_of: datetime, span: Span) -> list[dict[str, Any]]:
    """Everything it looks at is in the index `league_sums`. All rows are built as `_ROW` says."""
    wanted = counted_audits(programme_id, as_of) | {"submission.checklist.key": checklist}
    wanted["occurred_at"] = {"$gte": span.since, "$lt": span.until}
    project = {
        "_id": 0,
        "b": "$branch_id",
        "s": "$shopper_id",
        "v": {"$toInt": "$submission.checklist.version"},
        "at": "$occurred_at",
        "y": {"$toDouble": "$scorecard.index"},
        "p": {"$toDouble": {"$ifNull": ["$scorecard.score_pct", 0.0]}},
    }
    for level in LEVELS:
        project[f"l{level}"] = {"$toDouble": {"$ifNull": [f"$scorecard.levels.{level}", _UNSEEN]}}
    return [{"$match": wanted}, {"$project": project}]


def counted_audits(programme_id: UUID, as_of: datetime) -> dict[str, Any]:
    """A filter on audits: the finalised ones with an index, of the window that ends with the day of `as_of`."""
    return {
        "programme_id": programme_id,
        "status": "finalised",
        "occurred_at": {"$gte": window_start(as_of), "$lt": as_of + timedelta(days=1)},
        # Not "is not null", for which the database would look into every audit.
        "scorecard.index": {"$gte": 0},
    }


class _Reading:
    """Takes rows in batches; of people and branches it keeps numbers."""

    def __init__(self) -> None:
        self._branches: dict[bytes, int] = {}
        self._shoppers: dict[bytes, int] = {}
        self._rows: list[NDArray[np.void]] = []
        self._numbers: list[Integers] = []

    def add(self, batch: bytes) -> None:
        rows = _ROW.rows(batch)
        # Ids as bytes: a million UUID objects take seconds to make, and only some thousand are different.
        pairs = (_numbered(self._branches, rows["b"]), _numbered(self._shoppers, rows["s"]))
        self._numbers.append(np.array(pairs, dtype=np.int64))
        self._rows.append(rows[_VALUES].astype(_KEPT))

    def cells(self, as_of: datetime, waves: Sequence[WaveSpan]) -> Cells:
        rows = np.concatenate([np.empty(0, dtype=_KEPT), *self._rows])
        branch, shopper = np.concatenate([np.empty((2, 0), dtype=np.int64), *self._numbers], axis=1)
        at, index, percent = rows["at"], rows["y"], rows["p"]
        weight = recency_weights(at, as_of)
        levels = np.stack([rows[f"l{level}"] for level in LEVELS], axis=1)
        seen = ~np.isnan(levels)
        return Cells(
            branches=[UUID(bytes=key) for key in self._branches],
            shoppers=[UUID(bytes=key) for key in self._shoppers],
            branch=branch,
            shopper=shopper,
            quarter=(milliseconds(as_of) + DAY_MS - 1 - at) // (CCI_1.quarter_days * DAY_MS),
            version=rows["v"].astype(np.int64),
            wave=_waves_at(at, waves),
            audits=np.ones(len(rows)),
            index=index.copy(),
            squares=index**2,
            percent=percent.copy(),
            weight=weight,
            weighed_index=weight * index,
            weighed_percent=weight * percent,
            level_weights=np.where(seen, weight[:, None], 0.0),
            weighed_levels=np.where(seen, weight[:, None] * levels, 0.0),
            last=at.copy(),
        )


def _numbered(known: dict[bytes, int], ids: NDArray[np.void]) -> list[int]:
    return [known.setdefault(key, len(known)) for key in ids.tolist()]


def _waves_at(at: Integers, waves: Sequence[WaveSpan]) -> Integers:
    found = np.full(len(at), NO_WAVE, dtype=np.int64)
    # The first of several counts.
    for n, wave in reversed(list(enumerate(waves))):
        found[(at >= milliseconds(wave.starts_at)) & (at < milliseconds(wave.ends_at))] = n
    return found


_UNSEEN = float("nan")
_ROW = Layout(
    {"b": UUID, "s": UUID, "v": int, "at": datetime, "y": float, "p": float} | {f"l{level}": float for level in LEVELS}
)
_VALUES = ["v", "at", "y", "p", *(f"l{level}" for level in LEVELS)]
_KEPT = np.dtype([("v", "<i4"), ("at", "<i8"), *((name, "<f8") for name in _VALUES[2:])])
