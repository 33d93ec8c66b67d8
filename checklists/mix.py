"""The result of a branch from several checklists, in the shares that a programme declares.

See index specification, section 9a. Each checklist is a league of its own: the audits are different ones and are
calibrated apart, so variances add up.
"""

from collections.abc import Sequence
from math import fsum, sqrt

import msgspec

from checklists.headline import Headline
from checklists.parameters import CCI_1, IndexParameters
from checklists.quantiles import student_t
from checklists.snapshot import Snapshot
from checklists.stage import StageVerdict, stage_verdict
from checklists.trend import Quarter, Trend, trend

WHOLE = 1e-6


class MixPart(msgspec.Struct, frozen=True, kw_only=True):
    """One checklist of a mix: its share in [0, 1], headline, number of `branches` calibrated, `levels` in [0, 1]."""

    share: float
    headline: Headline
    branches: int
    levels: dict[str, float]


class Combined(msgspec.Struct, frozen=True, kw_only=True):
    """The combined headline of a branch; `low`..`high` is its 90 % interval."""

    headline: float
    variance: float
    low: float
    high: float
    stage: StageVerdict


class TrendPart(msgspec.Struct, frozen=True, kw_only=True):
    share: float
    earlier: Quarter
    later: Quarter
    snapshot: Snapshot


def is_whole(shares: Sequence[float]) -> bool:
    """Whether shares add up to 1."""
    return abs(fsum(shares) - 1) <= WHOLE


def combined(parts: Sequence[MixPart], params: IndexParameters = CCI_1) -> Combined | None:
    """None unless every checklist of the mix is published for the branch: a missing part is not guessed.

    Raises ValueError for shares that do not add up to 1.
    """
    if not is_whole([part.share for part in parts]):
        raise ValueError("the shares of a mix add up to 1")
    if not all(part.headline.published for part in parts):
        return None
    middle = fsum(part.share * part.headline.headline for part in parts)
    variance = fsum(part.share**2 * part.headline.variance for part in parts)
    # The smallest league knows its variances least, and must not look surer for being mixed.
    fewest = min(part.branches for part in parts)
    reach = student_t(0.95, max(3.0, fewest / 4)) * sqrt(variance)
    low, high = max(0.0, middle - reach), min(100.0, middle + reach)
    stage = stage_verdict(middle, low, high, _level(parts, "2"), _level(parts, "3"), params)
    return Combined(headline=middle, variance=variance, low=low, high=high, stage=stage)


def combined_trend(parts: Sequence[TrendPart], params: IndexParameters = CCI_1) -> Trend:
    """The change of the mixed result; visible only where every checklist has enough audits in both quarters."""
    trends = [trend(part.earlier, part.later, part.snapshot, params) for part in parts]
    shares = [part.share for part in parts]
    change = fsum(share * one.change for share, one in zip(shares, trends, strict=True))
    spreads = [one.smallest_detectable / params.detectable_z for one in trends]
    spread = sqrt(fsum((share * own) ** 2 for share, own in zip(shares, spreads, strict=True)))
    z = change / spread if spread else 0.0
    enough = all(min(part.earlier.audits, part.later.audits) >= params.trend_audits for part in parts)
    return Trend(
        change=change,
        z=z,
        visible=enough and abs(z) > params.trend_z,
        smallest_detectable=params.detectable_z * spread,
    )


def _level(parts: Sequence[MixPart], level: str) -> float | None:
    """The mean over the checklists that ask for the level, by their shares; None where none does."""
    seen = [(part.share, part.levels[level]) for part in parts if level in part.levels]
    weight = fsum(share for share, _ in seen)
    return fsum(share * score for share, score in seen) / weight if weight else None
