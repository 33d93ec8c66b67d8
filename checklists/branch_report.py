"""What a branch's result is made of: its lines from 100 points down to the headline, its parts, its quarters."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from math import fsum
from uuid import UUID

import msgspec

from checklists.headline import DatedIndex, Headline, headline, recency_weight
from checklists.parameters import CCI_1, IndexParameters
from checklists.scoring import ItemScore, Scorecard
from checklists.snapshot import Snapshot
from checklists.trend import Trend, quarter, trend


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


class WeighedAudit(msgspec.Struct, frozen=True):
    weight: float
    id: UUID
    card: Scorecard


class WeighedItem(msgspec.Struct, frozen=True):
    """An item in the scorecard of one audit."""

    weight: float
    audit_id: UUID
    item: ItemScore

    @property
    def points(self) -> float:
        """Index points that the item cost in this audit, through its score and through the ceiling."""
        return (self.item.cost or 0.0) + self.item.critical_cost


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
    quarter_days: int


def branch_report(
    audits: Iterable[DatedScorecard], snapshot: Snapshot | None, params: IndexParameters = CCI_1
) -> BranchReport | None:
    """None without an eligible audit in the window. Without a snapshot there is no headline and no trend."""
    inside = [a for a in audits if 0 <= a.age_days < params.window_days and a.card.index is not None]
    if not inside:
        return None
    weighed = [WeighedAudit(recency_weight(audit.age_days, params), audit.audit_id, audit.card) for audit in inside]
    return BranchReport(
        headline=headline([audit.dated for audit in inside], snapshot, params) if snapshot else None,
        own=_mean([(one.weight, one.card.index or 0.0) for one in weighed]),
        score_pct=_mean([(one.weight, one.card.score_pct) for one in weighed if one.card.score_pct is not None]),
        audits=len(inside),
        items=_item_costs(weighed),
        pillars=_part_scores(weighed, lambda card: card.pillars.items()),
        sections=_part_scores(weighed, _section_scores),
        levels={part.key: part.score for part in _part_scores(weighed, lambda card: card.levels.items())},
        quarters=_quarters(inside, snapshot, params) if snapshot else [],
        quarter_days=params.quarter_days,
    )


def _mean(weighed: Sequence[tuple[float, float]]) -> float:
    weight = fsum(w for w, _ in weighed)
    return fsum(w * value for w, value in weighed) / weight if weight else 0.0


def _item_costs(weighed: Sequence[WeighedAudit]) -> list[ItemCost]:
    """Costliest first. An item that an audit did not ask or score cost nothing there."""
    total = fsum(audit.weight for audit in weighed)
    by_item: dict[str, list[WeighedItem]] = defaultdict(list)
    for audit in weighed:
        for item in audit.card.items:
            by_item[item.key].append(WeighedItem(audit.weight, audit.id, item))
    costs = [_item_cost(seen, total) for seen in by_item.values()]
    return sorted(costs, key=lambda cost: (-cost.cost - cost.critical, cost.key))


def _item_cost(seen: Sequence[WeighedItem], total: float) -> ItemCost:
    """The mean cost of one item over all audits that it stands in; `seen` has the latest last."""
    latest = seen[-1].item
    scored = [(one.weight, one.item.score) for one in seen if one.item.score is not None]
    costly = sorted((one for one in seen if one.points), key=lambda one: (-one.points, str(one.audit_id)))
    return ItemCost(
        key=latest.key,
        section=latest.section,
        cost=fsum(one.weight * (one.item.cost or 0.0) for one in seen) / total,
        critical=fsum(one.weight * one.item.critical_cost for one in seen) / total,
        score=_mean(scored) if scored else None,
        audits=[one.audit_id for one in costly],
    )


def _part_scores(
    weighed: Sequence[WeighedAudit], scores_of: Callable[[Scorecard], Iterable[tuple[str, float]]]
) -> list[PartScore]:
    """Mean scores of pillars or sections, in the order in which they were first seen."""
    by_part: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for audit in weighed:
        for key, score in scores_of(audit.card):
            by_part[key].append((audit.weight, score))
    return [
        PartScore(key=key, score=_mean(scores), weight=fsum(weight for weight, _ in scores), audits=len(scores))
        for key, scores in by_part.items()
    ]


def _section_scores(card: Scorecard) -> list[tuple[str, float]]:
    return [(section.key, section.score) for section in card.sections if section.score is not None]


def _quarters(audits: Sequence[DatedScorecard], snapshot: Snapshot, params: IndexParameters) -> list[QuarterResult]:
    """Results of the branch by quarter, the oldest first."""
    by_quarter: dict[int, list[DatedIndex]] = defaultdict(list)
    for audit in audits:
        by_quarter[audit.age_days // params.quarter_days].append(audit.dated)
    results: list[QuarterResult] = []
    for back in sorted(by_quarter, reverse=True):
        now, before = quarter(by_quarter[back], snapshot), quarter(by_quarter.get(back + 1, []), snapshot)
        if now is not None:
            change = trend(before, now, snapshot, params) if before else None
            results.append(QuarterResult(back=back, mean=now.mean, audits=now.audits, trend=change))
    return results
