"""The result of one wave: the rules of a headline, without the weights of age."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.headline import BranchSums, DatedIndex, Headline, headline
from checklists.snapshot import Severity, Snapshot
from checklists.waves import mean_of, wave_headline, wave_sums

SNAPSHOT = Snapshot(
    mean=61.0,
    branch_variance=60.0,
    region_variance=4.0,
    shopper_variance=20.0,
    rest_variance=180.0,
    branches=48,
    audits=900,
    separable=True,
    severities={
        str(UUID(int=1)): Severity(points=4.0, variance=3.0),
        str(UUID(int=2)): Severity(points=-2.5, variance=6.0),
    },
    region_base={},
)
SAME = ("own", "version_change", "severity", "headline", "corrected", "noise", "variance", "low", "high", "reliability")


def audits(age: st.SearchStrategy[int]) -> st.SearchStrategy[list[DatedIndex]]:
    one = st.builds(
        DatedIndex,
        age_days=age,
        index=st.floats(0, 100),
        shopper=st.integers(1, 4).map(lambda n: UUID(int=n)),
        offset=st.floats(-5, 5),
    )
    return st.lists(one, min_size=1, max_size=12)


def result(own: list[DatedIndex]) -> Headline:
    sums = wave_sums(own)
    assert sums is not None
    return wave_headline(sums, SNAPSHOT)


@given(own=audits(st.just(0)))
def test_a_wave_that_holds_everything_with_equal_weights_is_the_whole(own: list[DatedIndex]) -> None:
    whole, wave = headline(own, SNAPSHOT), result(own)
    assert whole is not None
    assert [getattr(wave, name) for name in SAME] == pytest.approx([getattr(whole, name) for name in SAME])
    assert (wave.published, wave.audits, wave.shoppers) == (whole.published, whole.audits, whole.shoppers)


@given(own=audits(st.integers(0, 900)), dice=st.randoms(use_true_random=False))
def test_neither_age_nor_order_matters(own: list[DatedIndex], dice: object) -> None:
    mixed = [DatedIndex(age_days=0, index=one.index, shopper=one.shopper, offset=one.offset) for one in own]
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    assert [getattr(result(own), name) for name in SAME] == pytest.approx(
        [getattr(result(mixed), name) for name in SAME]
    )


@given(first=audits(st.integers(0, 90)), second=audits(st.integers(91, 180)))
def test_the_sums_of_waves_are_those_of_their_audits_together(
    first: list[DatedIndex], second: list[DatedIndex]
) -> None:
    one, other, both = wave_sums(first), wave_sums(second), wave_sums([*first, *second])
    assert one and other and both
    shoppers = one.shopper_weights.keys() | other.shopper_weights.keys()
    added = BranchSums(
        weight=one.weight + other.weight,
        index_sum=one.index_sum + other.index_sum,
        offset_sum=one.offset_sum + other.offset_sum,
        shopper_weights={s: one.shopper_weights.get(s, 0) + other.shopper_weights.get(s, 0) for s in shoppers},
        audits=one.audits + other.audits,
    )
    assert added.shopper_weights == both.shopper_weights
    assert (added.weight, added.audits) == (both.weight, both.audits)
    assert [added.index_sum, added.offset_sum] == pytest.approx([both.index_sum, both.offset_sum])


@given(own=audits(st.integers(0, 364)))
def test_a_headline_lies_between_the_corrected_result_and_the_mean_of_the_year(own: list[DatedIndex]) -> None:
    found = result(own)
    between = sorted([min(100.0, max(0.0, found.corrected)), SNAPSHOT.mean])
    assert between[0] - 1e-9 <= found.headline <= between[1] + 1e-9
    assert found.own + found.version_change + found.severity + found.peer_pull == pytest.approx(found.headline)


@pytest.mark.parametrize(
    ("shoppers", "published"),
    [([1, 2], False), ([1, 1, 1], False), ([1, 1, 2], True)],
    ids=["two", "one shopper", "enough"],
)
def test_a_wave_is_published_from_three_audits_by_two_shoppers_on(shoppers: list[int], published: bool) -> None:
    found = result([DatedIndex(age_days=300, index=70.0, shopper=UUID(int=n)) for n in shoppers])
    assert found.published is published
    assert found.missing_audits is None and found.audits_per_quarter is None


def test_without_audits_there_is_nothing() -> None:
    assert wave_sums([]) is None
    assert mean_of([], SNAPSHOT) is None


@given(own=audits(st.integers(0, 364)), other=audits(st.integers(0, 364)))
def test_the_mean_of_a_wave_lies_among_its_branches(own: list[DatedIndex], other: list[DatedIndex]) -> None:
    found = [result(own), result(other)]
    mean = mean_of(found, SNAPSHOT)
    corrected = sorted(one.corrected for one in found)
    assert mean is not None and corrected[0] - 1e-9 <= mean <= corrected[1] + 1e-9
    surer = min(found, key=lambda one: one.noise)
    assert abs(mean - surer.corrected) <= (corrected[1] - corrected[0]) / 2 + 1e-9
