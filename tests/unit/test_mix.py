"""Several checklists in one programme: what the mix says, and when it says nothing."""

from math import sqrt
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checklists.headline import DatedIndex, Headline, headline
from checklists.mix import MixPart, TrendPart, combined, combined_trend
from checklists.quantiles import student_t
from checklists.snapshot import Snapshot
from checklists.trend import quarter, trend

LEAGUE = Snapshot(
    mean=60,
    branch_variance=80,
    region_variance=0,
    shopper_variance=0,
    rest_variance=120,
    branches=100,
    audits=900,
    separable=True,
    severities={},
    region_base={},
)
LEVELS = {"2": 0.7, "3": 0.6}


def headline_of(*indexes: float) -> Headline:
    made = headline([DatedIndex(age_days=n, index=y, shopper=uuid4()) for n, y in enumerate(indexes)], LEAGUE)
    assert made is not None
    return made


def part(share: float, *indexes: float, branches: int = 100, levels: dict[str, float] = LEVELS) -> MixPart:
    return MixPart(share=share, headline=headline_of(*indexes), branches=branches, levels=levels)


def test_headlines_add_up_by_share_and_variances_by_its_square() -> None:
    calls, visits = part(0.75, 40, 50, 60), part(0.25, 80, 90, 85)
    found = combined([calls, visits])
    assert found is not None
    assert found.headline == pytest.approx(0.75 * calls.headline.headline + 0.25 * visits.headline.headline)
    variance = 0.75**2 * calls.headline.variance + 0.25**2 * visits.headline.variance
    assert found.variance == pytest.approx(variance)
    reach = student_t(0.95, 25) * sqrt(variance)
    assert (found.low, found.high) == pytest.approx((found.headline - reach, found.headline + reach))


def test_a_mix_of_one_is_that_one() -> None:
    calls = part(1.0, 40, 50, 60)
    found = combined([calls])
    assert found is not None
    one = calls.headline
    assert (found.headline, found.low, found.high) == pytest.approx((one.headline, one.low, one.high))


def test_what_is_not_published_is_not_guessed() -> None:
    assert combined([part(0.5, 40, 50, 60), part(0.5, 80, 90)]) is None


@pytest.mark.parametrize("shares", [(0.5, 0.4), (0.9, 0.2), (0.0, 0.0)])
def test_shares_that_are_no_whole_are_refused(shares: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="add up to 1"):
        combined([part(shares[0], 40, 50, 60), part(shares[1], 40, 50, 60)])


def test_the_smallest_league_decides_how_sure_it_is() -> None:
    wide = combined([part(0.5, 60, 62, 61, branches=20), part(0.5, 60, 62, 61, branches=400)])
    narrow = combined([part(0.5, 60, 62, 61, branches=400), part(0.5, 60, 62, 61, branches=400)])
    assert wide is not None and narrow is not None
    assert wide.variance == pytest.approx(narrow.variance)
    assert wide.high - wide.low > narrow.high - narrow.low


def test_the_stage_asks_for_levels_where_they_are_asked_for() -> None:
    high = (90.0, 92.0, 91.0, 94.0, 92.0, 93.0)
    both = combined([part(0.5, *high), part(0.5, *high, levels={})])
    none = combined([part(0.5, *high, levels={}), part(0.5, *high, levels={})])
    uneven = combined([part(0.8, *high, levels={"2": 0.5}), part(0.2, *high, levels={"2": 0.7})])
    assert both is not None and none is not None and uneven is not None
    assert both.stage.stage == 3
    assert none.stage.stage == 1, "a level that was never seen cannot pass"
    assert uneven.stage.stage == 1, "0.54 is below the gate"


@given(st.floats(0.01, 0.99), st.lists(st.floats(0, 100), min_size=6, max_size=6))
def test_the_mix_lies_between_its_parts(share: float, indexes: list[float]) -> None:
    calls, visits = part(share, *indexes[:3]), part(1 - share, *indexes[3:])
    found, turned = combined([calls, visits]), combined([visits, calls])
    assert found is not None and found == turned
    ends = sorted([calls.headline.headline, visits.headline.headline])
    assert ends[0] - 1e-9 <= found.headline <= ends[1] + 1e-9
    assert 0 <= found.low <= found.headline <= found.high <= 100
    assert found.variance <= max(calls.headline.variance, visits.headline.variance) + 1e-9


def _quarters(share: float, before: list[float], after: list[float]) -> TrendPart:
    earlier, later = (
        quarter([DatedIndex(age_days=1, index=y, shopper=uuid4()) for y in own], LEAGUE) for own in (before, after)
    )
    assert earlier is not None and later is not None
    return TrendPart(share=share, earlier=earlier, later=later, snapshot=LEAGUE)


def test_a_trend_is_mixed_like_the_headline() -> None:
    calls, visits = _quarters(0.6, [40, 42, 44], [80, 82, 84]), _quarters(0.4, [50, 52, 54], [60, 62, 64])
    single = [trend(one.earlier, one.later, one.snapshot) for one in (calls, visits)]
    found = combined_trend([calls, visits])
    assert found.change == pytest.approx(0.6 * 40 + 0.4 * 10)
    squares = (0.6 * single[0].smallest_detectable) ** 2 + (0.4 * single[1].smallest_detectable) ** 2
    assert found.smallest_detectable == pytest.approx(sqrt(squares))
    assert found.z == pytest.approx(found.change / (found.smallest_detectable / 2.8))
    assert found.visible


def test_a_quarter_with_too_few_audits_of_one_checklist_shows_no_arrow() -> None:
    calls, visits = _quarters(0.6, [40, 42, 44], [80, 82, 84]), _quarters(0.4, [50, 52], [90, 92, 94])
    assert not combined_trend([calls, visits]).visible
    assert combined_trend([calls, replace(visits, share=0.4, earlier=calls.earlier)]).visible
