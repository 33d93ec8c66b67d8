"""Whether a branch has changed between two quarters, and what could be seen (index specification, section 8)."""

from collections import defaultdict
from collections.abc import Sequence
from math import fsum, inf, sqrt
from uuid import UUID

import msgspec

from checklists.headline import DatedIndex
from checklists.parameters import CCI_1, IndexParameters
from checklists.snapshot import Snapshot


class Quarter(msgspec.Struct, frozen=True, kw_only=True):
    """Mean of the corrected indexes of a quarter, without shrinkage; `shares` of its audits by shopper."""

    mean: float
    audits: int
    shares: dict[UUID, float]


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """Change in index points from the earlier to the later quarter.

    `smallest_detectable` is the change that would be seen four times out of five; only a `visible` one deserves
    an arrow.
    """

    change: float
    z: float
    visible: bool
    smallest_detectable: float


def quarter(audits: Sequence[DatedIndex], snapshot: Snapshot) -> Quarter | None:
    """None without audits. Each audit is restated on the current version and freed of its shopper's severity."""
    if not audits:
        return None
    corrected = [audit.index + audit.offset - snapshot.severity_of(audit.shopper).points for audit in audits]
    counts: dict[UUID, int] = defaultdict(int)
    for audit in audits:
        counts[audit.shopper] += 1
    shares = {shopper: count / len(audits) for shopper, count in counts.items()}
    return Quarter(mean=fsum(corrected) / len(audits), audits=len(audits), shares=shares)


def trend(earlier: Quarter, later: Quarter, snapshot: Snapshot, params: IndexParameters = CCI_1) -> Trend:
    """A shopper who came in both quarters as often cancels out of the difference."""
    shoppers = earlier.shares.keys() | later.shares.keys()
    shopper_variance = fsum(
        (later.shares.get(s, 0.0) - earlier.shares.get(s, 0.0)) ** 2 * snapshot.severity_of(s).variance
        for s in shoppers
    )
    spread = sqrt(snapshot.rest_variance * (1 / earlier.audits + 1 / later.audits) + shopper_variance)
    change = later.mean - earlier.mean
    z = change / spread if spread else (inf if change > 0 else -inf if change < 0 else 0.0)
    enough = min(earlier.audits, later.audits) >= params.trend_audits
    return Trend(
        change=change,
        z=z,
        visible=enough and abs(z) > params.trend_z,
        smallest_detectable=params.detectable_z * spread,
    )
