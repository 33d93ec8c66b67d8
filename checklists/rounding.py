"""Rounding lines so that what is printed adds up (index specification, section 5)."""

from collections.abc import Sequence
from math import floor


def rounded_to_sum(values: Sequence[float], total: float, decimals: int = 1) -> list[float]:
    """`values` rounded so that they add up to the rounded `total`: the largest remainders are rounded up.

    No value moves by a whole step of the last decimal unless the values do not add up to `total` themselves.
    """
    scale = 10**decimals
    steps = [floor(value * scale) for value in values]
    missing = round(total * scale) - sum(steps)
    by_remainder = sorted(range(len(values)), key=lambda n: (steps[n] - values[n] * scale, n))
    for turn in range(abs(missing)):
        if not steps:
            break
        # Only a total that is not the sum needs more steps than there are values, or steps down.
        n = by_remainder[turn % len(steps)] if missing > 0 else by_remainder[-1 - turn % len(steps)]
        steps[n] += 1 if missing > 0 else -1
    return [step / scale for step in steps]
