"""What must hold for every headline, ranking, stage and trend (index specification, section 13)."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checklists.headline import DatedIndex, Headline, headline
from checklists.ranking import Contender, in_top_tenth, standings
from checklists.roll_up import BranchPart, roll_up
from checklists.snapshot import Severity, Snapshot
from checklists.stage import stage, stage_verdict
from checklists.trend import quarter, trend

EXACT = 1e-9
SHOPPERS = [UUID(int=n) for n in range(6)]
points = st.floats(-15, 15, allow_nan=False)
variances = st.floats(0.1, 200, allow_nan=False)
indexes = st.floats(0, 100, allow_nan=False)
shares = st.none() | st.floats(0, 1, allow_nan=False)

snapshots = st.builds(
    Snapshot,
    mean=st.floats(20, 90),
    branch_variance=variances,
    region_variance=st.floats(0, 50),
    shopper_variance=variances,
    rest_variance=variances,
    branches=st.integers(20, 500),
    audits=st.just(1000),
    separable=st.just(True),
    severities=st.dictionaries(
        st.sampled_from([str(one) for one in SHOPPERS[:5]]),
        st.builds(Severity, points=points, variance=variances),
        max_size=5,
    ),
    region_base=st.just({}),
)
visits = st.lists(
    st.builds(DatedIndex, age_days=st.integers(0, 363), index=indexes, shopper=st.sampled_from(SHOPPERS)),
    min_size=1,
    max_size=20,
)


def known(audits: list[DatedIndex], snapshot: Snapshot) -> Headline:
    found = headline(audits, snapshot)
    assert found is not None
    return found


def near(value: float) -> object:
    return pytest.approx(value, abs=EXACT)


@given(visits, snapshots)
def test_the_printed_lines_add_up(audits: list[DatedIndex], snapshot: Snapshot) -> None:
    found = known(audits, snapshot)
    assert found.own + found.version_change + found.severity + found.peer_pull == near(found.headline)


@given(visits, snapshots, st.randoms(use_true_random=False))
def test_the_order_of_audits_is_irrelevant(audits: list[DatedIndex], snapshot: Snapshot, dice: object) -> None:
    shuffled = sorted(audits, key=lambda _: dice.random())  # type: ignore[attr-defined]
    assert known(shuffled, snapshot).headline == near(known(audits, snapshot).headline)


@given(visits, snapshots)
def test_the_headline_lies_between_the_corrected_result_and_the_mean(
    audits: list[DatedIndex], snapshot: Snapshot
) -> None:
    found = known(audits, snapshot)
    ends = sorted((min(100.0, max(0.0, found.corrected)), snapshot.mean))
    assert ends[0] - EXACT <= found.headline <= ends[1] + EXACT
    assert 0 <= found.low <= found.headline <= found.high <= 100


@given(visits, snapshots, st.integers(0, 19), st.floats(0, 50))
def test_a_better_audit_never_lowers_the_headline(
    audits: list[DatedIndex], snapshot: Snapshot, which: int, more: float
) -> None:
    n = which % len(audits)
    better = [*audits]
    better[n] = replace(better[n], index=min(100.0, better[n].index + more))
    assert known(better, snapshot).headline >= known(audits, snapshot).headline - EXACT


@given(visits, snapshots)
def test_branches_that_do_not_differ_get_the_mean(audits: list[DatedIndex], snapshot: Snapshot) -> None:
    alike = replace(snapshot, branch_variance=0.0, region_variance=0.0)
    assert known(audits, alike).headline == near(snapshot.mean)
    assert known(audits, alike).missing_audits is None


@given(visits, snapshots)
def test_branches_that_differ_without_end_keep_their_own(audits: list[DatedIndex], snapshot: Snapshot) -> None:
    found = known(audits, replace(snapshot, branch_variance=1e15))
    assert found.headline == pytest.approx(min(100.0, max(0.0, found.corrected)), abs=1e-6)


@given(visits, snapshots, st.integers(1, 100))
def test_ageing_keeps_the_own_result_and_lowers_reliability(
    audits: list[DatedIndex], snapshot: Snapshot, days: int
) -> None:
    young = [replace(audit, age_days=audit.age_days % 200) for audit in audits]
    old = [replace(audit, age_days=audit.age_days + days) for audit in young]
    before, after = known(young, snapshot), known(old, snapshot)
    assert after.own == near(before.own)
    assert after.reliability < before.reliability + EXACT
    assert after.weight < before.weight


@given(visits, snapshots)
def test_audits_outside_the_window_do_not_count(audits: list[DatedIndex], snapshot: Snapshot) -> None:
    outside = [*audits, replace(audits[0], age_days=364), replace(audits[0], age_days=-1)]
    assert known(outside, snapshot) == known(audits, snapshot)
    assert headline([replace(audits[0], age_days=364)], snapshot) is None


@given(st.floats(0, 100), st.floats(0.1, 100), snapshots)
def test_more_weight_never_widens(index: float, noise: float, snapshot: Snapshot) -> None:
    """The same result from twice the audits of the same, well-known shopper mix."""
    steady = replace(snapshot, shopper_variance=0.0, severities={}, rest_variance=noise)
    once = [DatedIndex(age_days=0, index=index, shopper=SHOPPERS[n % 2]) for n in range(4)]
    narrow, wide = known(once * 2, steady), known(once, steady)
    assert narrow.reliability >= wide.reliability
    # Near the mean; far from it the price of shrinking less certain results may move either way.
    if abs(index - snapshot.mean) < 1:
        assert narrow.variance <= wide.variance + EXACT


@pytest.mark.parametrize(
    ("ages", "shoppers", "published"),
    [
        ([0, 0, 0], [0, 1, 0], True),
        ([0, 0], [0, 1], False),
        ([0, 0, 0], [0, 0, 0], False),
        ([300, 300, 300], [0, 1, 2], False),
    ],
)
def test_what_is_published(ages: list[int], shoppers: list[int], published: bool) -> None:
    snapshot = Snapshot(
        mean=60,
        branch_variance=60,
        region_variance=0,
        shopper_variance=20,
        rest_variance=150,
        branches=40,
        audits=400,
        separable=True,
        severities={},
        region_base={},
    )
    audits = [DatedIndex(age_days=a, index=70, shopper=SHOPPERS[s]) for a, s in zip(ages, shoppers, strict=True)]
    assert known(audits, snapshot).published is published


contenders = st.lists(st.tuples(indexes, variances), min_size=1, max_size=25).map(
    lambda rows: [Contender(key=f"{n:03}", headline=h, variance=v) for n, (h, v) in enumerate(rows)]
)


@given(contenders)
def test_no_two_members_of_a_group_can_be_told_apart(branches: list[Contender]) -> None:
    found = standings(branches)
    for one in branches:
        for other in branches:
            if found[one.key].group == found[other.key].group:
                assert abs(one.headline - other.headline) <= 1.645 * (one.variance + other.variance) ** 0.5 + EXACT


@given(contenders)
def test_a_rank_range_is_a_range_of_ranks(branches: list[Contender]) -> None:
    for standing in standings(branches).values():
        assert 1 <= standing.best <= standing.worst <= len(branches)


@given(indexes, indexes, indexes, shares, shares)
def test_stages_rise_with_the_headline_and_need_their_levels(
    a: float, b: float, c: float, level2: float | None, level3: float | None
) -> None:
    low, middle, high = sorted((a, b, c))
    assert stage(low, level2, level3) <= stage(middle, level2, level3) <= stage(high, level2, level3)
    assert stage(high, None, level3) == 1
    assert stage(high, level2, None) <= 2
    verdict = stage_verdict(middle, low, high, level2, level3)
    assert verdict.confirmed == (verdict.between is None)


@given(visits, visits, snapshots)
def test_a_trend_turned_round_has_the_other_sign(
    earlier: list[DatedIndex], later: list[DatedIndex], snapshot: Snapshot
) -> None:
    first, second = quarter(earlier, snapshot), quarter(later, snapshot)
    assert first is not None
    assert second is not None
    there, back = trend(first, second, snapshot), trend(second, first, snapshot)
    assert there.change == near(-back.change)
    assert there.visible == back.visible
    if min(len(earlier), len(later)) < 3:
        assert not there.visible


@given(visits, snapshots)
def test_a_region_of_one_branch_has_its_result(audits: list[DatedIndex], snapshot: Snapshot) -> None:
    own = known(audits, snapshot)
    weights = dict.fromkeys(SHOPPERS, 0.0)
    for audit in audits:
        weights[audit.shopper] += 2.0 ** (-audit.age_days / 91)
    part = BranchPart(corrected=own.corrected, weight=own.weight, shopper_weights=weights, customers=7)
    found = roll_up([part], snapshot)
    assert found is not None
    assert found.value == near(own.corrected)
    assert found.variance == pytest.approx(own.noise)
    assert roll_up([], snapshot) is None


@given(snapshots, variances)
def test_the_badge_needs_to_be_probable(snapshot: Snapshot, variance: float) -> None:
    assert not in_top_tenth(snapshot.mean, variance, snapshot)
    line = snapshot.mean + 1.2816 * snapshot.true_variance**0.5
    assert in_top_tenth(line + 2 * variance**0.5, variance, snapshot) == (snapshot.true_variance > 0)


def test_where_all_are_alike_nobody_is_among_the_best() -> None:
    alike = Snapshot(
        mean=60.0,
        branch_variance=0.0,
        region_variance=0.0,
        shopper_variance=0.0,
        rest_variance=1e-6,
        branches=24,
        audits=100,
        separable=True,
        severities={},
        region_base={},
    )
    found = known([DatedIndex(age_days=0, index=60.0, shopper=SHOPPERS[0])] * 3, alike)
    assert (found.headline, found.variance) == (60.0, 0.0)
    assert not in_top_tenth(found.headline, found.variance, alike)
