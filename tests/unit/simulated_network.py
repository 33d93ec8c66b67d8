"""A league whose truth is known, to see how often the index is right about it."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np

from checklists.calibration import Calibration, Tally, calibrate
from checklists.headline import DatedIndex
from checklists.snapshot import Severity, Snapshot

QUARTERS = 4
QUARTER_DAYS = 91
MEAN = 62.0


@dataclass
class SimulatedLeague:
    """`truth[b]` is the true index of branch b; arrays of one length for the audits."""

    truth: np.ndarray
    branch_region: np.ndarray
    branch: np.ndarray
    shopper: np.ndarray
    age_days: np.ndarray
    index: np.ndarray
    shoppers: int


def simulated(
    seed: int, branches: int = 100, leniency: float = 5.0, spread: float = 8.0, luck: float = 14.0
) -> SimulatedLeague:
    """Standard deviations in index points. Each branch is visited 4 to 12 times a year by shoppers of its region
    and of the neighbouring one."""
    dice = np.random.default_rng(seed)
    regions = max(5, branches // 12)
    shoppers = regions * 4
    truth = MEAN + dice.normal(0, spread, branches)
    lenient = dice.normal(0, leniency, shoppers)
    branch_region = np.arange(branches) % regions
    branch = np.repeat(np.arange(branches), dice.integers(4, 13, branches))
    home = (branch_region[branch] + (dice.random(len(branch)) < 0.3)) % regions
    shopper = home * 4 + dice.integers(0, 4, len(branch))
    index = truth[branch] + lenient[shopper] + dice.normal(0, luck, len(branch))
    age = dice.integers(0, QUARTERS * QUARTER_DAYS, len(branch))
    return SimulatedLeague(truth, branch_region, branch, shopper, age, index, shoppers)


def tally_of(league: SimulatedLeague) -> Tally:
    unit_label = league.branch * QUARTERS + league.age_days // QUARTER_DAYS
    labels, unit = np.unique(unit_label, return_inverse=True)
    cells, cell = np.unique(unit * league.shoppers + league.shopper, return_inverse=True)
    return Tally(
        unit=cells // league.shoppers,
        shopper=cells % league.shoppers,
        audits=np.bincount(cell).astype(np.float64),
        index_sum=np.bincount(cell, league.index).astype(np.float64),
        unit_region=league.branch_region[labels // QUARTERS],
        shoppers=league.shoppers,
        square_sum=float(np.sum(league.index**2)),
    )


def snapshot_of(league: SimulatedLeague) -> tuple[Snapshot, Calibration]:
    found = calibrate(tally_of(league))
    severities = {
        str(UUID(int=n)): Severity(points=float(points), variance=float(variance))
        for n, (points, variance) in enumerate(zip(found.severity, found.severity_variance, strict=True))
    }
    snapshot = Snapshot(
        mean=found.mean,
        branch_variance=found.variances.branch,
        region_variance=found.variances.region,
        shopper_variance=found.variances.shopper,
        rest_variance=found.variances.rest,
        branches=len(league.truth),
        audits=len(league.index),
        separable=found.variances.separable,
        severities=severities,
        region_base={},
    )
    return snapshot, found


def audits_of(league: SimulatedLeague, branch: int) -> list[DatedIndex]:
    own = np.flatnonzero(league.branch == branch)
    return [
        DatedIndex(
            age_days=int(league.age_days[n]), index=float(league.index[n]), shopper=UUID(int=int(league.shopper[n]))
        )
        for n in own
    ]
