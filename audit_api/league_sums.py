"""What a calibration needs of all audits, summed up by the database: no audit is read for it.

One row for each branch, quarter, shopper and checklist version, with sums only, so that grouping spills to disk
instead of failing.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from audit_api.documents import AuditDocument
from checklists.parameters import CCI_1

QUARTER_DAYS = 91
LEVELS = ("2", "3")


class CellKey(
    msgspec.Struct, frozen=True, rename={"branch_id": "b", "shopper_id": "s", "quarter": "q", "version": "v"}
):
    """`quarter` counts back from the day of the calibration: 0 is the latest."""

    branch_id: UUID
    shopper_id: UUID
    quarter: int
    version: int


class Cell(msgspec.Struct, frozen=True):
    """Eligible audits of one cell. y is the index, w the recency weight of an audit; sums of n, y, y^2, w, w y, and of
    w times the plain percent; `levels` holds (sum of w, sum of w times the level score) where the level was seen."""

    key: CellKey
    audits: int
    index: float
    squares: float
    weight: float
    weighed_index: float
    weighed_percent: float
    level_weights: tuple[float, float]
    weighed_levels: tuple[float, float]
    last: datetime


async def checklists_of(programme_id: UUID, as_of: datetime) -> list[str]:
    """Keys of the checklists with an eligible audit in the window."""
    keys = await AuditDocument.get_pymongo_collection().distinct(
        "submission.checklist.key", counted_audits(programme_id, as_of)
    )
    return sorted(keys)


async def read_cells(programme_id: UUID, checklist: str, as_of: datetime) -> list[Cell]:
    """`as_of` is a midnight (UTC); the window ends with that day."""
    pipeline = sums_pipeline(programme_id, checklist, as_of)
    cursor = await AuditDocument.get_pymongo_collection().aggregate(pipeline, allowDiskUse=True, batchSize=5000)
    return [_cell(row) async for row in cursor]


def sums_pipeline(programme_id: UUID, checklist: str, as_of: datetime) -> list[dict[str, Any]]:
    """Everything it looks at is in the index `league_sums`."""
    wanted = counted_audits(programme_id, as_of) | {"submission.checklist.key": checklist}
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
    return [{"$match": wanted}, {"$project": project}, {"$group": _sums(as_of)}]


def by_branch(cells: Sequence[Cell]) -> Iterator[tuple[UUID, list[Cell]]]:
    groups: dict[UUID, list[Cell]] = defaultdict(list)
    for cell in cells:
        groups[cell.key.branch_id].append(cell)
    yield from groups.items()


def counted_audits(programme_id: UUID, as_of: datetime) -> dict[str, Any]:
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


def _sums(as_of: datetime) -> dict[str, Any]:
    index, weight = "$scorecard.index", "$w"
    group: dict[str, Any] = {
        "_id": {
            "b": "$branch_id",
            "s": "$shopper_id",
            "q": {"$floor": {"$divide": [_age(as_of), QUARTER_DAYS]}},
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


def _cell(row: dict[str, Any]) -> Cell:
    key = row["_id"]
    return Cell(
        CellKey(key["b"], key["s"], int(key["q"]), key["v"]),
        row["n"],
        row["y"],
        row["yy"],
        row["w"],
        row["wy"],
        row["wp"],
        (row["lw2"], row["lw3"]),
        (row["l2"], row["l3"]),
        row["last"],
    )
