"""The nightly calibration of a league: how much branches differ, and how severe each shopper is.

See index specification, section 4. The model is linear, with crossed random effects. Moment equations give its variance
components in one pass (Gao, Owen: Efficient moment calculations for variance components in large unbalanced crossed
random effects models, Electronic Journal of Statistics 11 (2017) 1235-1296). Backfitting gives the best linear unbiased
prediction (BLUP) of each shopper's severity (Ghosh, Hastie, Owen: Backfitting for large scale crossed random effects
regressions, Annals of Statistics 50 (2022) 560-583). Everything works on sums per (unit, shopper).
"""

import msgspec
import numpy as np
from numpy.typing import NDArray

from checklists.parameters import CCI_1, IndexParameters

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

REST_FLOOR = 1e-6
REGIONS_MIN = 5


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Eligible audits of a league, summed per cell of one unit (branch x quarter) and one shopper.

    Arrays of one length: `unit` and `shopper` number from 0; `audits` n and `index_sum` sum y of the cell. A unit and
    a shopper may have several cells: they are added up.
    `unit_region[u]` is the region of unit u. `square_sum` is sum y^2 over all audits.
    """

    unit: Integers
    shopper: Integers
    audits: Floats
    index_sum: Floats
    unit_region: Integers
    shoppers: int
    square_sum: float


class Variances(msgspec.Struct, frozen=True, kw_only=True):
    """Variance components of a league in index points squared: between branches, regions and shoppers, and the rest."""

    branch: float
    region: float
    shopper: float
    rest: float
    separable: bool


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """What a calibration found: `severity` and its variance by shopper number, `region_base` by region number."""

    variances: Variances
    mean: float
    severity: Floats
    severity_variance: Floats
    region_base: Floats
    passes: int


class _Groups(msgspec.Struct, frozen=True):
    """How the cells fall into groups: size and sum of each, and the group of every cell."""

    of_cell: Integers
    audits: Floats
    index_sum: Floats

    def unexplained(self, square_sum: float) -> float:
        """Sum of squared deviations within the groups: U1, U2 or U3 of the index specification."""
        return square_sum - float(np.sum(self.index_sum**2 / self.audits))

    def overlap(self, parts: "_Groups") -> float:
        """sum over groups of (sum over its parts of n_part^2) / n_group; every part lies in one group."""
        group_of_part = np.zeros(len(parts.audits), dtype=np.int64)
        group_of_part[parts.of_cell] = self.of_cell
        return float(np.sum(parts.audits**2 / self.audits[group_of_part]))


def calibrate(tally: Tally, params: IndexParameters = CCI_1) -> Calibration:
    """Variances, mean and severities of one league. Raises ValueError without audits."""
    if not len(tally.audits):
        raise ValueError("a calibration needs audits")
    tally = _merged(tally)
    cells = _Groups(np.arange(len(tally.audits), dtype=np.int64), tally.audits, tally.index_sum)
    units = _grouped(tally, tally.unit)
    region_of_cell = tally.unit_region[tally.unit]
    regions = _grouped(tally, region_of_cell)
    local_shoppers = _grouped(tally, tally.shopper * (int(tally.unit_region.max()) + 1) + region_of_cell)
    variances = _variances(tally, cells, units, local_shoppers, regions, params)
    return _backfitted(tally, units, variances, params)


def _merged(tally: Tally) -> Tally:
    """One cell for each unit and shopper: how they were cut before does not matter."""
    label = tally.unit * tally.shoppers + tally.shopper
    pairs, of_cell = np.unique(label, return_inverse=True)
    if len(pairs) == len(label):
        return tally
    return msgspec.structs.replace(
        tally,
        unit=pairs // tally.shoppers,
        shopper=pairs % tally.shoppers,
        audits=_sums(of_cell, tally.audits),
        index_sum=_sums(of_cell, tally.index_sum),
    )


def _grouped(tally: Tally, label: Integers) -> _Groups:
    _, of_cell = np.unique(label, return_inverse=True)
    return _Groups(of_cell, _sums(of_cell, tally.audits), _sums(of_cell, tally.index_sum))


def _sums(label: Integers, values: Floats, groups: int = 0) -> Floats:
    """The sum of the values of each label; at least `groups` of them."""
    return np.bincount(label, values, groups).astype(np.float64)


def _variances(
    tally: Tally, cells: _Groups, units: _Groups, locals_: _Groups, regions: _Groups, params: IndexParameters
) -> Variances:
    total = float(tally.audits.sum())
    u1, u2, u3 = (groups.unexplained(tally.square_sum) for groups in (units, locals_, regions))
    a1, a2 = total - units.overlap(cells), total - locals_.overlap(cells)
    a3_branch, a3_shopper = total - regions.overlap(units), total - regions.overlap(locals_)
    free = [total - len(groups.audits) for groups in (units, locals_, regions)]
    separable = min(a1, a2) >= params.link_min * total
    branch = shopper = rest = 0.0
    if separable:
        equations = np.array([[0.0, a1, free[0]], [a2, 0.0, free[1]], [a3_branch, a3_shopper, free[2]]])
        branch, shopper, rest = _solved(equations, np.array([u1, u2, u3]))
    if not separable or shopper < 0:
        shopper = 0.0
        rest = u1 / free[0] if free[0] else 0.0
        branch = (u3 - free[2] * rest) / a3_branch if a3_branch else 0.0
    branch, rest = max(branch, 0.0), max(rest, REST_FLOOR)
    region = _region_variance(branch, shopper, rest, units, locals_, regions)
    return Variances(branch=branch, region=region, shopper=shopper, rest=rest, separable=separable)


def _solved(equations: Floats, right: Floats) -> tuple[float, float, float]:
    """Branch, shopper, rest. Equations that do not determine them count as a negative shopper variance."""
    try:
        branch, shopper, rest = np.linalg.solve(equations, right)
    except np.linalg.LinAlgError:
        return 0.0, -1.0, 0.0
    return float(branch), float(shopper), float(rest)


def _region_variance(
    branch: float, shopper: float, rest: float, units: _Groups, locals_: _Groups, regions: _Groups
) -> float:
    """What regions differ beyond what their branches, shoppers and luck explain."""
    if len(regions.audits) < REGIONS_MIN:
        return 0.0
    means = regions.index_sum / regions.audits
    explained = (
        branch * _squares_within(units, regions) + shopper * _squares_within(locals_, regions)
    ) / regions.audits**2 + rest / regions.audits
    return max(0.0, float(np.var(means, ddof=1) - explained.mean()))


def _squares_within(parts: _Groups, groups: _Groups) -> Floats:
    group_of_part = np.zeros(len(parts.audits), dtype=np.int64)
    group_of_part[parts.of_cell] = groups.of_cell
    return _sums(group_of_part, parts.audits**2, len(groups.audits))


def _backfitted(tally: Tally, units: _Groups, found: Variances, params: IndexParameters) -> Calibration:
    """Severity and branch effects in turns, until no severity moves by more than the tolerance."""
    counts = _sums(tally.shopper, tally.audits, tally.shoppers)
    sums = _sums(tally.shopper, tally.index_sum, tally.shoppers)
    severity = np.zeros(tally.shoppers)
    passes = 0
    while True:
        theta, mean, base = _unit_effects(tally, units, found, severity)
        if found.shopper <= 0 or passes >= params.severity_passes:
            break
        expected = _sums(tally.shopper, tally.audits * theta[tally.unit], tally.shoppers)
        fresh = (sums - expected) / (counts + found.rest / found.shopper)
        passes += 1
        change = float(np.max(np.abs(fresh - severity)))
        severity = fresh
        if change < params.severity_tolerance:
            theta, mean, base = _unit_effects(tally, units, found, severity)
            break
    return Calibration(
        variances=found,
        mean=mean,
        severity=severity,
        severity_variance=_severity_variance(tally, units, found, counts),
        region_base=base,
        passes=passes,
    )


def _unit_effects(tally: Tally, units: _Groups, found: Variances, severity: Floats) -> tuple[Floats, float, Floats]:
    """theta of every unit, the league's mean m, and the base of every region."""
    freed = _sums(tally.unit, tally.index_sum - tally.audits * severity[tally.shopper])
    means = freed / units.audits
    precision = 1 / (found.branch + found.rest / units.audits)
    in_region = _sums(tally.unit_region, precision)
    region_means = _sums(tally.unit_region, precision * means) / in_region
    region_precision = 1 / (found.region + 1 / in_region)
    mean = float(np.sum(region_precision * region_means) / np.sum(region_precision))
    base = mean + found.region * region_precision * (region_means - mean)
    of_unit = base[tally.unit_region]
    return of_unit + found.branch * precision * (means - of_unit), mean, base


def _severity_variance(tally: Tally, units: _Groups, found: Variances, counts: Floats) -> Floats:
    """pev: what is not known of each shopper's severity; all of the variance for one without audits."""
    if found.shopper <= 0:
        return np.zeros(tally.shoppers)
    unreliability = 1 - found.branch / (found.branch + found.rest / units.audits)
    cells = (tally.audits / counts[tally.shopper]) ** 2 * found.branch * unreliability[tally.unit]
    seen = counts > 0
    unknown = np.full(tally.shoppers, found.shopper)
    noise = found.rest / counts[seen] + _sums(tally.shopper, cells, tally.shoppers)[seen]
    unknown[seen] = found.shopper * noise / (found.shopper + noise)
    return unknown
