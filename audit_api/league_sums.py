"""What a calibration needs of all audits, summed up by the database: no audit is read for it.

One row for each branch, quarter, shopper and checklist version, with sums only, so that grouping spills to disk
instead of failing. A quarter at a time, two of them side by side: while one is read the next is added up.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any, cast
from uuid import UUID

import bson
import msgspec
import numpy as np
from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions
from msgspec.structs import asdict, replace
from numpy.typing import NDArray

from audit_api.documents import AuditDocument
from checklists.parameters import CCI_1

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

QUARTER_DAYS = 91
BATCH = 5000
AT_ONCE = 2
LEVELS = ("2", "3")


class Cells(msgspec.Struct, frozen=True, kw_only=True):
    """Eligible audits in columns of one length: a row for each branch, quarter, shopper and checklist version.

    `branch` and `shopper` are positions in `branches` and `shoppers`; `quarter` counts back from the day of the
    calibration, 0 is the latest. y is the index, w the recency weight of an audit: sums of n, y, y^2, w, w y, and of
    w times the plain percent. `level_weights` and `weighed_levels` hold the sums of w, and of w times the level score,
    of the audits in which the level was seen: a column for each of `LEVELS`. `last` is the latest audit, in
    milliseconds. Arrays, because a million objects would not fit into memory.
    """

    branches: list[UUID]
    shoppers: list[UUID]
    branch: Integers
    shopper: Integers
    quarter: Integers
    version: Integers
    audits: Floats
    index: Floats
    squares: Floats
    weight: Floats
    weighed_index: Floats
    weighed_percent: Floats
    level_weights: Floats
    weighed_levels: Floats
    last: Integers

    def only(self, wanted: NDArray[np.bool_]) -> "Cells":
        """The rows for which it is true. Nobody is renumbered."""
        columns = {name: column[wanted] for name, column in asdict(self).items() if isinstance(column, np.ndarray)}
        return replace(self, **columns)


async def checklists_of(programme_id: UUID) -> list[str]:
    """Keys of the checklists with a finalised audit, of whatever age: so the database need only look at the keys."""
    wanted = {"programme_id": programme_id, "status": "finalised"}
    return sorted(await AuditDocument.get_pymongo_collection().distinct("submission.checklist.key", wanted))


async def read_cells(programme_id: UUID, checklist: str, as_of: datetime) -> Cells:
    """`as_of` is a midnight (UTC); the window ends with that day."""
    reading, slots = _Reading(), asyncio.Semaphore(AT_ONCE)

    async def read(quarter: int) -> None:
        pipeline = sums_pipeline(programme_id, checklist, as_of, quarter)
        async with slots:
            audits = AuditDocument.get_pymongo_collection()
            cursor = await audits.aggregate_raw_batches(pipeline, allowDiskUse=True, batchSize=BATCH)
            # PyMongo announces documents here, but hands over bytes.
            async for batch in cast(AsyncIterator[bytes], cursor):
                reading.add(quarter, bson.decode_all(batch, codec_options=_PLAIN))

    async with asyncio.TaskGroup() as group:
        for quarter in range(CCI_1.window_days // QUARTER_DAYS):
            group.create_task(read(quarter))
    return reading.cells()


def sums_pipeline(programme_id: UUID, checklist: str, as_of: datetime, quarter: int) -> list[dict[str, Any]]:
    """Everything it looks at is in the index `league_sums`."""
    latest = as_of - timedelta(days=quarter * QUARTER_DAYS)
    wanted = counted_audits(programme_id, latest, QUARTER_DAYS) | {"submission.checklist.key": checklist}
    # Named one by one: with `$set` the database would think that the whole audit is needed.
    needed: tuple[str, ...] = (
        "branch_id",
        "shopper_id",
        "occurred_at",
        "submission.checklist.version",
        "scorecard.index",
    )
    needed += ("scorecard.score_pct", *(f"scorecard.levels.{level}" for level in LEVELS))
    project = {"_id": 0, "w": weight_at(as_of)} | dict.fromkeys(needed, 1)
    return [{"$match": wanted}, {"$project": project}, {"$group": _sums()}]


def counted_audits(programme_id: UUID, as_of: datetime, days: int = CCI_1.window_days) -> dict[str, Any]:
    """Those of so many days that end with that of `as_of`."""
    return {
        "programme_id": programme_id,
        "status": "finalised",
        "occurred_at": {"$gte": as_of - timedelta(days=days - 1), "$lt": as_of + timedelta(days=1)},
        # Not "is not null", for which the database would look into every audit.
        "scorecard.index": {"$gte": 0},
    }


def _age(as_of: datetime) -> dict[str, Any]:
    return {"$dateDiff": {"startDate": "$occurred_at", "endDate": as_of, "unit": "day"}}


def weight_at(as_of: datetime) -> dict[str, Any]:
    """The recency weight of an audit, for the database to compute."""
    return {"$pow": [2.0, {"$divide": [{"$multiply": [-1, _age(as_of)]}, CCI_1.half_life_days]}]}


def _sums() -> dict[str, Any]:
    index, weight = "$scorecard.index", "$w"
    group: dict[str, Any] = {
        "_id": {
            "b": "$branch_id",
            "s": "$shopper_id",
            "v": "$submission.checklist.version",
        },
        "n": {"$sum": 1},
        "y": {"$sum": index},
        "yy": {"$sum": {"$multiply": [index, index]}},
        "w": {"$sum": weight},
        "wy": {"$sum": {"$multiply": [weight, index]}},
        "wp": {"$sum": {"$multiply": [weight, "$scorecard.score_pct"]}},
        "last": {"$max": "$occurred_at"},
    }
    for level in LEVELS:
        score = f"$scorecard.levels.{level}"
        seen = {"$gt": [score, None]}
        group[f"lw{level}"] = {"$sum": {"$cond": [seen, weight, 0.0]}}
        group[f"l{level}"] = {"$sum": {"$cond": [seen, {"$multiply": [weight, score]}, 0.0]}}
    return group


class _Reading:
    """Takes rows in batches, and forgets each as soon as it is in its columns."""

    def __init__(self) -> None:
        self._branches: dict[bytes, int] = {}
        self._shoppers: dict[bytes, int] = {}
        self._keys: list[Integers] = []
        self._sums: list[Floats] = []
        self._last: list[Integers] = []

    def add(self, quarter: int, rows: list[dict[str, Any]]) -> None:
        branches, shoppers = self._branches, self._shoppers
        keys = [
            (branches.setdefault(b, len(branches)), shoppers.setdefault(s, len(shoppers)), quarter, v)
            for b, s, v in map(_KEY, (row["_id"] for row in rows))
        ]
        self._keys.append(np.array(keys, dtype=np.int64).reshape(-1, 4))
        self._sums.append(np.array(list(map(_SUMMED, rows)), dtype=np.float64).reshape(-1, len(SUMMED)))
        self._last.append(np.array([row["last"] for row in rows], dtype="datetime64[ms]").astype(np.int64))

    def cells(self) -> Cells:
        keys = np.concatenate([np.empty((0, 4), dtype=np.int64), *self._keys]).T
        sums = np.concatenate([np.empty((0, len(SUMMED))), *self._sums]).T
        return Cells(
            branches=[UUID(bytes=bytes(key)) for key in self._branches],
            shoppers=[UUID(bytes=bytes(key)) for key in self._shoppers],
            branch=keys[0],
            shopper=keys[1],
            quarter=keys[2],
            version=keys[3],
            audits=sums[0],
            index=sums[1],
            squares=sums[2],
            weight=sums[3],
            weighed_index=sums[4],
            weighed_percent=sums[5],
            level_weights=sums[6:8].T,
            weighed_levels=sums[8:10].T,
            last=np.concatenate([np.empty(0, dtype=np.int64), *self._last]),
        )


SUMMED = ("n", "y", "yy", "w", "wy", "wp", "lw2", "lw3", "l2", "l3")
_KEY, _SUMMED = itemgetter("b", "s", "v"), itemgetter(*SUMMED)
# Ids as bytes: a million UUID objects take seconds to make, and only some thousand are different.
_PLAIN: CodecOptions[dict[str, Any]] = CodecOptions(uuid_representation=UuidRepresentation.UNSPECIFIED)
