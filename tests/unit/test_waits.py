"""Waiting times and callbacks, visit by visit."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec
import yaml

from checklists.answers import Answer
from checklists.definition import Checklist
from checklists.scoring import Scorecard, scorecard
from checklists.waits import CallbackRecord, TimesWaited, waits
from tests.e2e import visits
from tests.e2e.network import LIBRARY

CHECKLIST = msgspec.convert(yaml.safe_load((LIBRARY / "branch_visit.yaml").read_text()), Checklist)
BEGAN = datetime(2026, 3, 1, 10, tzinfo=UTC)


def visit(**changes: Any) -> tuple[dict[str, Answer], Scorecard]:
    answers = msgspec.convert(visits.kind_visit(BEGAN, [uuid4(), uuid4()]) | changes, dict[str, Answer])
    return answers, scorecard(CHECKLIST, answers, "standard")


def callback(hours: float | None) -> dict[str, Any]:
    """Promised within four hours."""
    answer = {"kind": "callback", "owed_since": BEGAN, "promised": True, "promised_for": BEGAN + timedelta(hours=4)}
    return answer | ({} if hours is None else {"came_at": BEGAN + timedelta(hours=hours), "how": "call"})


def test_every_time_is_there_and_the_shortest_first() -> None:
    found = waits([visit(queue_wait={"kind": "duration", "seconds": seconds}) for seconds in (300, 20, 95)])
    assert found.durations == [TimesWaited(key="queue_wait", seconds=[20, 95, 300])]


def test_callbacks_are_kept_late_or_broken() -> None:
    found = waits([visit(promised_callback=callback(hours)) for hours in (1, 3.9, 5, 7, 9, None)])
    assert found.callbacks == [CallbackRecord(key="promised_callback", kept=2, late=2, broken=2)]


def test_what_was_not_owed_or_not_seen_does_not_count() -> None:
    none = {"kind": "not_applicable"}
    found = waits([visit(promised_callback=none, queue_wait=none)])
    assert (found.durations, found.callbacks) == ([], [])
