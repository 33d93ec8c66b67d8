"""The effect of a remedy: the trend rule around the moment when it was done."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from checklists.effects import SPAN, Effect, MeasuredAudit, effect
from checklists.headline import DatedIndex
from checklists.parameters import CCI_1
from checklists.snapshot import Severity, Snapshot
from checklists.trend import quarter, trend

DONE = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = DONE + SPAN
ANNE, BERT = uuid4(), uuid4()
SNAPSHOT = Snapshot(
    mean=60.0,
    branch_variance=40.0,
    region_variance=0.0,
    shopper_variance=9.0,
    rest_variance=25.0,
    branches=30,
    audits=300,
    separable=True,
    severities={str(ANNE): Severity(points=2.0, variance=1.0), str(BERT): Severity(points=-1.0, variance=1.5)},
    region_base={},
)


def audits(days: list[int], index: float, shopper: UUID = ANNE, score: float | None = None) -> list[MeasuredAudit]:
    """`days` after the remedy was done."""
    return [
        MeasuredAudit(at=DONE + timedelta(days=day, hours=1), index=index, shopper=shopper, item_score=score)
        for day in days
    ]


def measured(before: list[MeasuredAudit], after: list[MeasuredAudit], now: datetime = LATER) -> Effect:
    return effect(before + after, DONE, now, SNAPSHOT)


def test_it_is_the_trend_between_the_two_quarters() -> None:
    before = audits([-80, -40], 50.0) + audits([-10], 56.0, BERT)
    after = audits([5, 20], 71.0) + audits([40, 80], 66.0, BERT)
    found = measured(before, after)

    def as_quarter(side: list[MeasuredAudit]) -> object:
        return quarter([DatedIndex(age_days=0, index=a.index, shopper=a.shopper) for a in side], SNAPSHOT)

    expected = trend(as_quarter(before), as_quarter(after), SNAPSHOT)  # type: ignore[arg-type]
    assert found.change == pytest.approx(expected.change)
    assert found.smallest_detectable == pytest.approx(expected.smallest_detectable)
    assert found.verdict == "better"
    assert (found.before.audits, found.after.audits) == (3, 4)
    # The corrected means: Anne is lenient by 2 points, Bert severe by 1.
    assert found.before.mean == pytest.approx((48 + 48 + 57) / 3)


@pytest.mark.parametrize(("index", "verdict"), [(90.0, "better"), (20.0, "worse"), (53.0, "unchanged")])
def test_only_a_visible_change_is_one(index: float, verdict: str) -> None:
    assert measured(audits([-30, -20, -10], 50.0), audits([10, 20, 30], index)).verdict == verdict


def test_until_there_are_enough_audits_nothing_is_told() -> None:
    before, after = audits([-30, -20, -10], 50.0), audits([10, 20], 90.0)
    soon = measured(before, after, DONE + timedelta(days=21))
    assert (soon.verdict, soon.complete) == ("too_early", False)
    over = measured(before, after)
    assert (over.verdict, over.complete) == ("too_few", True)
    assert measured(before[:2], audits([1, 2, 3], 90.0), DONE + timedelta(days=4)).verdict == "too_few"


def test_without_audits_or_snapshot_there_is_no_figure() -> None:
    nothing = effect([], DONE, DONE, SNAPSHOT)
    assert (nothing.verdict, nothing.change, nothing.before.mean) == ("too_few", None, None)
    uncalibrated = effect(audits([-3, -2, -1, 1, 2, 3], 50.0, score=0.5), DONE, LATER, None)
    assert (uncalibrated.verdict, uncalibrated.change) == ("no_snapshot", None)
    assert (uncalibrated.before.item_score, uncalibrated.before.audits) == (0.5, 3)


def test_audits_outside_of_the_quarters_do_not_count() -> None:
    inside = audits([-30, -20, -10], 50.0) + audits([10, 20, 30], 80.0)
    outside = [
        MeasuredAudit(at=DONE - SPAN - timedelta(seconds=1), index=0.0, shopper=ANNE),
        MeasuredAudit(at=DONE + SPAN, index=0.0, shopper=BERT),
    ]
    assert measured(inside, []) == measured(inside + outside, [])
    at_the_moment = MeasuredAudit(at=DONE, index=80.0, shopper=ANNE)
    assert measured(inside, [at_the_moment]).after.audits == 4


def test_the_score_of_the_item_itself_is_told_beside() -> None:
    found = measured(audits([-9, -8, -7], 50.0, score=0.25), audits([7, 8], 60.0, score=1.0) + audits([9], 60.0))
    assert (found.before.item_score, found.after.item_score) == (0.25, 1.0)


def test_the_limit_is_that_of_the_trend_rule() -> None:
    """The change at which it becomes visible is where z passes the rule's own."""
    spread = (SNAPSHOT.rest_variance * (1 / 3 + 1 / 3)) ** 0.5
    for factor, verdict in ((0.99, "unchanged"), (1.01, "better")):
        index = 50.0 + factor * CCI_1.trend_z * spread
        assert measured(audits([-3, -2, -1], 50.0), audits([1, 2, 3], index)).verdict == verdict
