"""A year of figures, from months and quarters."""

from datetime import date

import pytest

from checklists.outcome_periods import latest_months, periods_of, yearly_value

MONTHS = latest_months(date(2026, 2, 10))


def test_the_twelve_months_end_with_this_one() -> None:
    assert (MONTHS[0], MONTHS[-1], len(MONTHS)) == ("2025-03", "2026-02", 12)
    assert periods_of(MONTHS)[12:] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1"]


def test_a_share_is_averaged_and_a_count_is_spread() -> None:
    assert yearly_value("repeat_rate", {"2025-Q2": 40.0, "2025-Q3": 50.0}, MONTHS) == 45
    assert yearly_value("revenue", {"2025-Q2": 300.0, "2025-Q3": 600.0}, MONTHS) == pytest.approx(150)


def test_a_month_goes_before_its_quarter() -> None:
    assert yearly_value("revenue", {"2025-Q2": 300.0, "2025-05": 400.0}, MONTHS) == pytest.approx(200)


def test_only_the_months_inside_count() -> None:
    assert yearly_value("nps", {"2025-Q1": 10.0, "2025-04": 40.0}, MONTHS) == 25
    assert yearly_value("nps", {"2025-02": 10.0, "2026-03": 20.0, "2024-Q4": 1.0}, MONTHS) is None
