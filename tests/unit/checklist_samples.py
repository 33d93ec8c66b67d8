"""Definitions and submissions as authors and phones write them: plain data, smallest first."""

from copy import deepcopy
from typing import Any

import msgspec

from checklists.answers import Answer, Answers, Submission
from checklists.decoding import decode
from checklists.definition import Checklist
from checklists.faults import Fault
from checklists.publishing import read_definition

Data = dict[str, Any]

MORNING = "2025-03-03T09:00:00Z"
NOON = "2025-03-03T12:00:00Z"
PHOTO = "6f0e6c0e-3f3e-4a53-9d0e-000000000001"
NA: Data = {"kind": "not_applicable"}
PILLARS = ("understanding", "valuing", "creating_value")

_KINDS: dict[str, Data] = {
    "yes_no": {},
    "single_choice": {
        "options": [{"key": "poor", "score": 0}, {"key": "fair", "score": 0.4}, {"key": "top", "score": 1}]
    },
    "multi_choice": {
        "options": [{"key": "name", "score": 0.6}, {"key": "smile", "score": 0.4}, {"key": "rude", "score": -0.5}]
    },
    "scale": {"levels": [{"en": f"Level {n}"} for n in range(1, 6)]},
    "number": {"unit": {"en": "people"}, "maximum": 100, "good": 2, "bad": 10},
    "duration": {"measures": ["ring"], "good": 20, "bad": 95, "hard_fail": 1800},
    "callback": {"due_within": 3600, "not_applicable": True},
    "text": {},
    "datetime": {},
    "photo": {"maximum": 3},
    "info": {},
}
KINDS = tuple(_KINDS)


def item(kind: str, key: str, **fields: Any) -> Data:
    data = {"kind": kind, "key": key, "text": {"en": f"About {key}"}} | deepcopy(_KINDS[kind]) | fields
    for option in data.get("options", []):
        option.setdefault("text", {"en": option["key"]})
    return data


def yes_no(key: str, **fields: Any) -> Data:
    return item("yes_no", key, **fields)


def section(key: str, *items: Data, **fields: Any) -> Data:
    return {"key": key, "title": {"en": f"Section {key}"}, "pillar": "valuing", "items": list(items)} | fields


def checklist(*sections: Data, **fields: Any) -> Data:
    head = {"key": "visit", "title": {"en": "Visit"}, "channel": "visit", "languages": ["en"]}
    return head | {"sections": list(sections)} | fields


def percent_only(*items: Data) -> Data:
    """The smallest definition around some items: no pillars are demanded of it."""
    return checklist(section("only", *items, pillar=None), percent_only=True)


def sound_definition() -> Data:
    """Every kind of item, every pillar and level, conditions: and nothing to complain about."""
    understanding = [yes_no(f"listened_{n}") for n in range(5)]
    return checklist(
        section("needs", *understanding, item("scale", "questions", narrative_below=0.5), pillar="understanding"),
        section("tone", *(yes_no(f"warm_{n}") for n in range(5)), item("multi_choice", "greeting"), level=2),
        section("value", *(yes_no(f"extra_{n}") for n in range(4)), *_rest(), pillar="creating_value", level=3),
        section("speed", *_measures(), nature="standard", weight=2),
    )


def _rest() -> list[Data]:
    promised = {"op": "equals", "item": "extra_0", "value": True}
    return [
        item("single_choice", "solution", critical=True),
        yes_no("gift", visible_if=promised, not_applicable=True),
        item("callback", "callback"),
        item("text", "remarks", required=False),
        item("datetime", "left_at"),
        item("photo", "receipt"),
        item("info", "thanks"),
    ]


def _measures() -> list[Data]:
    return [item("duration", "ring"), item("number", "queue")]


def sound_answers() -> Data:
    """Valid answers to `sound_definition`, the best in everything."""
    yes = {key: {"kind": "yes_no", "value": True} for key in _yes_no_keys()}
    return yes | {
        "questions": {"kind": "scale", "level": 5},
        "greeting": {"kind": "multi_choice", "options": ["name", "smile"]},
        "solution": {"kind": "single_choice", "option": "top"},
        "callback": {"kind": "callback", "owed_since": MORNING, "promised": True, "came_at": "2025-03-03T09:30:00Z"},
        "left_at": {"kind": "datetime", "at": "2025-03-03T10:00:00Z"},
        "receipt": {"kind": "photo", "photos": [PHOTO]},
        "ring": {"kind": "duration", "seconds": 12.0, "segments": [ringing(12.0)]},
        "queue": {"kind": "number", "value": 2},
    }


def _yes_no_keys() -> list[str]:
    definition = sound_definition()
    return [part["key"] for group in definition["sections"] for part in group["items"] if part["kind"] == "yes_no"]


def ringing(seconds: float, phase: str = "ring") -> Data:
    return {"phase": phase, "started_at": MORNING, "seconds": seconds}


def submission(answers: Data, **fields: Any) -> Data:
    return {
        "assignment_id": "6f0e6c0e-3f3e-4a53-9d0e-0000000000aa",
        "checklist": {"key": "visit", "version": 1},
        "started_at": MORNING,
        "finished_at": NOON,
        "answers": answers,
    } | fields


def published(data: Data) -> Checklist:
    """The checklist of a definition that must be free of errors."""
    read, faults = read_definition(data)
    assert read is not None and not [fault for fault in faults if fault.severity == "error"], faults
    return read


def decoded(data: Data) -> Submission:
    read = decode(data, Submission)
    assert isinstance(read, Submission), read
    return read


def answers_of(data: Data) -> Answers:
    return {key: msgspec.convert(answer, Answer) for key, answer in data.items()}


def found(faults: list[Fault]) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in faults]
