"""Printed lines add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.rounding import rounded_to_sum

amounts = st.lists(st.floats(-100, 100, allow_nan=False), min_size=1, max_size=30)


@given(amounts)
def test_the_lines_add_up_to_the_printed_total(values: list[float]) -> None:
    total = sum(values)
    printed = rounded_to_sum(values, total)
    assert sum(printed) == pytest.approx(round(total * 10) / 10, abs=1e-9)
    assert all(abs(line - value) < 0.1 + 1e-9 for line, value in zip(printed, values, strict=True))


def test_the_largest_remainder_is_rounded_up() -> None:
    assert rounded_to_sum([1.04, 2.07, 3.09], 6.2) == [1.0, 2.1, 3.1]
    assert rounded_to_sum([0.33, 0.33, 0.34], 1.0) == [0.3, 0.3, 0.4]
    assert rounded_to_sum([], 0.0) == []
