"""The recency-weighted own result of a branch."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.own_result import DayOfAudits, own_result
from checklists.parameters import CCI_1


def day(age_days: int, *indexes: float) -> DayOfAudits:
    return DayOfAudits(age_days=age_days, audits=len(indexes), index_sum=sum(indexes))


DAYS = st.lists(
    st.builds(lambda age, indexes: day(age, *indexes), st.integers(0, 200), st.lists(st.floats(0, 100), min_size=1)),
    min_size=1,
)


def test_an_audit_weighs_half_as_much_after_a_quarter() -> None:
    result = own_result([day(0, 90.0), day(91, 60.0), day(182, 30.0)])
    assert result.weight == pytest.approx(1 + 0.5 + 0.25)
    assert result.own == pytest.approx((90 + 30 + 7.5) / 1.75)
    assert result.audits == 3


def test_several_audits_of_a_day_count_each() -> None:
    assert own_result([day(0, 100.0, 50.0, 0.0)]) == own_result([day(0, 100.0), day(0, 50.0), day(0, 0.0)])


def test_the_window_is_four_quarters_of_whole_days() -> None:
    assert own_result([day(363, 70.0)]).own == pytest.approx(70)
    outside = own_result([day(364, 70.0), day(-1, 70.0)])
    assert (outside.own, outside.audits, outside.weight) == (None, 0, 0)


def test_a_single_audit_is_labelled() -> None:
    assert own_result([day(5, 70.0)]).single_audit
    assert own_result([day(5, 70.0), day(400, 10.0)]).single_audit
    assert not own_result([day(5, 70.0, 70.0)]).single_audit
    assert not own_result([]).single_audit


@given(DAYS, st.randoms(use_true_random=False))
def test_order_does_not_matter(days: list[DayOfAudits], chance: random.Random) -> None:
    assert own_result(chance.sample(days, len(days))) == own_result(days)


@given(DAYS, st.integers(0, CCI_1.window_days - 201))
def test_ageing_every_audit_alike_keeps_the_result_and_lowers_its_weight(days: list[DayOfAudits], more: int) -> None:
    before = own_result(days)
    after = own_result([DayOfAudits(age_days=d.age_days + more, audits=d.audits, index_sum=d.index_sum) for d in days])
    assert after.own == pytest.approx(before.own, abs=1e-9)
    assert after.weight == pytest.approx(before.weight * 2 ** (-more / 91))
    assert after.audits == before.audits


@given(DAYS)
def test_the_result_lies_between_the_audits(days: list[DayOfAudits]) -> None:
    means = [d.index_sum / d.audits for d in days]
    own = own_result(days).own
    assert own is not None and min(means) - 1e-9 <= own <= max(means) + 1e-9
