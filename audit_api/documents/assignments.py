"""Planned shops."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta
from pymongo import ASCENDING, DESCENDING, IndexModel

from audit_api.documents.seam import STRUCT, StructDocument
from checklists.answers import Moment
from checklists.definition import Channel, ChecklistRef

# That of its audit; while there is none, cancelled if the office said so, declined if its shopper did, else open.
AssignmentStatus = Literal[
    "open", "declined", "cancelled", "submitted", "revision_requested", "finalised", "rejected", "excluded", "erased"
]
NoteKind = Literal["problem", "decline"]
HAS_NOTES = {"notes.0": {"$exists": True}}


class Assignment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A shop given to a shopper.

    `scenario` says who the shopper pretends to be, `briefing` what to know and to do beforehand.
    """

    branch_id: UUID
    shopper_id: UUID
    checklist: ChecklistRef
    channel: Channel
    scenario: Annotated[str, Meta(max_length=4000)]
    briefing: Annotated[str, Meta(max_length=4000)] = ""
    window_starts_at: Moment
    window_ends_at: Moment
    reshop_of: UUID | None = None


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What a shopper told the office. `noted_at` is the device's time, `received_at` the server's."""

    id: UUID
    kind: NoteKind
    text: str
    noted_at: datetime
    received_at: datetime


class FieldNote(Note, frozen=True, kw_only=True):
    """A note and who of the office has dealt with it when."""

    handled_at: datetime | None = None
    handled_by: UUID | None = None


class Cancellation(msgspec.Struct, frozen=True, kw_only=True):
    """The office takes an assignment back. An audit that arrives all the same counts."""

    at: datetime
    by: UUID


class AssignmentDocument(StructDocument):
    """Programme and region are those of the branch, repeated here for filtering.

    Whether there is an audit is told by the audit, which names its assignment, once. `audited` only spares looking for
    it: it is said with the flags, a little after the receipt, and never taken back.
    """

    assignment: Annotated[Assignment, STRUCT]
    programme_id: UUID
    region_id: UUID
    notes: Annotated[list[FieldNote], STRUCT] = []
    cancelled: Annotated[Cancellation | None, STRUCT] = None
    audited: bool = False

    class Settings(StructDocument.Settings):
        name = "assignments"
        indexes = (
            IndexModel([("assignment.shopper_id", ASCENDING), ("assignment.window_ends_at", DESCENDING)]),
            IndexModel([("assignment.shopper_id", ASCENDING), ("assignment.checklist.key", ASCENDING)]),
            # What is to be done is found among all that was done without reading that.
            IndexModel(
                [("assignment.window_ends_at", DESCENDING), ("_id", DESCENDING), ("audited", ASCENDING)],
                name="windows",
            ),
            IndexModel([("assignment.branch_id", ASCENDING), ("assignment.window_ends_at", DESCENDING)]),
            # A note is of one assignment. Partial: few assignments have any.
            IndexModel([("notes.id", ASCENDING)], unique=True, partialFilterExpression=HAS_NOTES),
            IndexModel([("notes.handled_at", ASCENDING)], partialFilterExpression=HAS_NOTES),
            IndexModel([("notes.received_at", DESCENDING)], partialFilterExpression=HAS_NOTES),
        )
