"""Parameters of the customer-centricity index, version cci-1 (index specification, section 12)."""

import msgspec

INDEX_VERSION = "cci-1"


class IndexParameters(msgspec.Struct, frozen=True, kw_only=True):
    """Shares are in [0, 1], times in days. The reason for each value stands beside it."""

    standard_cap: float = 1 / 3  # mu: standards serve one of three service levels
    critical_ceiling: float = 0.55  # kappa: a grave failure puts a visit where most companies stay
    coverage_min: float = 0.5  # covMin: the majority of what was asked
    tier_step: float = 1.5  # price raises expectations; the size is policy
    late_factor: float = 2.0  # L: twice the promise counts as broken
    half_life_days: float = 91.0
    window_days: int = 364  # four quarters


CCI_1 = IndexParameters()
