"""A share of few cases, with how sure it is."""

from math import sqrt

import msgspec

Z_90 = 1.6448536269514722  # 90 %: as wide as the intervals of the index
TELLING_CASES = 10  # below it even a share of none reaches above a fifth


class Proportion(msgspec.Struct, frozen=True, kw_only=True):
    """`cases` of which `hits`. Without an interval there are too few to tell anything."""

    cases: int
    hits: int
    share: float | None
    low: float | None
    high: float | None


def proportion(hits: int, cases: int) -> Proportion:
    """Wilson's score interval at 90 %.

    E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212. L. D. Brown, T. T. Cai and
    A. DasGupta, Statistical Science 16 (2001), 101-133, recommend it where cases are few.
    """
    if not 0 <= hits <= cases:
        raise ValueError(f"{hits} of {cases}")
    if cases < TELLING_CASES:
        return Proportion(cases=cases, hits=hits, share=None, low=None, high=None)
    low, high = wilson(hits, cases, Z_90)
    return Proportion(cases=cases, hits=hits, share=hits / cases, low=low, high=high)


def wilson(hits: int, cases: int, z: float) -> tuple[float, float]:
    share, spread = hits / cases, z * z / cases
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / cases + spread / (4 * cases)) / (1 + spread)
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
