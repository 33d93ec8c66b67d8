"""From summed cells to the arrays that a calibration works on, and back to people and branches."""

from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

import msgspec
import numpy as np

from audit_api.league_sums import Cell
from checklists.calibration import Calibration, Tally, calibrate
from checklists.linking import Link
from checklists.snapshot import Severity, Snapshot

T = TypeVar("T", UUID, tuple[UUID, int])

DECIMALS = 6  # as stored: a later run over the same audits finds the same, whatever the order of summing


class LeagueCells(msgspec.Struct, frozen=True):
    """The cells of one league, and how each audit of a version is restated on the current one."""

    cells: Sequence[Cell]
    region_of: Mapping[UUID, UUID]  # of each branch
    links: Mapping[int, Link]


def snapshot_of(league: LeagueCells) -> Snapshot:
    """Raises ValueError without audits."""
    regions = _numbered({league.region_of[cell.key.branch_id] for cell in league.cells})
    shoppers = _numbered({cell.key.shopper_id for cell in league.cells})
    found = calibrate(_tally(league, regions, shoppers))
    return Snapshot(
        mean=_kept(found.mean),
        branch_variance=_kept(found.variances.branch),
        region_variance=_kept(found.variances.region),
        shopper_variance=_kept(found.variances.shopper),
        rest_variance=_kept(found.variances.rest),
        branches=len({cell.key.branch_id for cell in league.cells}),
        audits=sum(cell.audits for cell in league.cells),
        separable=found.variances.separable,
        severities=_severities(found, shoppers),
        region_base={str(region): _kept(found.region_base[n]) for region, n in regions.items()},
    )


def _tally(league: LeagueCells, regions: dict[UUID, int], shoppers: dict[UUID, int]) -> Tally:
    units = _numbered({(cell.key.branch_id, cell.key.quarter) for cell in league.cells})
    restated = [_restated(cell, league.links[cell.key.version].offset) for cell in league.cells]
    region_of_unit = {number: regions[league.region_of[branch]] for (branch, _), number in units.items()}
    return Tally(
        unit=np.array([units[cell.key.branch_id, cell.key.quarter] for cell in league.cells], dtype=np.int64),
        shopper=np.array([shoppers[cell.key.shopper_id] for cell in league.cells], dtype=np.int64),
        audits=np.array([cell.audits for cell in league.cells], dtype=np.float64),
        index_sum=np.array([index for index, _ in restated]),
        unit_region=np.array([region_of_unit[n] for n in range(len(units))], dtype=np.int64),
        shoppers=len(shoppers),
        square_sum=float(np.sum(np.array([squares for _, squares in restated]))),
    )


def _restated(cell: Cell, offset: float) -> tuple[float, float]:
    """Sum of y + offset, and of its square."""
    index = cell.index + cell.audits * offset
    squares = cell.squares + 2 * offset * cell.index + cell.audits * offset**2
    return index, squares


def _severities(found: Calibration, shoppers: dict[UUID, int]) -> dict[str, Severity]:
    return {
        str(shopper): Severity(points=_kept(found.severity[n]), variance=_kept(found.severity_variance[n]))
        for shopper, n in shoppers.items()
    }


def _numbered(things: set[T]) -> dict[T, int]:
    return {thing: n for n, thing in enumerate(sorted(things))}


def _kept(value: float) -> float:
    return round(float(value), DECIMALS)
