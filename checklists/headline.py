"""The headline of a branch: its own result, corrected for shopper severity and for luck (index specification, 5)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import ceil, fsum, log, sqrt
from typing import Literal
from uuid import UUID

import msgspec

from checklists.parameters import CCI_1, IndexParameters
from checklists.quantiles import student_t
from checklists.snapshot import Snapshot

Reliability = Literal["low", "medium", "high"]
QUARTER_DAYS = 91


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


def headline(audits: Iterable[DatedIndex], snapshot: Snapshot, params: IndexParameters = CCI_1) -> Headline | None:
    """None without an eligible audit in the window. The order of the audits does not matter."""
    inside = [audit for audit in audits if 0 <= audit.age_days < params.window_days]
    if not inside:
        return None
    shares = _weights(inside, params)
    weight = fsum(shares)
    own = fsum(w * audit.index for w, audit in zip(shares, inside, strict=True)) / weight
    change = fsum(w * audit.offset for w, audit in zip(shares, inside, strict=True)) / weight
    by_shopper = _by_shopper(inside, shares)
    severity = -fsum(w * snapshot.severity_of(s).points for s, w in by_shopper.items()) / weight
    noise = snapshot.rest_variance / weight + fsum(
        (w / weight) ** 2 * snapshot.severity_of(s).variance for s, w in by_shopper.items()
    )
    published = (
        len(inside) >= params.published_audits
        and len(by_shopper) >= params.published_shoppers
        and weight >= params.published_weight
    )
    facts = _Facts(own, change, severity, noise, weight, len(inside), len(by_shopper), published)
    return _shrunk(facts, snapshot, params)


class _Facts(msgspec.Struct, frozen=True):
    own: float
    change: float
    severity: float
    noise: float
    weight: float
    audits: int
    shoppers: int
    published: bool


def _shrunk(facts: _Facts, snapshot: Snapshot, params: IndexParameters) -> Headline:
    spread = snapshot.true_variance
    corrected = facts.own + facts.change + facts.severity
    reliability = spread / (spread + facts.noise)
    middle = _clip(snapshot.mean + reliability * (corrected - snapshot.mean))
    variance = headline_variance(corrected, facts.noise, snapshot)
    reach = student_t(0.95, max(3.0, snapshot.branches / 4)) * sqrt(variance)
    needed = _weight_needed(facts, spread, params)
    return Headline(
        own=facts.own,
        version_change=facts.change,
        severity=facts.severity,
        # Clipping is rare and small; on the page it belongs to the pull.
        peer_pull=middle - corrected,
        headline=middle,
        corrected=corrected,
        noise=facts.noise,
        variance=variance,
        low=_clip(middle - reach),
        high=_clip(middle + reach),
        reliability=reliability,
        reliability_label=_label(reliability),
        weight=facts.weight,
        audits=facts.audits,
        shoppers=facts.shoppers,
        published=facts.published,
        missing_audits=None if needed is None else max(0, ceil(round(needed - facts.weight, 9))),
        audits_per_quarter=None if needed is None else needed * log(2) * QUARTER_DAYS / params.half_life_days,
    )


def headline_variance(corrected: float, noise: float, snapshot: Snapshot) -> float:
    """What luck, the shrinkage and the estimated peer mean leave open (Morris 1983)."""
    spread = snapshot.true_variance
    away = noise / (spread + noise)  # 1 - B, without the rounding of a difference
    shrinkage = 2 / (snapshot.branches - 3) * away**2 * (corrected - snapshot.mean) ** 2
    return spread * away + shrinkage + away**2 * spread / snapshot.branches


def _weight_needed(facts: _Facts, spread: float, params: IndexParameters) -> float | None:
    """W* at which the reliability goal is reached; None when the branches of the league do not differ."""
    if not spread:
        return None
    goal = params.reliability_goal
    return goal / (1 - goal) * facts.noise * facts.weight / spread


def _weights(audits: Sequence[DatedIndex], params: IndexParameters) -> list[float]:
    return [2.0 ** (-audit.age_days / params.half_life_days) for audit in audits]


def _by_shopper(audits: Sequence[DatedIndex], shares: Sequence[float]) -> dict[UUID, float]:
    parts: dict[UUID, list[float]] = defaultdict(list)
    for audit, share in zip(audits, shares, strict=True):
        parts[audit.shopper].append(share)
    return {shopper: fsum(own) for shopper, own in parts.items()}


def _label(reliability: float) -> Reliability:
    if reliability < 0.5:
        return "low"
    return "medium" if reliability < 0.7 else "high"


def _clip(value: float) -> float:
    return min(100.0, max(0.0, value))
