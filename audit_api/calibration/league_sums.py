"""What a calibration needs of all audits, summed up by the database: no audit is read for it.

One row for each branch, quarter, shopper and checklist version, with sums only, so that grouping spills to disk
instead of failing. A quarter at a time, two of them side by side: while one is read the next is added up. Where a wave
of fieldwork begins or ends the quarter is cut, which costs no more than reading it whole.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
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

from audit_api.documents import AuditDocument, WaveSpan
from checklists.parameters import CCI_1

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

QUARTER_DAYS = 91
BATCH = 5000
AT_ONCE = 2
LEVELS = ("2", "3")
NO_WAVE = -1


class Cells(msgspec.Struct, frozen=True, kw_only=True):
    """Eligible audits in columns of one length: a row for each branch, quarter, wave, shopper and checklist version.

    `branch` and `shopper` are positions in `branches` and `shoppers`; `quarter` counts back from the day of the
    calibration, 0 is the latest; `wave` is a position in the waves that were asked for, or `NO_WAVE`. y is the index,
    w the recency weight of an audit: sums of n, y, y^2, w, w y, and of w times the plain percent; `percent` sums the
    percent itself, in a wave only. `level_weights` and `weighed_levels` hold the sums of w, and of w times the level
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

    def only(self, wanted: NDArray[np.bool_]) -> "Cells":
        """The rows for which it is true. Nobody is renumbered."""
        columns = {name: column[wanted] for name, column in asdict(self).items() if isinstance(column, np.ndarray)}
        return replace(self, **columns)


async def checklists_of(programme_id: UUID) -> list[str]:
    """Keys of the checklists with a finalised audit, of whatever age: so the database need only look at the keys."""
    wanted = {"programme_id": programme_id, "status": "finalised"}
    return sorted(await AuditDocument.get_pymongo_collection().distinct("submission.checklist.key", wanted))


class Span(msgspec.Struct, frozen=True):
    """From `since` on and before `until`: within one quarter, and within one wave or none."""

    since: datetime
    until: datetime
    quarter: int
    wave: int = NO_WAVE


def spans(as_of: datetime, waves: Sequence[WaveSpan]) -> list[Span]:
    """The whole window, the latest quarter first. `as_of` is a midnight (UTC); the window ends with that day."""
    found = []
    for quarter in range(CCI_1.window_days // QUARTER_DAYS):
        until = as_of + timedelta(days=1 - quarter * QUARTER_DAYS)
        since = until - timedelta(days=QUARTER_DAYS)
        ends = {moment for wave in waves for moment in (wave.starts_at, wave.ends_at) if since < moment < until}
        found += [Span(*cut, quarter, _wave_at(cut[0], waves)) for cut in pairwise(sorted({since, until, *ends}))]
    return found


def _wave_at(moment: datetime, waves: Sequence[WaveSpan]) -> int:
    return next((n for n, wave in enumerate(waves) if wave.starts_at <= moment < wave.ends_at), NO_WAVE)


async def read_cells(programme_id: UUID, checklist: str, as_of: datetime, waves: Sequence[WaveSpan] = ()) -> Cells:
    """`as_of` is a midnight (UTC); the window ends with that day."""
    reading, slots = _Reading(), asyncio.Semaphore(AT_ONCE)

    async def read(span: Span) -> None:
        pipeline = sums_pipeline(programme_id, checklist, as_of, span)
        async with slots:
            audits = AuditDocument.get_pymongo_collection()
            cursor = await audits.aggregate_raw_batches(pipeline, allowDiskUse=True, batchSize=BATCH)
            # PyMongo announces documents here, but hands over bytes.
            async for batch in cast(AsyncIterator[bytes], cursor):
                reading.add(span, bson.decode_all(batch, codec_options=_PLAIN))

    async with asyncio.TaskGroup() as group:
        for span in spans(as_of, waves):
            group.create_task(read(span))
    return reading.cells()


def sums_pipeline(programme_id: UUID, checklist: str, as_of: datetime, span: Span) -> list[dict[str, Any]]:
    """Everything it looks at is in the index `league_sums`."""
    wanted = counted_audits(programme_id, as_of) | {"submission.checklist.key": checklist}
    wanted["occurred_at"] = {"$gte": span.since, "$lt": span.until}
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
    percent = {} if span.wave == NO_WAVE else {"p": {"$sum": "$scorecard.score_pct"}}
    return [{"$match": wanted}, {"$project": project}, {"$group": _sums() | percent}]


def counted_audits(programme_id: UUID, as_of: datetime) -> dict[str, Any]:
    """Those of the window that ends with the day of `as_of`."""
    return {
        "programme_id": programme_id,
        "status": "finalised",
        "occurred_at": {"$gte": as_of - timedelta(days=CCI_1.window_days - 1), "$lt": as_of + timedelta(days=1)},
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
        self._percents: list[Floats] = []
        self._last: list[Integers] = []

    def add(self, span: Span, rows: list[dict[str, Any]]) -> None:
        branches, shoppers = self._branches, self._shoppers
        keys = [
            (branches.setdefault(b, len(branches)), shoppers.setdefault(s, len(shoppers)), span.quarter, v, span.wave)
            for b, s, v in map(_KEY, (row["_id"] for row in rows))
        ]
        percents = [row["p"] for row in rows] if span.wave != NO_WAVE else np.zeros(len(rows))
        self._keys.append(np.array(keys, dtype=np.int64).reshape(-1, 5))
        self._sums.append(np.array(list(map(_SUMMED, rows)), dtype=np.float64).reshape(-1, len(SUMMED)))
        self._percents.append(np.array(percents, dtype=np.float64))
        self._last.append(np.array([row["last"] for row in rows], dtype="datetime64[ms]").astype(np.int64))

    def cells(self) -> Cells:
        keys = np.concatenate([np.empty((0, 5), dtype=np.int64), *self._keys]).T
        sums = np.concatenate([np.empty((0, len(SUMMED))), *self._sums]).T
        return Cells(
            branches=[UUID(bytes=bytes(key)) for key in self._branches],
            shoppers=[UUID(bytes=bytes(key)) for key in self._shoppers],
            branch=keys[0],
            shopper=keys[1],
            quarter=keys[2],
            version=keys[3],
            wave=keys[4],
            audits=sums[0],
            index=sums[1],
            squares=sums[2],
            percent=np.concatenate([np.empty(0), *self._percents]),
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
