"""What a branch's result is made of: its lines from 100 points down to the headline, its parts, its quarters."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import fsum
from uuid import UUID

import msgspec

from checklists.headline import DatedIndex, Headline, headline, recency_weight
from checklists.parameters import CCI_1, IndexParameters
from checklists.scoring import Scorecard
from checklists.snapshot import Snapshot
from checklists.trend import Trend, quarter, trend

QUARTER_DAYS = 91


class DatedScorecard(msgspec.Struct, frozen=True, kw_only=True):
    """An eligible audit: its scorecard, whole UTC days ago, by whom, and its restatement on the current version."""

    audit_id: UUID
    age_days: int
    shopper: UUID
    card: Scorecard
    offset: float = 0.0

    @property
    def dated(self) -> DatedIndex:
        return DatedIndex(
            age_days=self.age_days, index=self.card.index or 0.0, shopper=self.shopper, offset=self.offset
        )


class ItemCost(msgspec.Struct, frozen=True, kw_only=True):
    """Index points that one item cost on average; `critical` those that its failures cost besides.

    `audits` are those in which it cost anything, costliest first.
    """

    key: str
    section: str
    cost: float
    critical: float
    score: float | None
    audits: list[UUID]


class PartScore(msgspec.Struct, frozen=True, kw_only=True):
    """Recency-weighted mean score of a pillar or section in [0, 1]; `weight` the recency weight it rests on."""

    key: str
    score: float
    weight: float
    audits: int


class QuarterResult(msgspec.Struct, frozen=True, kw_only=True):
    """`back` counts quarters of 91 days from today: 0 is the latest. `trend` is the change from the one before."""

    back: int
    mean: float
    audits: int
    trend: Trend | None


class BranchReport(msgspec.Struct, frozen=True, kw_only=True):
    """100 - sum of item costs - critical = own; see `Headline` for the lines from there. `levels` in [0, 1]."""

    headline: Headline | None
    own: float
    score_pct: float | None
    audits: int
    items: list[ItemCost]
    pillars: list[PartScore]
    sections: list[PartScore]
    levels: dict[str, float]
    quarters: list[QuarterResult]


def branch_report(
    audits: Iterable[DatedScorecard], snapshot: Snapshot | None, params: IndexParameters = CCI_1
) -> BranchReport | None:
    """None without an eligible audit in the window. Without a snapshot there is no headline and no trend."""
    inside = [a for a in audits if 0 <= a.age_days < params.window_days and a.card.index is not None]
    if not inside:
        return None
    weights = [recency_weight(audit.age_days, params) for audit in inside]
    weighed = list(zip(weights, inside, strict=True))
    return BranchReport(
        headline=headline([audit.dated for audit in inside], snapshot, params) if snapshot else None,
        own=_mean([(w, audit.card.index or 0.0) for w, audit in weighed]),
        score_pct=_mean([(w, audit.card.score_pct) for w, audit in weighed if audit.card.score_pct is not None]),
        audits=len(inside),
        items=_item_costs(weighed),
        pillars=_parts((w, str(pillar), score) for w, audit in weighed for pillar, score in audit.card.pillars.items()),
        sections=_parts(
            (w, section.key, section.score)
            for w, audit in weighed
            for section in audit.card.sections
            if section.score is not None
        ),
        levels={
            part.key: part.score
            for part in _parts((w, key, score) for w, audit in weighed for key, score in audit.card.levels.items())
        },
        quarters=_quarters(inside, snapshot, params) if snapshot else [],
    )


def _mean(weighed: Sequence[tuple[float, float]]) -> float:
    weight = fsum(w for w, _ in weighed)
    return fsum(w * value for w, value in weighed) / weight if weight else 0.0


def _item_costs(weighed: Sequence[tuple[float, DatedScorecard]]) -> list[ItemCost]:
    """Costliest first. An item that an audit did not ask or score cost nothing there."""
    total = fsum(w for w, _ in weighed)
    seen: dict[str, list[tuple[float, UUID, float, float, float | None]]] = defaultdict(list)
    section: dict[str, str] = {}
    for w, audit in weighed:
        for item in audit.card.items:
            section[item.key] = item.section
            seen[item.key].append((w, audit.audit_id, item.cost or 0.0, item.critical_cost, item.score))
    costs = [_item_cost(key, section[key], rows, total) for key, rows in seen.items()]
    return sorted(costs, key=lambda cost: (-cost.cost - cost.critical, cost.key))


def _item_cost(
    key: str, section: str, rows: list[tuple[float, UUID, float, float, float | None]], total: float
) -> ItemCost:
    scored = [(w, score) for w, _, _, _, score in rows if score is not None]
    behind = sorted((-cost - critical, str(audit), audit) for _, audit, cost, critical, _ in rows if cost + critical)
    return ItemCost(
        key=key,
        section=section,
        cost=fsum(w * cost for w, _, cost, _, _ in rows) / total,
        critical=fsum(w * critical for w, _, _, critical, _ in rows) / total,
        score=_mean(scored) if scored else None,
        audits=[audit for _, _, audit in behind],
    )


def _parts(scores: Iterable[tuple[float, str, float]]) -> list[PartScore]:
    """In the order in which they were first seen."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for weight, key, score in scores:
        found[key].append((weight, score))
    return [
        PartScore(key=key, score=_mean(rows), weight=fsum(w for w, _ in rows), audits=len(rows))
        for key, rows in found.items()
    ]


def _quarters(audits: Sequence[DatedScorecard], snapshot: Snapshot, params: IndexParameters) -> list[QuarterResult]:
    """The oldest first."""
    by_quarter: dict[int, list[DatedIndex]] = defaultdict(list)
    for audit in audits:
        by_quarter[audit.age_days // QUARTER_DAYS].append(audit.dated)
    results: list[QuarterResult] = []
    for back in sorted(by_quarter, reverse=True):
        now, before = quarter(by_quarter[back], snapshot), quarter(by_quarter.get(back + 1, []), snapshot)
        if now is not None:
            change = trend(before, now, snapshot, params) if before else None
            results.append(QuarterResult(back=back, mean=now.mean, audits=now.audits, trend=change))
    return results
