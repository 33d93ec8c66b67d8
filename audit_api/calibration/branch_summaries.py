"""From the cells of a league to the sums of each of its branches."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import numpy as np

from audit_api.calibration.league_cells import LeagueCells
from audit_api.calibration.league_sums import LEVELS, Cells
from audit_api.calibration.recency import Floats, Integers
from checklists.headline import BranchSums

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BranchSummary(msgspec.Struct, frozen=True):
    """What is known of one branch. `levels` are recency-weighted mean scores in [0, 1] of the levels that were seen."""

    branch_id: UUID
    sums: BranchSums
    score_pct: float | None
    levels: dict[str, float]
    last_audit_at: datetime


def branch_summaries(league: LeagueCells) -> Iterator[BranchSummary]:
    """A summary for each branch that has audits in the league."""
    cells = league.cells
    numbers, of_cell = np.unique(cells.branch, return_inverse=True)
    totals = _Totals(league, of_cell, len(numbers))
    for n, (number, weights) in enumerate(zip(numbers.tolist(), _shopper_weights(cells, of_cell), strict=True)):
        yield totals.part(n, cells.branches[number], weights)


class _Totals:
    """Sums of the columns over the cells of each branch."""

    def __init__(self, league: LeagueCells, of_cell: Integers, branches: int) -> None:
        cells = league.cells

        def total(column: Floats) -> list[float]:
            return list(np.bincount(of_cell, column, branches).tolist())

        self._audits = total(cells.audits)
        self._weight = total(cells.weight)
        self._index = total(cells.weighed_index)
        self._offset = total(cells.weight * league.offsets)
        self._percent = total(cells.weighed_percent)
        columns = range(len(LEVELS))
        self._seen = [total(cells.level_weights[:, n]) for n in columns]
        self._scored = [total(cells.weighed_levels[:, n]) for n in columns]
        latest = np.zeros(branches, dtype=np.int64)
        np.maximum.at(latest, of_cell, cells.last)
        self._last = latest.tolist()

    def part(self, n: int, branch_id: UUID, shopper_weights: dict[UUID, float]) -> BranchSummary:
        weight = self._weight[n]
        sums = BranchSums(
            weight=weight,
            index_sum=self._index[n],
            offset_sum=self._offset[n],
            shopper_weights=shopper_weights,
            audits=round(self._audits[n]),
        )
        seen = zip(LEVELS, self._scored, self._seen, strict=True)
        levels = {level: scored[n] / of[n] for level, scored, of in seen if of[n]}
        return BranchSummary(
            branch_id, sums, self._percent[n] / weight, levels, EPOCH + timedelta(milliseconds=self._last[n])
        )


def _shopper_weights(cells: Cells, of_cell: Integers) -> Iterator[dict[UUID, float]]:
    """For each branch the recency weight of its audits by shopper, in the order of the branches' numbers."""
    many = len(cells.shoppers)
    pairs, of_pair = np.unique(of_cell * many + cells.shopper, return_inverse=True)
    weights = np.bincount(of_pair, cells.weight)
    ends = np.flatnonzero(np.diff(pairs // many, append=-1)) + 1
    start = 0
    for end in ends.tolist():
        people = (pairs[start:end] % many).tolist()
        yield {
            cells.shoppers[person]: weight for person, weight in zip(people, weights[start:end].tolist(), strict=True)
        }
        start = end
