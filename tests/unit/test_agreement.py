"""Agreement of several reviewers: against published examples, and what must hold for all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.agreement import Agreement, agreement, alpha, most_disagreed

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C and E: four observers, twelve units.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
PUBLISHED = [[value for value in unit if value is not None] for unit in zip(*OBSERVERS, strict=True)]
SCALE = (1, 2, 3, 4, 5)
SCORES = st.lists(st.lists(st.sampled_from(SCALE), max_size=5), max_size=12)
LEVELS = st.sampled_from(["nominal", "ordinal"])


@pytest.mark.parametrize(("level", "published"), [("nominal", 0.743), ("ordinal", 0.815)])
def test_alpha_is_the_published_one(level: str, published: float) -> None:
    found = alpha(PUBLISHED, level, SCALE)  # type: ignore[arg-type]
    assert found == pytest.approx(published, abs=5e-4)


def test_two_observers_and_two_values_are_the_published_ones() -> None:
    """Krippendorff 2011, section A: ten units, 0.095."""
    units = list(zip([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0], strict=True))
    assert alpha(units, "nominal", (0, 1)) == pytest.approx(0.095, abs=5e-4)


def test_percent_agreement_counts_pairs() -> None:
    found = agreement([[1, 1, 2], [3]], "ordinal", SCALE)
    assert (found.pairs, found.same) == (3, 1)
    assert found.percent == pytest.approx(1 / 3)
    assert found.spread == pytest.approx((0 + 1 + 1) / 3 / 4)


@given(SCORES, LEVELS)
def test_alpha_is_at_most_one_and_one_only_without_a_difference(units: list[list[int]], level: str) -> None:
    found = alpha(units, level, SCALE)  # type: ignore[arg-type]
    if found is None:
        assert len({value for unit in units if len(unit) > 1 for value in unit}) < 2
        return
    assert found <= 1 + 1e-12
    assert (found == pytest.approx(1)) == all(len(set(unit)) < 2 for unit in units)


@given(SCORES, LEVELS, st.randoms())
def test_who_scored_first_does_not_matter(units: list[list[int]], level: str, random: object) -> None:
    mixed = [unit[::-1] for unit in units[::-1]]
    one, other = alpha(units, level, SCALE), alpha(mixed, level, SCALE)  # type: ignore[arg-type]
    assert one == (None if other is None else pytest.approx(other))


@given(SCORES)
def test_what_only_one_scored_says_nothing(units: list[list[int]]) -> None:
    paired = [unit for unit in units if len(unit) > 1]
    assert alpha(units, "nominal", SCALE) == alpha(paired, "nominal", SCALE)
    assert agreement(units, "nominal", SCALE) == agreement(paired, "nominal", SCALE)


@given(SCORES)
def test_turning_the_scale_round_changes_nothing(units: list[list[int]]) -> None:
    turned = [[6 - value for value in unit] for unit in units]
    one, other = alpha(units, "ordinal", SCALE), alpha(turned, "ordinal", SCALE)
    assert one == (None if other is None else pytest.approx(other))


@given(SCORES)
def test_two_values_make_no_difference_between_kinds_of_scale(units: list[list[int]]) -> None:
    two = [[value % 2 for value in unit] for unit in units]
    one, other = alpha(two, "ordinal", (0, 1)), alpha(two, "nominal", (0, 1))
    assert one == (None if other is None else pytest.approx(other))


@given(st.dictionaries(st.text("abc", min_size=1), st.lists(st.sampled_from(SCALE), max_size=5)))
def test_the_widest_apart_come_first_and_the_agreed_not_at_all(scored: dict[str, list[int]]) -> None:
    found = {key: agreement([values], "ordinal", SCALE) for key, values in scored.items()}
    listed = most_disagreed(found.items())
    assert set(listed) == {key for key, values in scored.items() if len(set(values)) > 1}
    spreads = [found[key].spread or 0 for key in listed]
    assert spreads == sorted(spreads, reverse=True)


def test_nothing_scored_is_no_agreement() -> None:
    assert agreement([], "ordinal", SCALE) == Agreement(pairs=0, same=0, percent=None, spread=None)
    assert alpha([], "ordinal", SCALE) is None
    assert alpha([[2, 2, 2]], "ordinal", SCALE) is None
