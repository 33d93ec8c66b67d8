"""The server's time."""

from datetime import UTC, datetime


def now() -> datetime:
    """In whole milliseconds, which is what BSON keeps: a receipt must read the same after a restart."""
    return to_milliseconds(datetime.now(UTC))


def to_milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
