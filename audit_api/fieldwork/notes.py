"""Notes from the field: a shopper has a problem or declines, and the office deals with it."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import get, put
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta
from pymongo.errors import DuplicateKeyError

from audit_api.access import FIELD, OFFICE, assignment_for
from audit_api.clock import now
from audit_api.documents import AssignmentDocument, FieldNote, Note
from audit_api.documents.assignments import NoteKind
from audit_api.documents.seam import as_kept, to_bson
from audit_api.fieldwork.note_lists import NotePage, OfficeNote, note_page, read_note
from audit_api.http.bodies import Body
from audit_api.http.paging import PAGE_SIZE, Cursor, PageSize
from audit_api.injected import CurrentPrincipal
from audit_api.problems import Problem, documented, not_found
from checklists.answers import Moment

NOTES_MAX = 100
"""Most notes of one assignment: they share a document, and every phone carries them."""


class NoteChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A note as it is sent; `noted_at` is the phone's time of writing."""

    kind: NoteKind
    text: Annotated[str, Meta(min_length=1, max_length=4000, pattern=r"\S")]
    noted_at: Moment


@put(
    "/api/assignments/{assignment_id:uuid}/notes/{note_id:uuid}",
    dto=Body[NoteChange],
    return_dto=None,
    access=FIELD,
    tags=["Notes"],
    summary="Tell the office about a problem, or decline; safe to repeat",
    responses=documented(
        "malformed_request",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "note_differs",
        "notes_full",
        "body_too_large",
        "invalid_body",
    ),
)
async def put_note(
    principal: CurrentPrincipal,
    assignment_id: FromPath[UUID],
    note_id: FromPath[UUID],
    data: JSONBody[NoteChange],
) -> Note:
    sent = as_kept(data)
    note = FieldNote(id=note_id, received_at=now(), **msgspec.structs.asdict(sent))
    if (known := _of(await assignment_for(principal, assignment_id), note_id)) is None:
        if await _written(assignment_id, note):
            return _as_note(note)
        # It came on another connection meanwhile, or there are too many.
        known = _of(await assignment_for(principal, assignment_id), note_id)
    if known is None:
        raise Problem("notes_full", f"At most {NOTES_MAX}.")
    if (known.kind, known.text, known.noted_at) != (sent.kind, sent.text, sent.noted_at):
        raise Problem("note_differs")
    return _as_note(known)


@get(
    "/api/notes",
    access=OFFICE,
    tags=["Notes"],
    summary="Notes from the field, latest first",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def list_notes(
    kind: FromQuery[NoteKind | None] = None,
    unhandled: FromQuery[bool] = False,
    limit: PageSize = PAGE_SIZE,
    cursor: Cursor = None,
) -> NotePage:
    wanted: dict[str, Any] = ({"kind": kind} if kind else {}) | ({"handled_at": None} if unhandled else {})
    return await note_page(wanted, limit, cursor)


@put(
    "/api/notes/{note_id:uuid}/handled",
    access=OFFICE,
    tags=["Notes"],
    summary="Mark a note as dealt with; who was first stays",
    responses=documented("invalid_parameter", "not_signed_in", "cross_site_request", "not_found"),
)
async def put_handled(principal: CurrentPrincipal, note_id: FromPath[UUID]) -> OfficeNote:
    waiting = {"notes": {"$elemMatch": {"id": note_id, "handled_at": None}}, "notes.0": {"$exists": True}}
    mark = {"notes.$.handled_at": now(), "notes.$.handled_by": principal.user_id}
    await AssignmentDocument.get_pymongo_collection().update_one(waiting, {"$set": mark})
    if (found := await read_note(note_id)) is None:
        raise not_found()
    return found


def _of(assignment: AssignmentDocument, note_id: UUID) -> FieldNote | None:
    return next((note for note in assignment.notes if note.id == note_id), None)


async def _written(assignment_id: UUID, note: FieldNote) -> bool:
    """False if it is there already, or has no room. Raises `note_differs` if another assignment has its id."""
    room = {"_id": assignment_id, "notes.id": {"$ne": note.id}, f"notes.{NOTES_MAX - 1}": {"$exists": False}}
    try:
        pushed = await AssignmentDocument.get_pymongo_collection().update_one(room, {"$push": {"notes": to_bson(note)}})
    except DuplicateKeyError:
        raise Problem("note_differs") from None
    return bool(pushed.matched_count)


def _as_note(note: FieldNote) -> Note:
    """A note as it is answered, the same for every sending: what the office does with it later is not part of it."""
    return Note(id=note.id, kind=note.kind, text=note.text, noted_at=note.noted_at, received_at=note.received_at)


ROUTES = [put_note, list_notes, put_handled]
