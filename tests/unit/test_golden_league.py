"""The golden cases of the index specification that concern a league of branches."""

from math import sqrt
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import numpy as np
import pytest

from checklists.calibration import Tally, calibrate
from checklists.headline import DatedIndex, headline
from checklists.linking import Gap, link
from checklists.ranking import Contender, standings
from checklists.snapshot import Severity, Snapshot
from checklists.stage import stage
from checklists.trend import Quarter, trend
from tests.unit.golden import TOLERANCE, cases


def shopper(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, name)


def close(expected: Any) -> Any:
    return pytest.approx(expected, abs=TOLERANCE)


@pytest.mark.parametrize("case", cases("headline"))
def test_headline(case: Any) -> None:
    given, expected = case["input"]["snapshot"], case["expect"]
    severities = {
        str(shopper(name)): Severity(points=points, variance=given["pev"][name])
        for name, points in given["severity"].items()
    }
    snapshot = Snapshot(
        mean=given["m"],
        branch_variance=given["T"],
        region_variance=0.0,
        shopper_variance=0.0,
        rest_variance=given["sigma2_e"],
        branches=given["branches"],
        audits=4000,
        separable=True,
        severities=severities,
        region_base={},
    )
    audits = [
        DatedIndex(age_days=audit["ageDays"], index=audit["y"], shopper=shopper(audit["shopper"]))
        for audit in case["input"]["audits"]
    ]
    result = headline(audits, snapshot)
    assert result is not None
    found = {
        "W": result.weight,
        "own": result.own,
        "severity": result.severity,
        "v": result.noise,
        "reliability": result.reliability,
        "headline": result.headline,
        "peerPull": result.peer_pull,
        "se": sqrt(result.variance),
        "lo": result.low,
        "hi": result.high,
        "more": result.missing_audits,
    }
    assert found == close({name: expected[name] for name in found})
    assert result.missing_audits is not None
    assert result.weight + result.missing_audits == close(expected["needed"])


@pytest.mark.parametrize("case", cases("ranks"))
def test_ranks(case: Any) -> None:
    pairs = zip(case["input"]["theta"], case["input"]["se"], strict=True)
    contenders = [Contender(key=str(n), headline=theta, variance=se**2) for n, (theta, se) in enumerate(pairs)]
    found = standings(contenders)
    ordered = [found[str(n)] for n in range(len(contenders))]
    assert [standing.best for standing in ordered] == case["expect"]["best"]
    assert [standing.worst for standing in ordered] == case["expect"]["worst"]
    assert [standing.group for standing in ordered] == case["expect"]["group"]


@pytest.mark.parametrize("case", cases("stage"))
def test_stage(case: Any) -> None:
    assert [stage(*arguments) for arguments in case["input"]] == case["expect"]


@pytest.mark.parametrize("case", cases("trend"))
def test_trend(case: Any) -> None:
    given, expected = case["input"], case["expect"]
    one = shopper("one")
    # A shopper of the first quarter only, whose severity is as uncertain as the case says.
    snapshot = Snapshot(
        mean=60,
        branch_variance=0.0,
        region_variance=0.0,
        shopper_variance=0.0,
        rest_variance=given["sigma2_e"],
        branches=20,
        audits=100,
        separable=True,
        severities={str(one): Severity(points=0.0, variance=given["shopperVar"])},
        region_base={},
    )
    earlier = Quarter(mean=given["mean1"], audits=given["n1"], shares={one: 1.0})
    later = Quarter(mean=given["mean2"], audits=given["n2"], shares={})
    result = trend(earlier, later, snapshot)
    assert result.z == close(expected["z"])
    assert result.visible is expected["visible"]
    assert result.smallest_detectable == close(expected["smallestDetectable"])


@pytest.mark.parametrize("case", cases("link"))
def test_link(case: Any) -> None:
    given, expected = case["input"], case["expect"]
    old = Gap(mean=given["full1"] - given["anchor1"], variance=4.0, audits=40)
    new = Gap(mean=given["full2"] - given["anchor2"], variance=9.0, audits=30)
    result = link(old, new)
    assert result.offset == close(expected["offset"])
    assert given["y1"] + result.offset == close(expected["oldAudit"])
    assert result.error == close(sqrt(4 / 40 + 9 / 30))


@pytest.mark.parametrize("case", cases("calibration"))
def test_calibration(case: Any) -> None:
    given, expected = case["input"], case["expect"]
    scores = np.array(given["y"], dtype=np.float64)
    result = calibrate(
        Tally(
            unit=np.array(given["unit"]),
            shopper=np.array(given["shopper"]),
            audits=np.ones(len(scores)),
            index_sum=scores,
            unit_region=np.array(given["unitRegion"]),
            shoppers=given["shoppers"],
            square_sum=float(np.sum(scores**2)),
        )
    )
    assert result.variances.branch == close(expected["tau2"])
    assert result.variances.shopper == close(expected["sigma2_s"])
    assert result.variances.rest == close(expected["sigma2_e"])
    assert result.mean == close(expected["m"])
    assert list(result.severity) == close(expected["severity"])
    assert list(result.severity_variance) == close(expected["pev"])
