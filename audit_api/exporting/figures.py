"""Figures as the reader writes them."""

from datetime import date, datetime

from audit_api.exporting.words import Words

MINUTE, HOUR = 60, 3600


class Figures:
    """Writes numbers, shares, days and times as one language does."""

    def __init__(self, words: Words) -> None:
        self._said = words.report
        self._comma = "." if words.language == "en" else ","
        self._language = words.language

    def points(self, value: float) -> str:
        """A number with one decimal, rounded as the pages round it: half away from zero."""
        tenths = int(abs(value) * 10 + 0.5 + 1e-9)
        sign = "\N{MINUS SIGN}" if value < 0 and tenths else ""
        return f"{sign}{tenths // 10}{self._comma}{tenths % 10}"

    def percent(self, of100: float | None) -> str:
        if of100 is None:
            return "\N{EN DASH}"
        return self._said["percent"].format(int(of100 + 0.5 + 1e-9))

    def share(self, share: float) -> str:
        return self.percent(share * 100)

    def day(self, moment: datetime) -> str:
        return self._said["day"].format(d=moment.day, m=self._month(moment), y=moment.year)

    def short_day(self, moment: datetime) -> str:
        return self._said["short_day"].format(d=moment.day, m=self._month(moment))

    def month(self, day: date) -> str:
        return f"{self._month(day)} {day.year}"

    def audits(self, count: int) -> str:
        return self._said["n_audits"].format(count)

    def span(self, seconds: float) -> str:
        """A time in the two largest units that say something."""
        total = int(seconds + 0.5)
        hours, minutes, rest = total // HOUR, total % HOUR // MINUTE, total % MINUTE
        units = [("h", hours), ("min", minutes), ("s", rest)]
        said = [f"{count} {self._said[name]}" for name, count in units if count][:2]
        return " ".join(said) or f"0 {self._said['s']}"

    def _month(self, moment: date) -> str:
        return self._said["months"].split()[moment.month - 1]
