"""The result of a region or company from those of its branches (index specification, section 8)."""

from collections import defaultdict
from collections.abc import Sequence
from math import fsum, sqrt
from uuid import UUID

import msgspec

from checklists.quantiles import student_t
from checklists.snapshot import Snapshot


class BranchPart(msgspec.Struct, frozen=True, kw_only=True):
    """A branch's corrected result x, its recency weight W and the shares of W by shopper; `customers` served."""

    corrected: float
    weight: float
    shopper_weights: dict[UUID, float]
    customers: float = 1.0


class RollUp(msgspec.Struct, frozen=True, kw_only=True):
    value: float
    variance: float


def roll_up(parts: Sequence[BranchPart], snapshot: Snapshot) -> RollUp | None:
    """Mean weighted by customers, without shrinkage; None without branches.

    A shopper's severity error is shared by every branch that the shopper visited, so it is summed before it is
    squared.
    """
    if not parts:
        return None
    customers = fsum(part.customers for part in parts)
    shares = [part.customers / customers for part in parts]
    of_shopper: dict[UUID, list[float]] = defaultdict(list)
    for share, part in zip(shares, parts, strict=True):
        for shopper, weight in part.shopper_weights.items():
            of_shopper[shopper].append(share * weight / part.weight)
    luck = fsum(share**2 * snapshot.rest_variance / part.weight for share, part in zip(shares, parts, strict=True))
    severity = fsum(fsum(own) ** 2 * snapshot.severity_of(s).variance for s, own in of_shopper.items())
    value = fsum(share * part.corrected for share, part in zip(shares, parts, strict=True))
    return RollUp(value=value, variance=luck + severity)


def roll_up_interval(result: RollUp, snapshot: Snapshot) -> tuple[float, float]:
    """The 90 % interval, with the quantile that headlines of the league have, clipped to [0, 100]."""
    reach = student_t(0.95, max(3.0, snapshot.branches / 4)) * sqrt(result.variance)
    return max(0.0, result.value - reach), min(100.0, result.value + reach)
