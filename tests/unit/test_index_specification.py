"""The worked examples of docs/index-specification.md, recomputed."""

import re
from uuid import UUID

import numpy as np
import pytest

from checklists.audit_index import ScoredItem, ScoredSection, audit_index
from checklists.calibration import Tally, calibrate
from checklists.definition import PILLARS
from checklists.item_scores import Tier, callback_score, measure_score, scale_score
from checklists.linking import Gap, link
from checklists.ranking import Contender, standings
from checklists.snapshot import Severity, Snapshot
from checklists.trend import Quarter, trend
from tests.unit.documentation import DOCS, code, rows

PAGE = "index-specification.md"
TEXT = " ".join((DOCS / PAGE).read_text().split())


def numbers(text: str) -> list[float]:
    return [float(found) for found in re.findall(r"\d+", text)]


def score_of(item: str, tier: Tier, answer: float) -> float:
    if item.startswith("callback"):
        return callback_score(True, answer, due_within=numbers(item)[0])
    if item.startswith("scale"):
        return scale_score(int(answer), int(numbers(item)[0]), tier)
    good, bad, *hard_fail = numbers(item)
    return measure_score(answer, good, bad, hard_fail[0] if hard_fail else None, tier)


def test_scores_of_items() -> None:
    tiers: dict[str, Tier] = {"`basic`": "basic", "`standard`": "standard", "`premium`": "premium"}
    table = [row for row in rows(PAGE, "2. Score of an item") if len(row) == 4]
    assert len(table) == 8
    for item, tier, answer, u in table:
        assert f"{score_of(item, tiers[tier], float(answer)):.3f}" == u, item


def test_the_index_of_an_audit() -> None:
    table = {code(row[0]): row[1:] for row in rows(PAGE, "3. Audit index")}
    found = audit_index(
        [
            ScoredSection(
                key=pillar,
                pillar=pillar,
                nature="human",
                level=1,
                weight=1.0,
                design_weight=1.0,
                items=[ScoredItem(key=pillar, weight=1.0, score=float(table[pillar][0]))],
            )
            for pillar in PILLARS
        ]
    )
    expected = {p: [f"{s:.2f}", f"{s**0.5:.2f}", f"{found.costs[p]:.2f}"] for p, s in found.pillars.items()}
    assert table == expected
    arithmetic = 100 * sum(found.pillars.values()) / 3
    assert f"= {found.index:.2f}, and the costs add up to {sum(found.costs.values()):.2f}" in TEXT
    assert f"An arithmetic mean would say {arithmetic:.2f}." in TEXT


def test_a_calibration() -> None:
    tables = rows(PAGE, "4. Calibration of a league")
    y = np.array([row[1:] for row in tables if len(row) == 4], dtype=np.float64)
    told = dict(row for row in tables if len(row) == 2)
    unit, shopper = np.indices(y.shape).reshape(2, -1)
    found = calibrate(
        Tally(
            unit=unit,
            shopper=shopper,
            audits=np.ones(y.size),
            index_sum=y.ravel(),
            unit_region=np.zeros(len(y), dtype=np.int64),
            shoppers=y.shape[1],
            square_sum=float(np.sum(y**2)),
        )
    )
    values = {"m": found.mean, "tau": found.variances.branch, "ss": found.variances.shopper, "se": found.variances.rest}
    values |= {f"delta of {name}": severity for name, severity in zip("ABC", found.severity, strict=True)}
    assert told == {
        name: f"{value:.2f}" for name, value in (values | {"pev of each": found.severity_variance[0]}).items()
    }
    assert np.ptp(found.severity_variance) == pytest.approx(0)


def test_ranks_and_groups() -> None:
    table = rows(PAGE, "6. Ranks and groups")
    found = standings([Contender(key=row[0], headline=float(row[0]), variance=9.0) for row in table])
    for key, *told in table:
        assert told == [str(found[key].best), str(found[key].worst), str(found[key].group)]


def test_a_trend() -> None:
    one = UUID(int=1)
    snapshot = Snapshot(
        mean=60.0,
        branch_variance=60.0,
        region_variance=0.0,
        shopper_variance=20.0,
        rest_variance=200.0,
        branches=40,
        audits=400,
        separable=True,
        severities={str(one): Severity(points=0.0, variance=9.0)},
        region_base={},
    )
    earlier, later = (Quarter(mean=mean, audits=4, shares={one: 1.0}) for mean in (66.0, 54.0))
    found = trend(earlier, later, snapshot)
    assert not found.visible
    said = f"z is {found.z:.2f}: no arrow, and only a change of {found.smallest_detectable:.1f} points would show"
    assert said in TEXT


def test_a_link_between_versions() -> None:
    old, new = (Gap(mean=full - anchor, variance=1.0, audits=30) for full, anchor in ((70, 72), (64, 71)))
    offset = link(old, new).offset
    assert f"the offset is {offset:g}, and an old audit of 80 is restated as {80 + offset:g}" in TEXT
