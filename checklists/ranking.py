"""Rank ranges and groups instead of ranks (index specification, section 6)."""

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist

import msgspec
import numpy as np
from numpy.typing import NDArray

from checklists.parameters import CCI_1, IndexParameters
from checklists.snapshot import Snapshot

Floats = NDArray[np.float64]


class Contender(msgspec.Struct, frozen=True, kw_only=True):
    """A published branch of a league; `key` decides the order of equal headlines."""

    key: str
    headline: float
    variance: float


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Best and worst rank the branch can be told to have, from 1; `group` counts from 1, the best."""

    best: int
    worst: int
    group: int


def standings(contenders: Sequence[Contender], params: IndexParameters = CCI_1) -> dict[str, Standing]:
    """Ranges of ranks and groups by `key`. No two members of a group can be told apart."""
    ordered = sorted(contenders, key=lambda one: (-one.headline, one.key))
    heads = np.array([one.headline for one in ordered])
    variances = np.array([one.variance for one in ordered])
    groups = _groups(heads, variances, params.pair_z)
    found: dict[str, Standing] = {}
    # A row at a time: all pairs at once would be gigabytes for a large league.
    for n, one in enumerate(ordered):
        reach = params.pair_z * np.sqrt(variances + one.variance)
        better = int(np.count_nonzero(heads - one.headline > reach))
        worse = int(np.count_nonzero(one.headline - heads > reach))
        found[one.key] = Standing(best=1 + better, worst=len(ordered) - worse, group=groups[n])
    return found


def _groups(heads: Floats, variances: Floats, pair_z: float) -> list[int]:
    """A new group starts where a branch can be told from any member of the current one; best first."""
    groups: list[int] = []
    number, first = 1, 0
    for n, head in enumerate(heads):
        gaps = heads[first:n] - head
        if np.any(gaps > pair_z * np.sqrt(variances[first:n] + variances[n])):
            number, first = number + 1, n
        groups.append(number)
    return groups


def in_top_tenth(headline: float, variance: float, snapshot: Snapshot, params: IndexParameters = CCI_1) -> bool:
    """Whether the branch is probably above the line that a tenth of its league lies above.

    Where branches do not differ beyond luck there is no such line.
    """
    if snapshot.true_variance <= 0:
        return False
    line = snapshot.mean + params.badge_z * sqrt(snapshot.true_variance)
    if variance <= 0:
        return headline >= line
    return 1 - NormalDist(headline, sqrt(variance)).cdf(line) >= params.badge_probability
