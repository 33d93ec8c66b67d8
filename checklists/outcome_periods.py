"""What a branch achieved over a year, from figures of months and of quarters."""

from collections.abc import Iterable, Mapping
from datetime import date
from math import fsum

from checklists.outcomes import LIMITS, OutcomeKind

MONTHS = 12


def latest_months(today: date) -> list[str]:
    """The twelve months that end with the present one, the oldest first."""
    last = today.year * 12 + today.month - 1
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range(last - MONTHS + 1, last + 1)]


def periods_of(months: list[str]) -> list[str]:
    """These months and every quarter that has one of them."""
    return [*months, *dict.fromkeys(_quarter_of(month) for month in months)]


def yearly_value(kind: OutcomeKind, values: Mapping[str, float], months: list[str]) -> float | None:
    """The mean of a month. A quarter stands for those of its months that have no figure of their own.

    A third of what is counted in a quarter belongs to each of its months. None without a figure.
    """
    counted = LIMITS[kind].unit == "count"
    found = []
    for month in months:
        if month in values:
            found.append(values[month])
        elif (quarter := _quarter_of(month)) in values:
            found.append(values[quarter] / 3 if counted else values[quarter])
    return fsum(found) / len(found) if found else None


def _quarter_of(month: str) -> str:
    year, number = month.split("-")
    return f"{year}-Q{(int(number) + 2) // 3}"


def latest_period(periods: Iterable[str]) -> str | None:
    """The one that ends last; a month rather than the quarter that ends with it. None without any."""
    return max(periods, key=lambda period: (_last_month(period), not _is_quarter(period)), default=None)


def _last_month(period: str) -> tuple[int, int]:
    year, part = period.split("-")
    return int(year), int(part[1:]) * 3 if _is_quarter(period) else int(part)


def _is_quarter(period: str) -> bool:
    return "Q" in period
