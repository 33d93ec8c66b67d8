"""Key drivers: how much each section matters, read together with how well it is done."""

from collections.abc import Sequence
from statistics import fmean
from typing import Literal

import msgspec

from checklists.definition import Checklist
from checklists.outcomes import BRANCHES_MIN, rank_correlation

Quadrant = Literal["mend_first", "keep_up", "watch", "possibly_too_much"]
Source = Literal["outcome", "weights"]


class SectionFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Scores of one section in [0, 1] in the branches looked at.

    `outcome` belongs to `measured`, the scores of all branches for which one was imported; without `measured` it
    belongs to `scores`.
    """

    key: str
    scores: Sequence[float]
    outcome: Sequence[float] = ()
    design_share: float = 0.0
    measured: Sequence[float] | None = None


class Driver(msgspec.Struct, frozen=True, kw_only=True):
    """`importance` in [0, 1], by `source`; `performance` is the mean score in [0, 1].

    `sure` is false where importance comes from an outcome that does not clearly go with the section.
    """

    key: str
    importance: float
    performance: float
    source: Source
    sure: bool
    quadrant: Quadrant


def design_shares(checklist: Checklist) -> dict[str, float]:
    """The share of each scored section in its checklist's weight: importance as its authors saw it."""
    weights = {s.key: s.weight for s in checklist.sections if any(item.weight > 0 for item in s.items)}
    total = sum(weights.values())
    return {key: weight / total for key, weight in weights.items()}


def key_drivers(sections: Sequence[SectionFacts], *, more_is_better: bool = True) -> list[Driver]:
    """Most important first. The lines between the quadrants are the means of importance and of performance.

    Importance comes from the outcome only where it is known for enough branches in every section, else from the
    checklist's weights: the two are not comparable with each other.
    """
    seen = [section for section in sections if section.scores]
    if not seen:
        return []
    found = [_from_outcome(section, more_is_better) for section in seen]
    measured = [pair for pair in found if pair is not None]
    if len(measured) == len(seen):
        source: Source = "outcome"
        importances, sure = [pair[0] for pair in measured], [pair[1] for pair in measured]
    else:
        source, importances, sure = "weights", [section.design_share for section in seen], [True] * len(seen)
    performances = [fmean(section.scores) for section in seen]
    drivers = [
        Driver(
            key=section.key,
            importance=importance,
            performance=performance,
            source=source,
            sure=certain,
            quadrant=_quadrant(importance >= fmean(importances), performance >= fmean(performances)),
        )
        for section, importance, performance, certain in zip(seen, importances, performances, sure, strict=True)
    ]
    return sorted(drivers, key=lambda driver: (-driver.importance, driver.key))


def _from_outcome(section: SectionFacts, more_is_better: bool) -> tuple[float, bool] | None:
    """A section that goes against what is good for the company is no driver of it: importance 0.

    So is one that is the same in all branches: it cannot be why they differ.
    """
    scores = section.scores if section.measured is None else section.measured
    if len(section.outcome) != len(scores):
        return None
    found = rank_correlation(scores, section.outcome, more_is_better=more_is_better)
    if found is None:
        return (0.0, False) if len(scores) >= BRANCHES_MIN and len(set(section.outcome)) > 1 else None
    return max(0.0, found.rho if more_is_better else -found.rho), found.verdict == "goes_along"


def _quadrant(important: bool, well_done: bool) -> Quadrant:
    if important:
        return "keep_up" if well_done else "mend_first"
    return "possibly_too_much" if well_done else "watch"
