"""A small checklist, and submissions that fit it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from audit_api.clock import midnight

CHECKLIST_KEY = "sample_visit"
BEGAN = midnight(datetime.now(UTC)) - timedelta(days=20) + timedelta(hours=9, minutes=30)
"""Lately, whenever the tests run: neither to come nor too long ago to count."""


def checklist(key: str = CHECKLIST_KEY, **changes: Any) -> dict[str, Any]:
    """A definition with one human section per pillar, a duration, a narrative rule and optional photos."""
    sections = [
        _section("listening", "understanding", [_yes_no("asked_needs"), _scale("heard")]),
        _section("manner", "valuing", [_scale("tone", narrative_below=0.5), _yes_no("by_name")]),
        _section("solving", "creating_value", [_yes_no("solved", critical=True), _photo("counter_photo")]),
        {
            **_section("waiting", "valuing", [_duration("queue_wait")]),
            "nature": "standard",
        },
    ]
    return {
        "key": key,
        "title": {"en": "Sample visit"},
        "channel": "visit",
        "languages": ["en"],
        "sections": sections,
        **changes,
    }


def submission(
    assignment_id: UUID, version: int = 1, photos: list[UUID] | None = None, **changes: Any
) -> dict[str, Any]:
    """A valid submission with an index of 100 in every pillar but a tone of 3 out of 5."""
    answers: dict[str, Any] = {
        "asked_needs": {"kind": "yes_no", "value": True},
        "heard": {"kind": "scale", "level": 5},
        "tone": {"kind": "scale", "level": 3},
        "by_name": {"kind": "yes_no", "value": True},
        "solved": {"kind": "yes_no", "value": True},
        "queue_wait": {"kind": "duration", "seconds": 12, "segments": [_segment(12)]},
    }
    if photos:
        answers["counter_photo"] = {"kind": "photo", "photos": [str(photo) for photo in photos]}
    return {
        "assignment_id": str(assignment_id),
        "checklist": {"key": CHECKLIST_KEY, "version": version},
        "started_at": BEGAN.isoformat(),
        "finished_at": (BEGAN + timedelta(minutes=20)).isoformat(),
        "language": "en",
        "staff_alias": "Blue jacket",
        "answers": answers,
        **changes,
    }


def _section(key: str, pillar: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"key": key, "title": {"en": key}, "pillar": pillar, "nature": "human", "level": 1, "items": items}


def _yes_no(key: str, **more: Any) -> dict[str, Any]:
    return {"kind": "yes_no", "key": key, "text": {"en": key}, **more}


def _scale(key: str, **more: Any) -> dict[str, Any]:
    levels = [{"en": f"level {n}"} for n in range(1, 6)]
    return {"kind": "scale", "key": key, "text": {"en": key}, "levels": levels, **more}


def _photo(key: str) -> dict[str, Any]:
    return {"kind": "photo", "key": key, "text": {"en": key}, "required": False, "maximum": 3}


def _duration(key: str) -> dict[str, Any]:
    return {"kind": "duration", "key": key, "text": {"en": key}, "measures": ["wait"], "good": 20, "bad": 95}


def _segment(seconds: float) -> dict[str, Any]:
    return {"phase": "wait", "started_at": (BEGAN + timedelta(minutes=1)).isoformat(), "seconds": seconds}


def answers(**changes: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = submission(uuid4())["answers"] | changes
    return found


FAILING = answers(solved={"kind": "yes_no", "value": False})
