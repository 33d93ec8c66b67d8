"""Rank correlation with outcomes, and the key drivers made of it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.drivers import SectionFacts, key_drivers
from checklists.outcomes import rank_correlation, ranks

values = st.lists(st.integers(-50, 50), min_size=10, max_size=40)


def test_equal_values_share_their_rank() -> None:
    assert list(ranks([10, 20, 20, 5])) == [2, 3.5, 3.5, 1]


def test_a_textbook_correlation() -> None:
    """Spearman 1904 style: ten judges; sum of squared rank differences 34 gives 1 - 6*34/990."""
    one, other = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [2, 1, 4, 3, 6, 5, 10, 9, 7, 8]
    difference = sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
    found = rank_correlation(one, other)
    assert found is not None
    assert found.rho == pytest.approx(1 - 6 * difference / 990)
    assert found.verdict == "goes_along"


@given(values, st.randoms(use_true_random=False))
def test_only_the_order_matters(numbers: list[int], dice: random.Random) -> None:
    outcome = [dice.random() for _ in numbers]
    plain, stretched = rank_correlation(numbers, outcome), rank_correlation([n**3 for n in numbers], outcome)
    assert plain == stretched
    if plain:
        assert -1 <= plain.low <= plain.rho <= plain.high <= 1


@given(values)
def test_what_is_bad_when_more_turns_the_verdict(numbers: list[int]) -> None:
    outcome = [n * 2.0 for n in numbers]
    found = rank_correlation(numbers, outcome, more_is_better=False)
    if found:
        assert found.verdict == "goes_against"


def test_chance_is_called_unclear() -> None:
    dice = random.Random(4)
    verdicts = []
    for _ in range(200):
        found = rank_correlation([dice.random() for _ in range(30)], [dice.random() for _ in range(30)])
        assert found is not None
        verdicts.append(found.verdict)
    assert 0.85 <= verdicts.count("unclear") / 200 <= 0.95


def test_few_or_equal_branches_say_nothing() -> None:
    assert rank_correlation([1.0] * 9, [2.0] * 9) is None
    assert rank_correlation([1.0] * 20, list(range(20))) is None
    with pytest.raises(ValueError, match="one index and one outcome"):
        rank_correlation([1.0], [])


def facts(key: str, scores: list[float], outcome: list[float], share: float = 0.5) -> SectionFacts:
    return SectionFacts(key=key, scores=scores, outcome=outcome, design_share=share)


def test_drivers_follow_the_outcome_where_there_is_one() -> None:
    outcome = [float(n) for n in range(12)]
    tone = facts("tone", [n / 20 for n in range(12)], outcome)
    speed = facts("speed", [0.9, 0.8] * 6, outcome)
    first, second = key_drivers([speed, tone])
    assert (first.key, first.source, first.quadrant, first.sure) == ("tone", "outcome", "mend_first", True)
    assert (second.key, second.quadrant, second.sure) == ("speed", "possibly_too_much", False)


def test_what_is_the_same_everywhere_drives_nothing() -> None:
    outcome = [float(n) for n in range(12)]
    tone, same = facts("tone", [n / 20 for n in range(12)], outcome), facts("same", [0.9] * 12, outcome)
    assert [(d.key, d.importance, d.source, d.sure) for d in key_drivers([same, tone])] == [
        ("tone", pytest.approx(1.0), "outcome", True),
        ("same", 0.0, "outcome", False),
    ]
    few = facts("few", [0.5] * 3, outcome[:3])
    assert {driver.source for driver in key_drivers([tone, few])} == {"weights"}


def test_importance_may_rest_on_more_branches_than_are_looked_at() -> None:
    outcome = [float(n) for n in range(12)]
    tone = SectionFacts(key="tone", scores=[0.2], outcome=outcome, measured=[n / 20 for n in range(12)])
    speed = SectionFacts(key="speed", scores=[0.8], outcome=outcome, measured=[0.9, 0.8] * 6)
    first, second = key_drivers([speed, tone])
    assert (first.key, first.source, first.performance) == ("tone", "outcome", 0.2)
    assert (second.key, second.performance) == ("speed", 0.8)


def test_without_outcome_the_weights_speak() -> None:
    drivers = key_drivers([facts("tone", [0.4], [], 0.7), facts("speed", [0.9], [], 0.3)])
    assert [(d.key, d.importance, d.source) for d in drivers] == [("tone", 0.7, "weights"), ("speed", 0.3, "weights")]
    assert key_drivers([]) == []
