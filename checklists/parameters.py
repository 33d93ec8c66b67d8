"""Parameters of the customer-centricity index, version cci-1 (index specification, section 12).

The index specification, which this and other modules cite by section, is docs/index-specification.md.
"""

import msgspec

INDEX_VERSION = "cci-1"


class IndexParameters(msgspec.Struct, frozen=True, kw_only=True):
    """Shares are in [0, 1], times in days, indexes 0-100. The reason for each value stands beside it."""

    standard_cap: float = 1 / 3  # mu: standards serve one of three service levels
    critical_ceiling: float = 0.55  # kappa: a grave failure puts a visit where most companies stay
    coverage_min: float = 0.5  # covMin: the majority of what was asked
    tier_step: float = 1.5  # price raises expectations; the size is policy
    late_factor: float = 2.0  # L: twice the promise counts as broken
    half_life_days: float = 91.0
    quarter_days: int = 91  # 13 whole weeks
    window_days: int = 364  # four quarters
    stage_cuts: tuple[float, float] = (55.0, 80.0)  # what most companies never pass, and what even the best do not
    level_gate: float = 0.55  # the same cut, for the levels of service maturity
    link_min: float = 0.05  # below it, branches and shoppers overlap too little to be told apart
    severity_tolerance: float = 0.01  # a tenth of what is displayed
    severity_passes: int = 50
    published_audits: int = 3
    published_shoppers: int = 2
    published_weight: float = 1.0
    calibrated_branches: int = 20  # fewer than these are no league
    reliability_goal: float = 0.7  # R: the usual minimum for comparing providers
    pair_z: float = 1.645  # shrunken comparisons of pairs need no further correction
    trend_z: float = 1.96  # 5 % false alarms
    detectable_z: float = 2.8  # 1.96 + 0.84: seen with 80 % power
    trend_audits: int = 3
    badge_z: float = 1.2816  # the line that a tenth of the branches lies above
    badge_probability: float = 0.8
    linked_audits: int = 30
    anchor_share: float = 0.5  # of the design weight must be the same in both versions


CCI_1 = IndexParameters()
