"""From summed cells to the arrays that a calibration works on, and back to people and branches."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
import numpy as np

from audit_api.calibration.league_sums import Cells
from audit_api.calibration.recency import Floats, Integers
from checklists.calibration import Calibration, Tally, calibrate
from checklists.linking import Link
from checklists.snapshot import Severity, Snapshot

DECIMALS = 6  # as stored: a later run over the same audits finds the same, whatever the order of summing


class LeagueCells(msgspec.Struct, frozen=True):
    """The cells of one league, the region of each of `cells.branches`, and how each version is restated."""

    cells: Cells
    regions: Sequence[UUID]
    links: Mapping[int, Link]

    @property
    def offsets(self) -> Floats:
        """For each cell the points that restate its audits on the current checklist version."""
        return np.array([self.links[version].offset for version in self.cells.version.tolist()])


def snapshot_of(league: LeagueCells) -> Snapshot:
    """The calibration of a league, rounded as it is stored. Raises ValueError without audits."""
    cells = league.cells
    shoppers, of_cell = _in_order(cells.shopper, cells.shoppers)
    regions = sorted({league.regions[branch] for branch in np.unique(cells.branch).tolist()})
    found = calibrate(_tally(league, regions, of_cell, len(shoppers)))
    return Snapshot(
        mean=_kept(found.mean),
        branch_variance=_kept(found.variances.branch),
        region_variance=_kept(found.variances.region),
        shopper_variance=_kept(found.variances.shopper),
        rest_variance=_kept(found.variances.rest),
        branches=len(np.unique(cells.branch)),
        audits=int(cells.audits.sum()),
        separable=found.variances.separable,
        severities=_severities(found, shoppers),
        region_base={str(region): _kept(found.region_base[n]) for n, region in enumerate(regions)},
    )


def _tally(league: LeagueCells, regions: list[UUID], shopper: Integers, shoppers: int) -> Tally:
    cells = league.cells
    quarters = int(cells.quarter.max(initial=0)) + 1
    units, unit = np.unique(cells.branch * quarters + cells.quarter, return_inverse=True)
    numbers = {region: n for n, region in enumerate(regions)}
    # A branch of another league of the checklist has no cell here, so its region does not matter.
    region_of_branch = np.array([numbers.get(region, 0) for region in league.regions], dtype=np.int64)
    offset = league.offsets
    return Tally(
        unit=unit,
        shopper=shopper,
        audits=cells.audits,
        index_sum=cells.index + cells.audits * offset,
        unit_region=region_of_branch[units // quarters],
        shoppers=shoppers,
        square_sum=float(np.sum(cells.squares + 2 * offset * cells.index + cells.audits * offset**2)),
    )


def _in_order(numbers: Integers, ids: Sequence[UUID]) -> tuple[list[UUID], Integers]:
    """Those who occur, in the order of their ids, and their places in it: the same whatever the database's order."""
    present = np.unique(numbers)
    ordered = sorted(present.tolist(), key=lambda n: ids[n])
    place = np.zeros(len(ids), dtype=np.int64)
    place[ordered] = np.arange(len(ordered))
    return [ids[n] for n in ordered], place[numbers]


def _severities(found: Calibration, shoppers: Sequence[UUID]) -> dict[str, Severity]:
    return {
        str(shopper): Severity(points=_kept(found.severity[n]), variance=_kept(found.severity_variance[n]))
        for n, shopper in enumerate(shoppers)
    }


def _kept(value: float) -> float:
    return round(float(value), DECIMALS)
