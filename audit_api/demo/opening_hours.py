"""When a branch of the demo is open, on its own clock: nobody calls back at night, and nobody shops on a holiday."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(8), time(18)
HOLIDAYS = frozenset({(1, 1), (5, 1), (12, 25), (12, 26)})
"""Month and day. Enough for no shop to look like a mistake in any of the countries."""
FRIDAY = 4


def is_working_day(day: date) -> bool:
    return day.weekday() <= FRIDAY and (day.month, day.day) not in HOLIDAYS


def local(day: date, clock: time, time_zone: str) -> datetime:
    """In UTC, what a clock at the branch shows."""
    return datetime.combine(day, clock, ZoneInfo(time_zone)).astimezone(UTC)


def day_at(moment: datetime, time_zone: str) -> date:
    return moment.astimezone(ZoneInfo(time_zone)).date()


def is_open(moment: datetime, time_zone: str) -> bool:
    day = day_at(moment, time_zone)
    return is_working_day(day) and local(day, OPENS, time_zone) <= moment < local(day, CLOSES, time_zone)


def next_opening(moment: datetime, time_zone: str) -> datetime:
    """The first opening after `moment`."""
    day = day_at(moment, time_zone)
    while not is_working_day(day) or local(day, OPENS, time_zone) <= moment:
        day += timedelta(days=1)
    return local(day, OPENS, time_zone)
