"""Whether customer centricity pays: how the index goes with what branches achieve.

If spending more on service brings no extra profit, it is not customer centricity; so the page says it when an
outcome does not go with the index, in the same size of type.
"""

from collections.abc import Sequence
from math import atanh, sqrt, tanh
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

OutcomeKind = Literal["repeat_rate", "churn_rate", "nps", "complaints", "negative_reviews", "revenue"]
# Whether more of it is better for the company.
MORE_IS_BETTER: dict[OutcomeKind, bool] = {
    "repeat_rate": True,
    "churn_rate": False,
    "nps": True,
    "complaints": False,
    "negative_reviews": False,
    "revenue": True,
}


class Limits(msgspec.Struct, frozen=True):
    """What a figure can be; one that is counted adds up over months, a share does not."""

    low: float
    high: float
    unit: Literal["percent", "points", "count"]


PERCENT = Limits(0, 100, "percent")
LIMITS: dict[OutcomeKind, Limits] = {
    "repeat_rate": PERCENT,
    "churn_rate": PERCENT,
    "nps": Limits(-100, 100, "points"),
    "complaints": Limits(0, 1e9, "count"),
    "negative_reviews": PERCENT,
    "revenue": Limits(0, 1e12, "count"),
}
BRANCHES_MIN = 10
"""Fewer say nothing: with 9 branches even a correlation of 0.6 may be chance."""
INTERVAL_Z = 1.6449  # 90 %, as everywhere
EDGE = 0.999999  # where Fisher's transformation has no value any more

Verdict = Literal["goes_along", "goes_against", "unclear"]


class Correlation(msgspec.Struct, frozen=True, kw_only=True):
    """Spearman's rank correlation in [-1, 1] with its 90 % interval, over `branches`.

    The interval: D. G. Bonett and T. A. Wright, Sample size requirements for estimating Pearson, Kendall and Spearman
    correlations, Psychometrika 65 (2000), 23-28.
    `verdict` is about the direction that is good for the company, and unclear when the interval includes 0.
    """

    rho: float
    low: float
    high: float
    branches: int
    verdict: Verdict


def rank_correlation(
    index: Sequence[float], outcome: Sequence[float], *, more_is_better: bool = True
) -> Correlation | None:
    """None for too few branches, or where all are alike. Raises ValueError for lists of different lengths."""
    if len(index) != len(outcome):
        raise ValueError("a branch has one index and one outcome")
    if len(index) < BRANCHES_MIN:
        return None
    ours, theirs = ranks(index), ranks(outcome)
    if ours.std() == 0 or theirs.std() == 0:
        return None
    rho = float(np.clip(np.corrcoef(ours, theirs)[0, 1], -1, 1))
    reach = INTERVAL_Z * sqrt((1 + rho**2 / 2) / (len(index) - 3))
    centre = atanh(max(-EDGE, min(EDGE, rho)))
    low, high = tanh(centre - reach), tanh(centre + reach)
    return Correlation(
        rho=rho, low=low, high=high, branches=len(index), verdict=_verdict(low, high, more_is_better=more_is_better)
    )


def ranks(values: Sequence[float]) -> NDArray[np.float64]:
    """The rank of each value, from 1; equal values share the mean of their ranks."""
    given = np.asarray(values, dtype=np.float64)
    _, place, count = np.unique(given, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    mean: NDArray[np.float64] = (last - (count - 1) / 2)[place]
    return mean


def _verdict(low: float, high: float, *, more_is_better: bool) -> Verdict:
    if low <= 0 <= high:
        return "unclear"
    return "goes_along" if (low > 0) == more_is_better else "goes_against"
