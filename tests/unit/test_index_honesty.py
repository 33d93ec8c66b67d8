"""Whether the index knows what it says it knows: leagues with a known truth (index specification, section 13)."""

from statistics import fmean

import numpy as np
import pytest

from checklists.headline import headline
from checklists.ranking import Contender, standings
from tests.unit.simulated_network import audits_of, simulated, snapshot_of

NETWORKS = 15


def test_ninety_percent_intervals_hold_ninety_percent() -> None:
    shares = []
    for seed in range(NETWORKS):
        league = simulated(seed, branches=60 + 20 * (seed % 5))
        snapshot, _ = snapshot_of(league)
        hits = []
        for branch, truth in enumerate(league.truth):
            result = headline(audits_of(league, branch), snapshot)
            assert result is not None
            hits.append(result.low <= truth <= result.high)
        shares.append(fmean(hits))
    assert 0.86 <= fmean(shares) <= 0.94


def test_without_leniency_little_is_blamed_on_shoppers() -> None:
    """Averaged, because chance alone makes some shoppers look lenient."""
    shares = []
    for seed in range(NETWORKS):
        variances = snapshot_of(simulated(seed, leniency=0.0))[1].variances
        total = variances.branch + variances.region + variances.shopper + variances.rest
        shares.append(variances.shopper / total)
    assert fmean(shares) < 0.05


def test_leniency_is_found_and_taken_out() -> None:
    errors: dict[str, list[float]] = {"corrected": [], "plain": []}
    for seed in range(NETWORKS):
        league = simulated(seed, leniency=8.0)
        snapshot, _ = snapshot_of(league)
        for branch, truth in enumerate(league.truth):
            result = headline(audits_of(league, branch), snapshot)
            assert result is not None
            errors["corrected"].append((result.corrected - truth) ** 2)
            errors["plain"].append((result.own - truth) ** 2)
    assert fmean(errors["corrected"]) < 0.85 * fmean(errors["plain"])


def test_pairs_told_apart_are_seldom_the_wrong_way_round() -> None:
    wrong = told = 0
    for seed in range(5):
        league = simulated(seed)
        snapshot, _ = snapshot_of(league)
        results = [headline(audits_of(league, branch), snapshot) for branch in range(len(league.truth))]
        contenders = [
            Contender(key=f"{n:03}", headline=one.headline, variance=one.variance)
            for n, one in enumerate(results)
            if one is not None
        ]
        heads = np.array([one.headline for one in contenders])
        reach = 1.645 * np.sqrt(np.add.outer(*([np.array([one.variance for one in contenders])] * 2)))
        apart = np.subtract.outer(heads, heads) > reach
        told += int(apart.sum())
        wrong += int((apart & (np.subtract.outer(league.truth, league.truth) < 0)).sum())
        assert standings(contenders)["000"].best == 1 + int(apart[:, 0].sum())
    assert told > 500
    assert wrong / told < 0.05


@pytest.mark.parametrize("seed", range(3))
def test_a_league_of_twins_has_one_group(seed: int) -> None:
    """Branches that do not differ are not sorted into good and bad ones."""
    league = simulated(seed, spread=0.0, leniency=0.0)
    snapshot, _ = snapshot_of(league)
    results = [headline(audits_of(league, branch), snapshot) for branch in range(len(league.truth))]
    contenders = [
        Contender(key=str(n), headline=one.headline, variance=one.variance)
        for n, one in enumerate(results)
        if one is not None
    ]
    assert max(standing.group for standing in standings(contenders).values()) <= 2
