"""The scorecard of one audit: the plain percent of the trade and the audit index, side by side.

Both use the same weights. They differ because the percent adds points up, so that a fast
conveyor can buy a good mark, while the index caps the share of standards, asks for all
three pillars, and puts a ceiling on a visit with a grave failure.
"""

from collections.abc import Mapping
from math import fsum
from typing import Literal

import msgspec

from checklists.answers import Answer, NotApplicable
from checklists.audit_index import (
    AuditIndex,
    ScoredItem,
    ScoredSection,
    audit_index,
    coverage,
    level_scores,
    pillars_without_human_answer,
)
from checklists.definition import Checklist, Level, Nature, Pillar
from checklists.item_scores import Tier, item_score
from checklists.items import Item
from checklists.parameters import CCI_1, INDEX_VERSION, IndexParameters
from checklists.visibility import visible_sections

ItemState = Literal["scored", "not_applicable", "unanswered", "unscored"]


class ItemScore(msgspec.Struct, frozen=True, kw_only=True):
    """`score` is u in [0, 1]; `cost` and `critical_cost` are index points lost here."""

    key: str
    section: str
    state: ItemState
    score: float | None = None
    earned: float = 0.0
    possible: float = 0.0
    cost: float | None = None
    critical_cost: float = 0.0


class SectionScore(msgspec.Struct, frozen=True, kw_only=True):
    """`score` in [0, 1], None when nothing in the section counted."""

    key: str
    pillar: Pillar | None
    nature: Nature
    level: Level
    score: float | None
    earned: float
    possible: float


class Ineligibility(msgspec.Struct, frozen=True, kw_only=True):
    """Why an audit has section scores but no index."""

    code: Literal["percent_only", "no_human_answer", "coverage_low"]
    pillar: Pillar | None = None


class Scorecard(msgspec.Struct, frozen=True, kw_only=True):
    """Points `earned` of `possible` are out of 100 for a checklist in which everything applies.

    `score_pct` is None, not 0, when nothing applied. `index` is None when not eligible.
    """

    index_version: str
    tier: Tier
    eligible: bool
    ineligible_because: list[Ineligibility]
    coverage: float
    earned: float
    possible: float
    score_pct: float | None
    index: float | None
    index0: float | None
    pillars: dict[Pillar, float]
    levels: dict[str, float]
    failed_critical: list[str]
    sections: list[SectionScore]
    items: list[ItemScore]


def scorecard(
    checklist: Checklist, answers: Mapping[str, Answer], tier: Tier, params: IndexParameters = CCI_1
) -> Scorecard:
    """Score validated answers. Depends on nothing but its arguments, so it can be recomputed any time."""
    sections = _scored_sections(checklist, answers, tier, params)
    covered = coverage(sections)
    because = _ineligibility(checklist, sections, covered, params)
    index = None if because else audit_index(sections, params)
    scale = _scale(checklist)
    scored = [(section, _item_scores(section, answers, scale, index)) for section in sections]
    items = [item for _, own in scored for item in own]
    earned, possible = _points(items)
    critical = [i.key for s in sections for i in s.counted if i.critical and i.score == 0]
    return Scorecard(
        index_version=INDEX_VERSION,
        tier=tier,
        eligible=not because,
        ineligible_because=because,
        coverage=covered,
        earned=earned,
        possible=possible,
        score_pct=100 * (earned / possible) if possible else None,  # in this order never above 100
        index=index.index if index else None,
        index0=index.index0 if index else None,
        pillars=index.pillars if index else {},
        levels={} if checklist.percent_only else {str(k): score for k, score in level_scores(sections).items()},
        failed_critical=critical,
        sections=[_section_score(section, own) for section, own in scored],
        items=items,
    )


def _scored_sections(
    checklist: Checklist, answers: Mapping[str, Answer], tier: Tier, params: IndexParameters
) -> list[ScoredSection]:
    return [
        ScoredSection(
            key=section.key,
            pillar=section.pillar,
            nature=section.nature,
            level=section.level,
            weight=section.weight,
            design_weight=fsum([item.weight for item in section.items]),
            items=[_scored_item(item, answers.get(item.key), tier, params) for item in shown],
        )
        for section, shown in visible_sections(checklist, answers)
    ]


def _scored_item(item: Item, answer: Answer | None, tier: Tier, params: IndexParameters) -> ScoredItem:
    score = item_score(item, answer, tier, params)
    return ScoredItem(key=item.key, weight=item.weight, score=score, critical=item.critical)


def _ineligibility(
    checklist: Checklist, sections: list[ScoredSection], covered: float, params: IndexParameters
) -> list[Ineligibility]:
    if checklist.percent_only:
        return [Ineligibility(code="percent_only")]
    because = [Ineligibility(code="no_human_answer", pillar=p) for p in pillars_without_human_answer(sections)]
    if covered < params.coverage_min - 1e-9:  # exactly half must not fail by rounding
        because.append(Ineligibility(code="coverage_low"))
    return because


def _scale(checklist: Checklist) -> float:
    """Points are scaled so that a checklist in which everything applies has 100."""
    return 100 / (fsum([s.weight for s in checklist.sections if any(i.weight for i in s.items)]) or 1.0)


def _item_scores(
    section: ScoredSection, answers: Mapping[str, Answer], scale: float, index: AuditIndex | None
) -> list[ItemScore]:
    weighed = zip(section.items, section.shares, strict=True)
    return [_item_score(section.key, item, scale * share, answers.get(item.key), index) for item, share in weighed]


def _item_score(
    section: str, item: ScoredItem, points: float, answer: Answer | None, index: AuditIndex | None
) -> ItemScore:
    if not item.counted:
        return ItemScore(key=item.key, section=section, state=_state(item, answer), score=item.score)
    return ItemScore(
        key=item.key,
        section=section,
        state="scored",
        score=item.score,
        earned=points * (item.score or 0.0),
        possible=points,
        cost=index.costs[item.key] if index else None,
        critical_cost=index.critical_costs.get(item.key, 0.0) if index else 0.0,
    )


def _state(item: ScoredItem, answer: Answer | None) -> ItemState:
    if answer is None:
        return "unanswered"
    return "not_applicable" if isinstance(answer, NotApplicable) else "unscored"


def _section_score(section: ScoredSection, items: list[ItemScore]) -> SectionScore:
    earned, possible = _points(items)
    return SectionScore(
        key=section.key,
        pillar=section.pillar,
        nature=section.nature,
        level=section.level,
        score=section.score(),
        earned=earned,
        possible=possible,
    )


def _points(items: list[ItemScore]) -> tuple[float, float]:
    """Earned, and possible."""
    return fsum([item.earned for item in items]), fsum([item.possible for item in items])
