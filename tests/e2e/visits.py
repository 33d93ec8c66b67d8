"""Filled `branch_visit` checklists: a kind visit, and one on which a promise was broken."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

CHECKLIST = "branch_visit"
Answers = dict[str, dict[str, Any]]


def submission(assignment_id: UUID, began: datetime, answers: Answers, **changes: Any) -> dict[str, Any]:
    return {
        "assignment_id": str(assignment_id),
        "checklist": {"key": CHECKLIST, "version": 1},
        "started_at": began.isoformat(),
        "finished_at": (began + timedelta(minutes=24)).isoformat(),
        "language": "en",
        "staff_alias": "Green scarf",
        "answers": answers,
        **changes,
    }


def kind_visit(began: datetime, photos: list[UUID]) -> Answers:
    """`photos`: of the front and of the receipt."""
    return {
        "front_photo": {"kind": "photo", "photos": [str(photos[0])]},
        "hours_visible": _yes(),
        "front_condition": _level(4),
        "greeting": _option("soon"),
        "others_data": _no(),
        "queue_wait": _timed(began, 95),
        "waiting_comfort": {"kind": "multi_choice", "options": ["seat", "water", "no_standing"]},
        "waiting_photo": {"kind": "not_applicable"},
        "uninterrupted": _yes(),
        "situation_question": _yes(),
        "request_summarised": _no(),
        "script_fit": _level(4),
        "irrelevant_phrases": _no(),
        "barrier_asked": _yes(),
        "tone_warmth": _level(5),
        "reassurance": _level(4),
        "name_used": _yes(),
        "divided_attention": _no(),
        "pressure": _no(),
        "disrespect": _no(),
        "special_request": _option("decided"),
        "change_offered": _yes(),
        "total_price": _option("unasked"),
        "time_cost": _yes(),
        "paid_amount": _option("same"),
        "receipt_photo": {"kind": "photo", "photos": [str(photos[1])]},
        "anything_else": _yes(),
        "extra_step": {"kind": "multi_choice", "options": ["tip", "treat"]},
        "next_step": _option("dated"),
        "promised_callback": {
            "kind": "callback",
            "owed_since": (began + timedelta(minutes=20)).isoformat(),
            "promised": True,
            "promised_for": (began + timedelta(hours=4)).isoformat(),
            "came_at": (began + timedelta(hours=3)).isoformat(),
            "how": "call",
        },
        "memory": {"kind": "text", "text": "“Take your time, I will hold it for you until Friday.”"},
    }


def unkind_visit(began: datetime, photos: list[UUID]) -> Answers:
    return kind_visit(began, photos) | {
        "queue_wait": {"kind": "duration", "seconds": 840, "typed_by_hand": True},
        "wait_told": _no(),
        "waiting_comfort": {"kind": "multi_choice", "options": ["nothing"]},
        "tone_warmth": _level(2, "She did not look up from the screen until I asked a second time."),
        "reassurance": _level(2, "My worry about the guarantee was passed over."),
        "name_used": _no(),
        "disrespect": {**_yes(), "narrative": "“You people always come five minutes before closing.”"},
        "special_request": {
            **_option("refused"),
            "narrative": "An exchange was refused without a look at the receipt.",
        },
        "promised_callback": {
            "kind": "callback",
            "owed_since": (began + timedelta(minutes=20)).isoformat(),
            "promised": False,
        },
    }


def _yes() -> dict[str, Any]:
    return {"kind": "yes_no", "value": True}


def _no() -> dict[str, Any]:
    return {"kind": "yes_no", "value": False}


def _option(key: str) -> dict[str, Any]:
    return {"kind": "single_choice", "option": key}


def _level(level: int, narrative: str | None = None) -> dict[str, Any]:
    return {"kind": "scale", "level": level, "narrative": narrative}


def _timed(began: datetime, seconds: float) -> dict[str, Any]:
    segment = {"phase": "wait", "started_at": (began + timedelta(minutes=1)).isoformat(), "seconds": seconds}
    return {"kind": "duration", "seconds": seconds, "segments": [segment]}
