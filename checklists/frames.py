"""What of a scorecard does not depend on the scores.

It follows from the checklist and from which items are shown and have a score at all. In that, most
audits of a version are alike.
"""

from math import fsum
from typing import Literal

import msgspec

from checklists.audit_index import (
    EffectiveWeights,
    ScoredItem,
    ScoredSection,
    coverage,
    effective_weights,
    pillars_without_human_answer,
)
from checklists.definition import Checklist, Level, Nature, Pillar
from checklists.parameters import IndexParameters


class Ineligibility(msgspec.Struct, frozen=True, kw_only=True):
    """Why an audit has section scores but no index."""

    code: Literal["percent_only", "no_human_answer", "coverage_low"]
    pillar: Pillar | None = None


class FramedItem(msgspec.Struct, frozen=True):
    """`points` are the possible ones, out of 100 for a checklist in which everything applies."""

    key: str
    weight: float
    points: float
    critical: bool
    counted: bool


class FramedSection(msgspec.Struct, frozen=True):
    key: str
    pillar: Pillar | None
    nature: Nature
    level: Level
    weight: float
    items: list[FramedItem]
    counted: list[FramedItem]
    counted_weight: float


class Frame(msgspec.Struct, frozen=True):
    """`effective` is empty when the audit is not eligible."""

    coverage: float
    ineligible_because: list[Ineligibility]
    effective: EffectiveWeights
    sections: list[FramedSection]
    critical: list[str]


def frame(checklist: Checklist, params: IndexParameters, shown: tuple[str, ...], unscored: tuple[bool, ...]) -> Frame:
    """`shown` are the keys of the visible items, in order; `unscored` says of each whether it has no score."""
    sections = _sections(checklist, dict(zip(shown, unscored, strict=True)))
    covered = coverage(sections)
    because = _ineligibility(checklist, sections, covered, params)
    scale = _scale(checklist)
    framed = [_framed(section, scale) for section in sections]
    return Frame(
        coverage=covered,
        ineligible_because=because,
        effective={} if because else effective_weights(sections, params),
        sections=framed,
        critical=[item.key for section in framed for item in section.counted if item.critical],
    )


def _sections(checklist: Checklist, unscored: dict[str, bool]) -> list[ScoredSection]:
    """Every score stands for any: only whether there is one matters here."""
    sections = [
        ScoredSection(
            key=section.key,
            pillar=section.pillar,
            nature=section.nature,
            level=section.level,
            weight=section.weight,
            design_weight=fsum([item.weight for item in section.items]),
            items=[
                ScoredItem(key=i.key, weight=i.weight, score=None if unscored[i.key] else 1.0, critical=i.critical)
                for i in section.items
                if i.key in unscored
            ],
        )
        for section in checklist.sections
    ]
    return [section for section in sections if section.items]


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


def _framed(section: ScoredSection, scale: float) -> FramedSection:
    items = [
        FramedItem(item.key, item.weight, scale * share, item.critical, item.counted)
        for item, share in zip(section.items, section.shares, strict=True)
    ]
    return FramedSection(
        key=section.key,
        pillar=section.pillar,
        nature=section.nature,
        level=section.level,
        weight=section.weight,
        items=items,
        counted=[item for item in items if item.counted],
        counted_weight=section.counted_weight,
    )
