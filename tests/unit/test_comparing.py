"""When a branch is compared, and how sure a region's result is."""

from uuid import UUID

import pytest

from checklists.headline import DatedIndex, audits_until_published, branch_sums, headline
from checklists.quantiles import student_t
from checklists.roll_up import RollUp, roll_up_interval
from checklists.snapshot import Snapshot

SNAPSHOT = Snapshot(
    mean=60,
    branch_variance=60,
    region_variance=5,
    shopper_variance=20,
    rest_variance=150,
    branches=40,
    audits=400,
    separable=True,
    severities={},
    region_base={},
)


def audits_of(*facts: tuple[int, int]) -> list[DatedIndex]:
    return [DatedIndex(age_days=age, index=70.0, shopper=UUID(int=shopper)) for age, shopper in facts]


@pytest.mark.parametrize(
    ("audits", "missing"),
    [
        (audits_of((0, 1)), 2),
        (audits_of((0, 1), (3, 1), (9, 1)), 1),
        (audits_of((0, 1), (3, 2), (9, 1)), 0),
        (audits_of((300, 1), (310, 2), (320, 1)), 1),
    ],
    ids=["too few", "one shopper", "enough", "too old"],
)
def test_as_many_audits_as_are_said_to_be_missing_publish_a_branch(audits: list[DatedIndex], missing: int) -> None:
    sums = branch_sums(audits)
    assert sums is not None
    assert audits_until_published(sums.audits, len(sums.shopper_weights), sums.weight) == missing
    for more in range(missing + 1):
        fresh = audits_of(*((0, 10 + n) for n in range(more)))
        result = headline([*audits, *fresh], SNAPSHOT)
        assert result is not None
        assert result.published is (more == missing)


def test_the_interval_of_a_region_is_that_of_a_headline_with_its_variance() -> None:
    low, high = roll_up_interval(RollUp(value=64.0, variance=9.0), SNAPSHOT)
    assert [64.0 - low, high - 64.0] == pytest.approx([3 * student_t(0.95, 10.0)] * 2)
    assert roll_up_interval(RollUp(value=99.0, variance=400.0), SNAPSHOT)[1] == 100.0
