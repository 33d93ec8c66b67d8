"""What a permitted caller could send to each route; its success is tested elsewhere."""

from collections.abc import Callable
from typing import Any

from tests.api import samples
from tests.api.cast import Cast

NOTE = {"kind": "problem", "text": "The bell is broken.", "noted_at": samples.BEGAN.isoformat()}


def action_of(cast: Cast) -> dict[str, Any]:
    about = {"branch_id": str(cast.branch), "checklist": samples.CHECKLIST_KEY, "item": "tone"}
    return {**about, "owner_name": "Mina", "due_on": "2026-12-01", "plan": "Talk.", "revision": 0}


def _of_programme(cast: Cast, **more: str) -> dict[str, Any]:
    return {"params": {"programme": str(cast.programme), **more}}


def _of_checklist(_: Cast) -> dict[str, Any]:
    return {"params": {"checklist": samples.CHECKLIST_KEY}}


def _of_outcomes(cast: Cast) -> dict[str, Any]:
    return _of_programme(cast, period="2024-Q1")


def _outcome_file(cast: Cast) -> dict[str, Any]:
    return {**_of_outcomes(cast), "content": b""}


def _part_of_a_photo(_: Cast) -> dict[str, Any]:
    tus = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    return {"headers": {**tus, "Upload-Metadata": "photo_id", "Upload-Length": "1"}}


Build = Callable[[Cast], dict[str, Any]]
REQUESTS: dict[tuple[str, str], Build] = {
    ("PUT", "/api/audits/{audit_id}"): lambda cast: {"json": samples.submission(cast.assign())},
    ("PUT", "/api/assignments/{assignment_id}/notes/{note_id}"): lambda _: {"json": NOTE},
    ("PUT", "/api/actions/{action_id}"): lambda cast: {"json": action_of(cast)},
    ("PUT", "/api/photos/{photo_id}"): lambda _: {"content": b"not a picture"},
    ("PUT", "/api/photos/{photo_id}/redaction"): lambda _: {"json": {"decision": "redact", "regions": []}},
    ("PUT", "/api/examples/{example_id}/masking"): lambda _: {
        "json": {"narrative_hash": "of other words", "spans": []}
    },
    ("PUT", "/api/collections/{collection_id}"): lambda _: {
        "json": {"title": "Another", "shared": True, "revision": 7}
    },
    ("PUT", "/api/collections/{collection_id}/trainings/{training_id}"): lambda cast: {
        "json": {"held_on": "2026-11-20", "branch_ids": [str(cast.branch)]}
    },
    ("PUT", "/api/alerts/{alert_id}/read"): lambda _: {"json": {"read": True}},
    ("GET", "/api/branches/{branch_id}/index"): _of_checklist,
    ("GET", "/api/branches/{branch_id}/waits"): _of_checklist,
    ("GET", "/api/outcomes"): _of_outcomes,
    ("GET", "/api/outcomes/template"): _of_outcomes,
    ("POST", "/api/outcomes/check"): _outcome_file,
    ("PUT", "/api/outcomes/imports/{import_id}"): _outcome_file,
    ("GET", "/api/waves"): _of_programme,
    ("GET", "/api/planning/visits"): lambda cast: _of_programme(cast, since="2026-01-01T00:00:00Z"),
    ("GET", "/api/events"): lambda _: {"params": {"seconds": 0}},
    ("PUT", "/api/audits/{audit_id}/appeals/{appeal_id}"): lambda _: {
        "json": {"items": ["heard"], "reason": "Another one."}
    },
    ("PUT", "/api/papers/{paper_id}"): lambda _: {"params": {"name": "roster.pdf"}, "content": b"not a paper"},
    ("POST", "/api/uploads"): _part_of_a_photo,
    ("HEAD", "/api/uploads/{photo_id}"): _part_of_a_photo,
    ("PATCH", "/api/uploads/{photo_id}"): _part_of_a_photo,
    ("DELETE", "/api/uploads/{photo_id}"): _part_of_a_photo,
}
"""Other routes get an empty body, or none."""
CHOICES: dict[str, list[dict[str, Any]]] = {
    "/api/queue": [{"flagged": True}, {"flagged": False, "waiting_days": 0}, {"checklist": samples.CHECKLIST_KEY}],
    "/api/planning": [{"state": state} for state in ("open", "late", "declined", "cancelled", "done")],
    "/api/audits": [{"status": status} for status in ("submitted", "finalised")],
    "/api/alerts": [{"unread": True}],
    "/api/appeals": [{"state": "open"}, {"state": "accepted"}],
    "/api/notes": [{"unhandled": True}, {"kind": "decline"}],
    "/api/actions": [{"state": "unfinished"}, {"overdue": True}],
    "/api/examples": [{"q": "queue"}, {"state": "candidate"}, {"photo": True}],
}
"""What is chosen on the pages, beside the list without a choice."""
WHOLE = {"/api/exports/{export_id}/file"}
"""Somebody takes all of it away, through a process of its own."""
