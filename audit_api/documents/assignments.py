"""Planned shops."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta
from pymongo import ASCENDING, DESCENDING, IndexModel

from audit_api.documents.seam import STRUCT, StructDocument
from checklists.answers import Moment
from checklists.definition import Channel, ChecklistRef

# That of its audit; open while there is none.
AssignmentStatus = Literal["open", "submitted", "revision_requested", "finalised", "rejected"]


class Assignment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A shop given to a shopper; `scenario` says who the shopper pretends to be."""

    branch_id: UUID
    shopper_id: UUID
    checklist: ChecklistRef
    channel: Channel
    scenario: Annotated[str, Meta(max_length=4000)]
    window_starts_at: Moment
    window_ends_at: Moment
    reshop_of: UUID | None = None


class AssignmentDocument(StructDocument):
    """Programme and region are those of the branch, repeated here for filtering.

    Nothing here tells whether there is an audit: the audit names its assignment, once.
    """

    assignment: Annotated[Assignment, STRUCT]
    programme_id: UUID
    region_id: UUID

    class Settings(StructDocument.Settings):
        name = "assignments"
        indexes = (
            IndexModel([("assignment.shopper_id", ASCENDING), ("assignment.window_ends_at", DESCENDING)]),
            IndexModel([("assignment.shopper_id", ASCENDING), ("assignment.checklist.key", ASCENDING)]),
            IndexModel([("assignment.window_ends_at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel([("assignment.branch_id", ASCENDING), ("assignment.window_ends_at", DESCENDING)]),
        )
