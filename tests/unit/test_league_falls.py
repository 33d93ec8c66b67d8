"""Who has fallen by the sums of a calibration is who has fallen by the audits themselves."""

import random
from uuid import UUID

import numpy as np
import pytest

from audit_api.calibration.league_cells import LeagueCells
from audit_api.calibration.league_falls import fallen
from audit_api.calibration.league_sums import NO_WAVE, Cells
from checklists.alerts import fall
from checklists.branch_report import DatedScorecard, branch_report
from checklists.linking import Link
from checklists.parameters import CCI_1
from checklists.scoring import Scorecard
from checklists.snapshot import Severity, Snapshot

BRANCHES, SHOPPERS = [UUID(int=n) for n in range(1, 41)], [UUID(int=n) for n in range(100, 107)]
LINKS = {1: Link(offset=2.5, error=0.5), 2: Link(offset=0.0, error=0.0)}
Audit = tuple[int, int, int, int, float]
"""Branch, shopper, age in days, version, index."""


def audits(dice: random.Random) -> list[Audit]:
    found = []
    for branch in range(len(BRANCHES)):
        drop = dice.choice([0, 0, 0, 9, 18])
        for _ in range(dice.randint(2, 16)):
            age = dice.randrange(3 * CCI_1.quarter_days)
            index = dice.gauss(70 - (drop if age < CCI_1.quarter_days else 0), 6)
            found.append((branch, dice.randrange(len(SHOPPERS)), age, dice.choice([1, 2]), min(100, max(0, index))))
    return found


def snapshot(dice: random.Random) -> Snapshot:
    severities = {str(one): Severity(points=dice.gauss(0, 4), variance=dice.uniform(0.2, 3)) for one in SHOPPERS[1:]}
    return Snapshot(
        mean=65.0,
        branch_variance=40.0,
        region_variance=0.0,
        shopper_variance=9.0,
        rest_variance=36.0,
        branches=40,
        audits=300,
        separable=True,
        severities=severities,
        region_base={},
    )


def cells(found: list[Audit]) -> Cells:
    rows: dict[tuple[int, int, int, int], list[float]] = {}
    for branch, shopper, age, version, index in found:
        rows.setdefault((branch, shopper, age // CCI_1.quarter_days, version), []).append(index)
    keys = np.array(list(rows)).T
    nothing = np.zeros(len(rows))
    return Cells(
        branches=BRANCHES,
        shoppers=SHOPPERS,
        branch=keys[0],
        shopper=keys[1],
        quarter=keys[2],
        version=keys[3],
        audits=np.array([float(len(values)) for values in rows.values()]),
        index=np.array([sum(values) for values in rows.values()]),
        wave=np.full(len(rows), NO_WAVE),
        squares=nothing,
        percent=nothing,
        weight=nothing,
        weighed_index=nothing,
        weighed_percent=nothing,
        level_weights=nothing,
        weighed_levels=nothing,
        last=nothing.astype(np.int64),
    )


def card(index: float) -> Scorecard:
    return Scorecard(
        index_version="cci-1",
        tier="standard",
        eligible=True,
        ineligible_because=[],
        coverage=1.0,
        earned=index,
        possible=100.0,
        score_pct=index,
        index=index,
        index0=index,
        pillars={},
        levels={},
        failed_critical=[],
        sections=[],
        items=[],
    )


@pytest.mark.parametrize("seed", range(6))
def test_sums_and_audits_agree(seed: int) -> None:
    dice = random.Random(seed)
    found, made = audits(dice), snapshot(dice)
    told = fallen(LeagueCells(cells(found), [UUID(int=9)] * len(BRANCHES), LINKS), made)
    expected = {}
    for number, branch in enumerate(BRANCHES):
        own = [
            DatedScorecard(
                audit_id=UUID(int=age), age_days=age, shopper=SHOPPERS[who], card=card(index), offset=LINKS[v].offset
            )
            for place, who, age, v, index in found
            if place == number
        ]
        if finding := fall(branch_report(own, made)):
            expected[branch] = finding
    assert 0 < len(expected) < len(BRANCHES)
    assert told.keys() == expected.keys()
    for branch, finding in expected.items():
        assert told[branch].change == pytest.approx(finding.change)
        assert told[branch].smallest_detectable == pytest.approx(finding.smallest_detectable)
