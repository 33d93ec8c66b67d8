"""Calibration where the textbook has no numbers: thin, tangled and lopsided leagues."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import astuple, replace

from checklists.calibration import Tally, calibrate
from tests.unit.simulated_network import simulated, tally_of

cells = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 4), st.integers(1, 5), st.floats(0, 100)), min_size=1, max_size=40
)


def tally(rows: list[tuple[int, int, int, float]]) -> Tally:
    """Units 0..11 in regions of two; every audit of a cell has the same index. Units are renumbered without gaps."""
    merged: dict[tuple[int, int], tuple[int, float]] = {}
    for unit, shopper, audits, index in rows:
        merged.setdefault((unit, shopper), (audits, index))
    labels, numbered = np.unique([key[0] for key in merged], return_inverse=True)
    audits_ = np.array([n for n, _ in merged.values()], dtype=np.float64)
    index_ = np.array([y for _, y in merged.values()])
    _, region = np.unique(labels // 2, return_inverse=True)
    return Tally(
        unit=numbered,
        shopper=np.array([key[1] for key in merged]),
        audits=audits_,
        index_sum=audits_ * index_,
        unit_region=region,
        shoppers=5,
        square_sum=float(np.sum(audits_ * index_**2)),
    )


@given(cells)
@settings(max_examples=300)
def test_any_league_can_be_calibrated(rows: list[tuple[int, int, int, float]]) -> None:
    found = calibrate(tally(rows))
    variances = found.variances
    assert min(variances.branch, variances.region, variances.shopper) >= 0
    assert variances.rest > 0
    assert np.isfinite(found.severity).all()
    assert np.isfinite(found.mean)
    assert (found.severity_variance >= 0).all()
    assert (found.severity_variance <= variances.shopper + 1e-9).all()


def test_shoppers_who_keep_to_one_branch_cannot_be_told_from_it() -> None:
    rows = [(unit, unit % 5, 3, 40.0 + unit * 5) for unit in range(5)]
    found = calibrate(tally(rows))
    assert not found.variances.separable
    assert not found.severity.any()


def test_a_league_without_audits_is_refused() -> None:
    with pytest.raises(ValueError, match="needs audits"):
        calibrate(
            Tally(
                unit=np.array([], dtype=np.int64),
                shopper=np.array([], dtype=np.int64),
                audits=np.array([]),
                index_sum=np.array([]),
                unit_region=np.array([], dtype=np.int64),
                shoppers=0,
                square_sum=0.0,
            )
        )


def test_the_order_of_cells_is_irrelevant() -> None:
    given_ = tally_of(simulated(3))
    order = np.random.default_rng(1).permutation(len(given_.audits))
    shuffled = replace(
        given_,
        unit=given_.unit[order],
        shopper=given_.shopper[order],
        audits=given_.audits[order],
        index_sum=given_.index_sum[order],
    )
    one, other = calibrate(given_), calibrate(shuffled)
    assert one.mean == pytest.approx(other.mean, abs=1e-9)
    assert one.severity == pytest.approx(other.severity, abs=1e-9)


def test_regions_that_differ_are_seen_to_differ() -> None:
    """Shifts regions by up to 20 points either way; the variance between them is about 150."""
    league = simulated(5, branches=240)
    regions = int(league.branch_region.max()) + 1
    shift = np.linspace(-20, 20, regions)
    before = calibrate(tally_of(league)).variances.region
    league.index = league.index + shift[league.branch_region[league.branch]]
    after = calibrate(tally_of(league))
    assert before < 20
    assert 80 < after.variances.region < 250
    assert after.region_base[0] < after.mean < after.region_base[-1]


def test_how_cells_are_cut_does_not_matter() -> None:
    """The same shopper in the same branch and quarter, under two versions of a checklist or in two waves."""
    whole = tally_of(simulated(4, branches=60))
    several = whole.audits > 1
    kept = whole.index_sum / whole.audits
    cut = replace(
        whole,
        unit=np.concatenate([whole.unit, whole.unit[several]]),
        shopper=np.concatenate([whole.shopper, whole.shopper[several]]),
        audits=np.concatenate([np.where(several, whole.audits - 1, whole.audits), np.ones(several.sum())]),
        index_sum=np.concatenate([whole.index_sum - np.where(several, kept, 0), kept[several]]),
    )
    assert several.sum() > 10
    one, other = calibrate(whole), calibrate(cut)
    assert astuple(one.variances) == pytest.approx(astuple(other.variances))
    assert other.mean == pytest.approx(one.mean)
    assert other.severity == pytest.approx(one.severity)
    assert other.severity_variance == pytest.approx(one.severity_variance)
