"""How far several people who scored the same thing agree.

Krippendorff's alpha: 1 is perfect agreement, 0 what chance would bring, below 0 worse than chance. It takes any number
of coders, missing values and ordinal scales. K. Krippendorff, Computing Krippendorff's Alpha-Reliability (University
of Pennsylvania, 2011); A. F. Hayes and K. Krippendorff, Communication Methods and Measures 1 (2007), 77-89.

Beside it the plain percent agreement: the share of pairs of coders who chose exactly the same. It forgives luck.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations, permutations
from typing import Literal, TypeVar

import msgspec

Level = Literal["nominal", "ordinal"]
V = TypeVar("V", bound=Hashable)
Units = Sequence[Sequence[V]]  # for each thing that was scored, the values it was given; missing ones left out


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """`pairs` of coders compared, `same` of them chose the same; `percent` is None without a pair.

    `spread` is the mean distance of a pair, as a share of the largest there could be: what to look at where there is
    one thing to score only, as alpha needs several.
    """

    pairs: int
    same: int
    percent: float | None
    spread: float | None


def agreement(units: Units[V], level: Level, scale: Sequence[V]) -> Agreement:
    """`scale`: all values there could be, those of an ordinal scale lowest first."""
    pairs = [pair for unit in units for pair in combinations(unit, 2)]
    same = sum(one == other for one, other in pairs)
    far = max(len(scale) - 1, 1) if level == "ordinal" else 1
    steps = {value: n for n, value in enumerate(scale)}
    apart = [abs(steps[a] - steps[b]) if level == "ordinal" else int(a != b) for a, b in pairs]
    return Agreement(
        pairs=len(pairs),
        same=same,
        percent=same / len(pairs) if pairs else None,
        spread=sum(apart) / len(pairs) / far if pairs else None,
    )


def alpha(units: Units[V], level: Level, scale: Sequence[V]) -> float | None:
    """Krippendorff's alpha. None where it is not defined: without a pair, and where all values are the same."""
    paired = [unit for unit in units if len(unit) > 1]
    totals = Counter(value for unit in paired for value in unit)
    values = totals.total()
    distances = _distances(totals, level, scale)
    expected = sum(totals[a] * totals[b] * far for (a, b), far in distances.items()) / max(values - 1, 1)
    if expected == 0:
        return None
    observed = sum(
        sum(distances[pair] for pair in permutations(unit, 2) if pair[0] != pair[1]) / (len(unit) - 1)
        for unit in paired
    )
    return 1 - observed / expected


def _distances(totals: Counter[V], level: Level, scale: Sequence[V]) -> dict[tuple[V, V], float]:
    """The squared difference of any two different values that occur.

    On an ordinal scale it is how many of the values given lie from one to the other, both ends counted by half: a step
    that nobody uses separates nothing.
    """
    used = [value for value in scale if totals[value]]
    if level == "nominal":
        return dict.fromkeys(permutations(used, 2), 1.0)
    found: dict[tuple[V, V], float] = {}
    for (n, low), (m, high) in combinations(enumerate(used), 2):
        between = sum(totals[value] for value in used[n : m + 1]) - (totals[low] + totals[high]) / 2
        found[low, high] = found[high, low] = between**2
    return found


def most_disagreed(agreements: Iterable[tuple[str, Agreement]]) -> list[str]:
    """The keys of what was not scored alike, the widest apart first."""
    apart = [(key, one) for key, one in agreements if one.pairs and one.same < one.pairs]
    return [key for key, one in sorted(apart, key=lambda pair: (-(pair[1].spread or 0), pair[1].percent or 0, pair[0]))]
