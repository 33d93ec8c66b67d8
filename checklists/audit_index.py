"""The index of one audit from its item scores (index specification, section 3).

Works on scores already in [0, 1], whatever kind of item they came from.
"""

from collections.abc import Iterable, Mapping
from math import fsum, sqrt

import msgspec

from checklists.definition import PILLARS, Level, Nature, Pillar
from checklists.parameters import CCI_1, IndexParameters


class ScoredItem(msgspec.Struct, frozen=True, kw_only=True):
    """A visible item. `score` None: not applicable, unanswered or not scorable."""

    key: str
    weight: float
    score: float | None
    critical: bool = False

    @property
    def counted(self) -> bool:
        return self.score is not None and self.weight > 0


class ScoredSection(msgspec.Struct, frozen=True, kw_only=True):
    """`design_weight` is the weight of all its items, hidden ones included.

    What stands below `items` follows from them; `shares` is for each its part of the section's weight as designed.
    """

    key: str
    pillar: Pillar | None
    nature: Nature
    level: Level
    weight: float
    design_weight: float
    items: list[ScoredItem]
    shares: list[float] = []
    counted: list[ScoredItem] = []
    counted_weight: float = 0.0

    def __post_init__(self) -> None:
        weight, design = self.weight, self.design_weight
        shares = [weight * item.weight / design if item.weight else 0.0 for item in self.items]
        counted = [item for item in self.items if item.counted]
        msgspec.structs.force_setattr(self, "shares", shares)
        msgspec.structs.force_setattr(self, "counted", counted)
        msgspec.structs.force_setattr(self, "counted_weight", fsum([item.weight for item in counted]))

    def score(self) -> float | None:
        """S_s: weighted mean of the counted items; None when the section is absent."""
        if not self.counted:
            return None
        return fsum([item.weight * (item.score or 0.0) for item in self.counted]) / self.counted_weight


# e_q by pillar: each counted item's share of it. They sum to 1 in every pillar.
EffectiveWeights = dict[Pillar, dict[str, float]]


class AuditIndex(msgspec.Struct, frozen=True, kw_only=True):
    """`costs` and `critical_costs` are in index points and add up to 100 - `index`."""

    index: float
    index0: float
    pillars: dict[Pillar, float]
    costs: dict[str, float]
    critical_costs: dict[str, float]


def coverage(sections: Iterable[ScoredSection]) -> float:
    """Answered over visible, each item counting its design weight; 0 when nothing is visible."""
    weighed = [pair for section in sections for pair in zip(section.items, section.shares, strict=True)]
    visible = fsum([share for _, share in weighed])
    return fsum([share for item, share in weighed if item.counted]) / visible if visible else 0.0


def pillars_without_human_answer(sections: Iterable[ScoredSection]) -> list[Pillar]:
    human = {section.pillar for section in sections if section.nature == "human" and section.counted}
    return [pillar for pillar in PILLARS if pillar not in human]


def audit_index(sections: list[ScoredSection], params: IndexParameters = CCI_1) -> AuditIndex:
    """The index with its exact costs.

    Every pillar must have a present human section (see `pillars_without_human_answer`).
    With P_k the pillar scores and rho the mean of their roots, I0 = 100 rho^2: a square,
    so the costs are Shapley values in closed form. Within a pillar they are shared out by effective weight x shortfall.
    """
    counted = [item for section in sections for item in section.counted]
    failed = [item.key for item in counted if item.critical and item.score == 0]
    scores = {item.key: item.score for item in counted}
    return weighted_index(effective_weights(sections, params), scores, failed, params)


def effective_weights(sections: list[ScoredSection], params: IndexParameters) -> EffectiveWeights:
    """Item -> its share of its pillar, for each pillar. Depends on which items count, but not on how they score."""
    return {pillar: _effective_weights(sections, pillar, params) for pillar in PILLARS}


def weighted_index(
    effective: EffectiveWeights, scores: Mapping[str, float | None], failed: list[str], params: IndexParameters
) -> AuditIndex:
    """The same from the effective weights; `failed` are the keys of the critical items with a score of 0."""
    pillars = {
        p: min(1.0, fsum([e * (scores[q] or 0.0) for q, e in shares.items()])) for p, shares in effective.items()
    }
    roots = {pillar: sqrt(score) for pillar, score in pillars.items()}
    rho = fsum(roots.values()) / len(PILLARS)
    whole, lift = 100 / len(PILLARS), 1 + rho
    costs = {
        key: whole * e * (1 - (scores[key] or 0.0)) * lift / (1 + roots[pillar])
        for pillar, shares in effective.items()
        for key, e in shares.items()
    }
    index0 = 100 * rho**2
    index = min(index0, 100 * params.critical_ceiling ** len(failed)) if failed else index0
    critical_costs = {key: (index0 - index) / len(failed) for key in failed}
    return AuditIndex(index=index, index0=index0, pillars=pillars, costs=costs, critical_costs=critical_costs)


def _effective_weights(sections: list[ScoredSection], pillar: Pillar, params: IndexParameters) -> dict[str, float]:
    """The shares of one pillar's counted items; standards hold at most `standard_cap`."""
    present = [section for section in sections if section.pillar == pillar and section.counted]
    weights = {n: fsum([s.weight for s in present if s.nature == n]) for n in ("standard", "human")}
    standard = min(params.standard_cap, weights["standard"] / fsum(weights.values()))
    shares = {"standard": standard, "human": 1 - standard}
    whole = [(shares[s.nature] * s.weight / weights[s.nature], s) for s in present]
    return {item.key: share * item.weight / s.counted_weight for share, s in whole for item in s.counted}
