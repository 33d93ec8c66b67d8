"""Numbers and periods as people write them in spreadsheets; what may mean two things is refused, never guessed."""

import re
from datetime import date
from typing import Literal

NUMBER_MAX = 40
"""Most characters of a figure."""
YEAR_MIN = 2000
_PLAIN = re.compile(r"[+-]?[0-9]+")
_POINT = re.compile(r"([+-]?)([0-9]+)[.,]([0-9]+)")
_GROUPED = re.compile(r"([+-]?)([0-9]{1,3}(?:([ .,'])[0-9]{3})(?:\3[0-9]{3})*)(?:([.,])([0-9]+))?")
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2019": "'", "\u2212": "-"})
_QUARTER = re.compile(r"([0-9]{4})[- ]?[Qq]([1-4])")
_MONTHS = (
    re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})(?:-01)?"),
    re.compile(r"(?:0?1[./])?(?P<month>[0-9]{1,2})[./](?P<year>[0-9]{4})"),  # what spreadsheets make of a month
)


def parse_number(text: str) -> float | Literal["bad", "ambiguous"]:
    """A number with decimal point or comma, and groups of three. `1.234` may be either, so it is `ambiguous`."""
    text = text.strip().translate(_SPACES)
    if len(text) > NUMBER_MAX:
        return "bad"
    if _PLAIN.fullmatch(text):
        return float(text)
    if found := _POINT.fullmatch(text):
        sign, whole, part = found.groups()
        grouping = len(part) == 3 and len(whole) <= 3 and not whole.startswith("0")
        return "ambiguous" if grouping else float(f"{sign}{whole}.{part}")
    found = _GROUPED.fullmatch(text)
    if found is None or found[3] == found[4]:
        return "bad"
    sign, whole, group, _, part = found.groups()
    return float(f"{sign}{whole.replace(group, '')}.{part or 0}")


def parse_period(text: str) -> str | None:
    """A month (`2026-03`) or quarter (`2026-Q1`) as it is stored; None for what is neither."""
    text = text.strip()
    if found := _QUARTER.fullmatch(text):
        return f"{found[1]}-Q{found[2]}" if int(found[1]) >= YEAR_MIN else None
    for pattern in _MONTHS:
        found = pattern.fullmatch(text)
        if found and int(found["year"]) >= YEAR_MIN and 1 <= int(found["month"]) <= 12:
            return f"{found['year']}-{int(found['month']):02}"
    return None


def begins_after(period: str, today: date) -> bool:
    year, _, part = period.partition("-")
    month = int(part[1:]) * 3 - 2 if part.startswith("Q") else int(part)
    return (int(year), month) > (today.year, today.month)
