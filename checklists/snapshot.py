"""What a calibration finds out about a league, and what a headline needs of it (index specification, section 4)."""

from functools import lru_cache
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

Variance = Annotated[float, Meta(ge=0)]


class Severity(msgspec.Struct, frozen=True, kw_only=True):
    """How many index points a shopper scores above what the same service gets from others.

    Positive is lenient. `variance` is what is not known about it (pev).
    """

    points: float
    variance: Variance


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """One night's calibration of one league; immutable. Variances in index points squared.

    `mean` is the peer mean m; `branches` how many distinct ones it rests on. `region_base` is the peer mean of
    a region where a programme compares within regions. `separable` is false where branches and shoppers overlap
    too little to tell their effects apart; then nobody is corrected for severity. Keys are ids as text, which is
    what a stored document can have for keys.
    """

    mean: float
    branch_variance: Variance  # tau
    region_variance: Variance  # tauR
    shopper_variance: Variance  # ss
    rest_variance: Variance  # se
    branches: int
    audits: int
    separable: bool
    severities: dict[str, Severity]
    region_base: dict[str, float]

    @property
    def true_variance(self) -> float:
        """T: how much branches of the league really differ."""
        return self.branch_variance + self.region_variance

    def severity_of(self, shopper: UUID) -> Severity:
        """What is known of a shopper's severity; of an unknown one nothing but how much shoppers differ."""
        return self.severities.get(_key(shopper)) or Severity(points=0.0, variance=self.shopper_variance)


@lru_cache(maxsize=10_000)
def _key(shopper: UUID) -> str:
    """The id as text, kept: the same few thousand are asked for a million times."""
    return str(shopper)
