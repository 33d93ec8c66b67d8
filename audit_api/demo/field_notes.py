"""What shoppers have told the office lately: somebody could not get in, somebody declined."""

from datetime import datetime, timedelta
from uuid import UUID

from audit_api.demo.dice import made_id
from audit_api.demo.fieldwork import CHECKLISTS, Fieldwork, Shop
from audit_api.demo.people import DEMO_ACCOUNTS
from audit_api.demo.words import words
from audit_api.documents import FieldNote
from audit_api.documents.assignments import NoteKind

WRITTEN = timedelta(hours=9)  # before today began, that is on the afternoon before
NO_RECEPTION = timedelta(minutes=47)


def field_notes(work: Fieldwork, open_shops: list[Shop]) -> dict[UUID, FieldNote]:
    """By assignment, of those that others have begun to look at: whoever tries the demo writes their own."""
    at = work.midnight - WRITTEN
    begun = [shop for shop in open_shops if shop.window[0] < at < shop.window[1]]
    others = [shop for shop in begun if shop.shopper.account != DEMO_ACCOUNTS["shopper"]]
    closed = next((shop for shop in others if CHECKLISTS[shop.checklist] == "visit"), None)
    known = next((shop for shop in others if shop is not closed), None)
    notes = {}
    if closed:
        notes[closed.assignment_id] = _note(work, closed, "problem", at)
    if known:
        notes[known.assignment_id] = _note(work, known, "decline", at - 3 * NO_RECEPTION)
    return notes


def _note(work: Fieldwork, shop: Shop, kind: NoteKind, at: datetime) -> FieldNote:
    said = words(shop.shopper.language).notes
    return FieldNote(
        id=made_id(work.seed, "note", kind),
        kind=kind,
        text=said.problem if kind == "problem" else said.decline,
        noted_at=at,
        received_at=at + NO_RECEPTION,
    )
