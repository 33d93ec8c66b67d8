"""The headline of a branch: its own result, corrected for shopper severity and for luck.

See index specification, section 5. The correction for luck is partial pooling: a branch keeps the share B, its
reliability, of its distance to the mean of its league, and 1 - B is the shrinkage.
"""

from collections import defaultdict
from collections.abc import Iterable
from math import ceil, fsum, log, sqrt
from typing import Literal
from uuid import UUID

import msgspec

from checklists.parameters import CCI_1, IndexParameters
from checklists.quantiles import student_t
from checklists.snapshot import Snapshot

Reliability = Literal["low", "medium", "high"]


class DatedIndex(msgspec.Struct, frozen=True, kw_only=True):
    """One eligible audit: whole UTC days ago, index 0-100, and what restates it on the current checklist version."""

    age_days: int
    index: float
    shopper: UUID
    offset: float = 0.0


class Headline(msgspec.Struct, frozen=True, kw_only=True):
    """own + version_change + severity + peer_pull = headline, each in index points.

    `corrected` is x, what is left after the corrections and before the pull to peers. `variance` is that of the
    headline; `low`..`high` the 90 % interval. `reliability` is B in [0, 1].
    """

    own: float
    version_change: float
    severity: float
    peer_pull: float
    headline: float
    corrected: float
    noise: float
    variance: float
    low: float
    high: float
    reliability: float
    reliability_label: Reliability
    weight: float
    audits: int
    shoppers: int
    published: bool
    missing_audits: int | None
    audits_per_quarter: float | None


class BranchSums(msgspec.Struct, frozen=True, kw_only=True):
    """All that a headline needs of a branch's eligible audits in the window, each weighed by its recency w.

    `weight` is W = sum w, `index_sum` = sum w y, `offset_sum` = sum w offset; `shopper_weights` are the parts of W.
    """

    weight: float
    index_sum: float
    offset_sum: float
    shopper_weights: dict[UUID, float]
    audits: int


def headline(audits: Iterable[DatedIndex], snapshot: Snapshot, params: IndexParameters = CCI_1) -> Headline | None:
    """The headline of a branch; None without an eligible audit in the window.

    The order of the audits does not matter.
    """
    sums = branch_sums(audits, params)
    return headline_of(sums, snapshot, params) if sums else None


def branch_sums(audits: Iterable[DatedIndex], params: IndexParameters = CCI_1) -> BranchSums | None:
    """Sums over the audits of the window; None without an eligible audit in it."""
    inside = [audit for audit in audits if 0 <= audit.age_days < params.window_days]
    if not inside:
        return None
    weights = [recency_weight(audit.age_days, params) for audit in inside]
    weighed = list(zip(weights, inside, strict=True))
    return BranchSums(
        weight=fsum(weights),
        index_sum=fsum(w * audit.index for w, audit in weighed),
        offset_sum=fsum(w * audit.offset for w, audit in weighed),
        shopper_weights=_by_shopper(weighed),
        audits=len(inside),
    )


def recency_weight(age_days: int, params: IndexParameters = CCI_1) -> float:
    """Halves with each half-life. `audit_api/calibration/recency.py` has it for arrays, and for the database."""
    weight: float = 2.0 ** (-age_days / params.half_life_days)
    return weight


def headline_of(sums: BranchSums, snapshot: Snapshot, params: IndexParameters = CCI_1) -> Headline:
    spread = snapshot.true_variance
    own, change = sums.index_sum / sums.weight, sums.offset_sum / sums.weight
    severity, noise = _severity_and_noise(sums, snapshot)
    corrected = own + change + severity
    reliability = spread / (spread + noise)
    middle = _clip(snapshot.mean + reliability * (corrected - snapshot.mean))
    variance = headline_variance(corrected, noise, snapshot)
    reach = student_t(0.95, max(3.0, snapshot.branches / 4)) * sqrt(variance)
    needed = _weight_needed(noise * sums.weight, spread, params)
    return Headline(
        own=own,
        version_change=change,
        severity=severity,
        # Clipping is rare and small; on the page it belongs to the pull.
        peer_pull=middle - corrected,
        headline=middle,
        corrected=corrected,
        noise=noise,
        variance=variance,
        low=_clip(middle - reach),
        high=_clip(middle + reach),
        reliability=reliability,
        reliability_label=_label(reliability),
        weight=sums.weight,
        audits=sums.audits,
        shoppers=len(sums.shopper_weights),
        published=_published(sums, params),
        missing_audits=None if needed is None else max(0, ceil(round(needed - sums.weight, 9))),
        audits_per_quarter=None if needed is None else _audits_per_quarter(needed, params),
    )


def _severity_and_noise(sums: BranchSums, snapshot: Snapshot) -> tuple[float, float]:
    """What severe shoppers took from the result, and the variance v of what luck and unknown severity leave."""
    shares = [(weight / sums.weight, snapshot.severity_of(s)) for s, weight in sums.shopper_weights.items()]
    severity = -fsum(share * known.points for share, known in shares)
    noise = snapshot.rest_variance / sums.weight + fsum(share**2 * known.variance for share, known in shares)
    return severity, noise


def _published(sums: BranchSums, params: IndexParameters) -> bool:
    return (
        sums.audits >= params.published_audits
        and len(sums.shopper_weights) >= params.published_shoppers
        and sums.weight >= params.published_weight
    )


def audits_until_published(audits: int, shoppers: int, weight: float, params: IndexParameters = CCI_1) -> int:
    """How many audits are missing until a branch is compared, if each is made today by a shopper who is new to it."""
    return max(
        0,
        params.published_audits - audits,
        params.published_shoppers - shoppers,
        ceil(params.published_weight - weight),
    )


def headline_variance(corrected: float, noise: float, snapshot: Snapshot) -> float:
    """Posterior variance, and what the estimated shrinkage and the estimated peer mean add to it.

    After Morris: Parametric empirical Bayes inference: theory and applications, Journal of the American Statistical
    Association 78 (1983) 47-55.
    """
    spread = snapshot.true_variance
    shrinkage = noise / (spread + noise)  # 1 - reliability, without the rounding of a difference
    posterior = spread * shrinkage
    of_shrinkage = 2 / (snapshot.branches - 3) * shrinkage**2 * (corrected - snapshot.mean) ** 2
    of_mean = shrinkage**2 * spread / snapshot.branches
    return posterior + of_shrinkage + of_mean


def _weight_needed(unit_noise: float, spread: float, params: IndexParameters) -> float | None:
    """W* at which the reliability goal is reached; None when the branches of the league do not differ."""
    if not spread:
        return None
    goal = params.reliability_goal
    return goal / (1 - goal) * unit_noise / spread


def _audits_per_quarter(weight: float, params: IndexParameters) -> float:
    """How many keep so much weight: that of a steady stream of audits is its rate times half-life / ln 2."""
    return weight * log(2) * params.quarter_days / params.half_life_days


def _by_shopper(weighed: Iterable[tuple[float, DatedIndex]]) -> dict[UUID, float]:
    parts: dict[UUID, list[float]] = defaultdict(list)
    for weight, audit in weighed:
        parts[audit.shopper].append(weight)
    return {shopper: fsum(own) for shopper, own in parts.items()}


def _label(reliability: float) -> Reliability:
    if reliability < 0.5:
        return "low"
    return "medium" if reliability < 0.7 else "high"


def _clip(value: float) -> float:
    return min(100.0, max(0.0, value))
