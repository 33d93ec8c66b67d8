"""What is worth an alert."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from checklists.alerts import audit_findings, fall
from checklists.answers import CallbackAnswer, YesNoAnswer
from checklists.branch_report import BranchReport, QuarterResult
from checklists.flags import FarAway, Flag, OldPhoto, SamePhoto, TooFast, TypedTime
from checklists.parameters import CCI_1
from checklists.scoring import ItemScore, Scorecard
from checklists.trend import Trend

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
CALLBACK = CallbackAnswer(owed_since=AT, promised=True)


def card(scores: dict[str, float | None], failed: list[str] | None = None) -> Scorecard:
    items = [ItemScore(key=key, section="s", state="scored", score=score) for key, score in scores.items()]
    facts: dict[str, Any] = {
        "index_version": "cci-1",
        "tier": "standard",
        "eligible": True,
        "ineligible_because": [],
        "coverage": 1.0,
        "earned": 1.0,
        "possible": 1.0,
        "score_pct": 100.0,
        "index": 50.0,
        "index0": 50.0,
        "pillars": {},
        "levels": {},
        "failed_critical": failed or [],
        "sections": [],
        "items": items,
    }
    return Scorecard(**facts)


def report(*changes: tuple[int, Trend | None]) -> BranchReport:
    return BranchReport(
        headline=None,
        own=50.0,
        score_pct=60.0,
        audits=9,
        items=[],
        pillars=[],
        sections=[],
        levels={},
        quarters=[QuarterResult(back=back, mean=50.0, audits=4, trend=trend) for back, trend in changes],
        quarter_days=CCI_1.quarter_days,
    )


def trend(change: float, visible: bool = True) -> Trend:
    return Trend(change=change, z=change / 3, visible=visible, smallest_detectable=8.4)


def test_a_good_audit_alarms_nobody() -> None:
    assert audit_findings(card({"solved": 1.0, "call": 0.5}), {"call": CALLBACK}, []) == []


def test_each_grave_failure_is_named() -> None:
    found = audit_findings(card({"solved": 0.0}, ["solved", "respect"]), {"solved": YesNoAnswer(value=False)}, [])
    assert [(one.rule, one.items) for one in found] == [("critical_failed", ["solved", "respect"])]


@pytest.mark.parametrize(("score", "alarms"), [(0.0, True), (0.2, False), (1.0, False), (None, False)])
def test_only_a_broken_callback_counts(score: float | None, alarms: bool) -> None:
    found = audit_findings(card({"call": score}), {"call": CALLBACK}, [])
    assert [one.rule for one in found] == (["callback_broken"] if alarms else [])


def test_another_item_at_zero_is_no_callback() -> None:
    assert audit_findings(card({"name": 0.0}), {"name": YesNoAnswer(value=False)}, []) == []


def test_what_photos_are_suspected_of_is_told_once_each() -> None:
    photo = uuid4()
    flags: list[Flag] = [
        FarAway(item="front", photo=photo, metres=4000.0, accuracy=20.0),
        FarAway(item="counter", photo=photo, metres=4000.0, accuracy=20.0),
        OldPhoto(item="front", photo=photo, taken_at=AT, seconds=9000.0),
        SamePhoto(
            item="receipt",
            photo=photo,
            other_photo=uuid4(),
            other_audit=uuid4(),
            other_at=AT,
            bits=1,
            same_file=False,
            same_shopper=True,
        ),
        TooFast(seconds=60.0, expected=600.0, measure="answers"),
        TypedTime(item="wait", seconds=20.0),
    ]
    (found,) = audit_findings(card({}), {}, flags)
    assert found.rule == "evidence_suspicious"
    assert found.suspicions == ["far_away", "old_photo", "same_photo"]
    assert found.items == ["front", "counter", "receipt"]
    assert audit_findings(card({}), {}, flags[4:]) == []


@pytest.mark.parametrize(
    ("quarters", "fell"),
    [
        ([(1, None), (0, trend(-12.0))], True),
        ([(1, None), (0, trend(-12.0, visible=False))], False),
        ([(1, None), (0, trend(12.0))], False),
        ([(2, None), (1, trend(-12.0))], False),
        ([(0, None)], False),
        ([], False),
    ],
)
def test_a_fall_is_one_of_the_latest_quarter_and_more_than_luck(
    quarters: list[tuple[int, Trend | None]], fell: bool
) -> None:
    found = fall(report(*quarters))
    assert (found is not None) == fell
    if found:
        assert (found.rule, found.change, found.smallest_detectable) == ("headline_fell", -12.0, 8.4)


def test_without_a_report_nothing_fell() -> None:
    assert fall(None) is None
