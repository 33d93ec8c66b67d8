"""The result of a branch from its audits (index specification, section 5: the own result)."""

from collections.abc import Iterable
from math import fsum

import msgspec

from checklists.headline import recency_weight
from checklists.parameters import CCI_1, IndexParameters


class DayOfAudits(msgspec.Struct, frozen=True, kw_only=True):
    """Eligible audits of one branch on one UTC day: how many whole days ago, how many, sum of their indexes."""

    age_days: int
    audits: int
    index_sum: float


class OwnResult(msgspec.Struct, frozen=True, kw_only=True):
    """Recency-weighted mean of a branch's audits.

    `own` 0-100, None without audits in the window; `weight` is the sum W of recency
    weights; `single_audit` because one visit is not a verdict and must be labelled.
    """

    own: float | None
    audits: int
    weight: float
    single_audit: bool


def own_result(days: Iterable[DayOfAudits], params: IndexParameters = CCI_1) -> OwnResult:
    """own = sum w y / W with w = 2^(-age/half-life), over the window. Order does not matter."""
    inside = [day for day in days if 0 <= day.age_days < params.window_days]
    weighed = [(recency_weight(day.age_days, params), day) for day in inside]
    weight = fsum(w * day.audits for w, day in weighed)
    own = fsum(w * day.index_sum for w, day in weighed) / weight if weight else None
    audits = sum(day.audits for day in inside)
    return OwnResult(own=own, audits=audits, weight=weight, single_audit=audits == 1)
