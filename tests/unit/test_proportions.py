"""Shares of few cases: against published figures, and what must hold for all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.proportions import TELLING_CASES, proportion, wilson

CASES = st.integers(1, 5000).flatmap(lambda cases: st.tuples(st.integers(0, cases), st.just(cases)))


@pytest.mark.parametrize(
    ("hits", "cases", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3 (95 %).
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(hits: int, cases: int, low: float, high: float) -> None:
    assert [round(bound, 4) for bound in wilson(hits, cases, 1.959964)] == [low, high]


@given(CASES)
def test_the_share_lies_in_its_interval(pair: tuple[int, int]) -> None:
    hits, cases = pair
    found = proportion(hits, cases)
    if cases < TELLING_CASES:
        assert (found.share, found.low, found.high) == (None, None, None)
        return
    assert found.low is not None and found.high is not None and found.share is not None
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert found.low < found.high


@given(CASES)
def test_hits_and_misses_mirror_each_other(pair: tuple[int, int]) -> None:
    hits, cases = pair
    low, high = wilson(hits, cases, 1.645)
    mirrored = wilson(cases - hits, cases, 1.645)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(CASES)
def test_more_of_the_same_makes_it_surer(pair: tuple[int, int]) -> None:
    hits, cases = pair
    few, many = wilson(hits, cases, 1.645), wilson(4 * hits, 4 * cases, 1.645)
    assert many[1] - many[0] < few[1] - few[0]


def test_more_hits_than_cases_are_a_mistake() -> None:
    with pytest.raises(ValueError):
        proportion(3, 2)
