"""The scorecard of one audit: the plain percent of the trade and the audit index, side by side.

Both use the same weights. They differ because the percent adds points up, so that a fast
conveyor can buy a good mark, while the index caps the share of standards, asks for all
three pillars, and puts a ceiling on a visit with a grave failure.
"""

from collections.abc import Mapping
from functools import lru_cache, partial
from math import fsum
from typing import Literal

import msgspec

from checklists.answers import Answer, NotApplicable
from checklists.audit_index import AuditIndex, weighted_index
from checklists.definition import Checklist, Level, Nature, Pillar
from checklists.frames import Frame, FramedItem, FramedSection, Ineligibility, frame
from checklists.item_scores import Tier, item_score
from checklists.parameters import CCI_1, INDEX_VERSION, IndexParameters
from checklists.visibility import visible

ItemState = Literal["scored", "not_applicable", "unanswered", "unscored"]

FRAMES = 64  # by checklist; a frame is about 10 KB


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


class Scoring:
    """Scores audits of one checklist, and keeps what all those have in common in which the same items count."""

    def __init__(self, checklist: Checklist, params: IndexParameters = CCI_1) -> None:
        self._checklist = checklist
        self._params = params
        self._frame = lru_cache(FRAMES)(partial(frame, checklist, params))

    def scorecard(self, answers: Mapping[str, Answer], tier: Tier) -> Scorecard:
        """Score validated answers. Depends on nothing but checklist and arguments, so it can be repeated any time."""
        shown = [item for _, item in visible(self._checklist, answers)]
        scores = {item.key: item_score(item, answers.get(item.key), tier, self._params) for item in shown}
        framed = self._frame(tuple(scores), tuple([score is None for score in scores.values()]))
        because = framed.ineligible_because
        failed = [key for key in framed.critical if scores[key] == 0]
        index = None if because else weighted_index(framed.effective, scores, failed, self._params)
        scored = [(section, _item_scores(section, answers, scores, index)) for section in framed.sections]
        sections = [_section_score(section, own, scores) for section, own in scored]
        items = [item for _, own in scored for item in own]
        earned, possible = _points(items)
        return Scorecard(
            index_version=INDEX_VERSION,
            tier=tier,
            eligible=not because,
            ineligible_because=because,
            coverage=framed.coverage,
            earned=earned,
            possible=possible,
            score_pct=100 * (earned / possible) if possible else None,  # in this order never above 100
            index=index.index if index else None,
            index0=index.index0 if index else None,
            pillars=index.pillars if index else {},
            levels={} if self._checklist.percent_only else _level_scores(framed, sections),
            failed_critical=failed,
            sections=sections,
            items=items,
        )


def scorecard(
    checklist: Checklist, answers: Mapping[str, Answer], tier: Tier, params: IndexParameters = CCI_1
) -> Scorecard:
    """The scorecard of a single audit; `Scoring` is faster for many of one checklist."""
    return Scoring(checklist, params).scorecard(answers, tier)


def _item_scores(
    section: FramedSection,
    answers: Mapping[str, Answer],
    scores: Mapping[str, float | None],
    index: AuditIndex | None,
) -> list[ItemScore]:
    return [
        _counted_score(section.key, item, scores[item.key] or 0.0, index)
        if item.counted
        else ItemScore(key=item.key, section=section.key, state=_state(answers.get(item.key)), score=scores[item.key])
        for item in section.items
    ]


def _counted_score(section: str, item: FramedItem, score: float, index: AuditIndex | None) -> ItemScore:
    key, points = item.key, item.points
    return ItemScore(
        key=key,
        section=section,
        state="scored",
        score=score,
        earned=points * score,
        possible=points,
        cost=index.costs[key] if index else None,
        critical_cost=index.critical_costs.get(key, 0.0) if index else 0.0,
    )


def _state(answer: Answer | None) -> ItemState:
    if answer is None:
        return "unanswered"
    return "not_applicable" if isinstance(answer, NotApplicable) else "unscored"


def _section_score(section: FramedSection, items: list[ItemScore], scores: Mapping[str, float | None]) -> SectionScore:
    earned, possible = _points(items)
    weighed = fsum([item.weight * (scores[item.key] or 0.0) for item in section.counted])
    return SectionScore(
        key=section.key,
        pillar=section.pillar,
        nature=section.nature,
        level=section.level,
        score=weighed / section.counted_weight if section.counted else None,
        earned=earned,
        possible=possible,
    )


def _level_scores(framed: Frame, sections: list[SectionScore]) -> dict[str, float]:
    """Section-weighted mean per level of service maturity, levels without a present section left out."""
    weighed = zip((section.weight for section in framed.sections), sections, strict=True)
    present = [(section.level, weight, section.score) for weight, section in weighed if section.score is not None]
    levels = sorted({level for level, _, _ in present})
    return {str(n): _mean([(weight, score) for level, weight, score in present if level == n]) for n in levels}


def _mean(weighted: list[tuple[float, float]]) -> float:
    return fsum([weight * value for weight, value in weighted]) / fsum([weight for weight, _ in weighted])


def _points(items: list[ItemScore]) -> tuple[float, float]:
    """The sums of earned and of possible points."""
    return fsum([item.earned for item in items]), fsum([item.possible for item in items])
