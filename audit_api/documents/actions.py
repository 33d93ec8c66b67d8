"""Action items: what is done about a weakness, by whom and until when."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta
from pymongo import ASCENDING, IndexModel

from audit_api.documents.seam import STRUCT, StructDocument
from checklists.items import Key

ActionState = Literal["open", "in_progress", "done", "dropped"]
UNFINISHED: tuple[ActionState, ...] = ("open", "in_progress")


class ActionItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A follow-up task about an item of a checklist at a branch.

    The owner is a person of the office (`owner_id`) or anybody else by name (`owner_name`).
    """

    branch_id: UUID
    checklist: Key
    item: Key
    owner_id: UUID | None = None
    owner_name: Annotated[str, Meta(max_length=100)] = ""
    due_on: date
    plan: Annotated[str, Meta(min_length=1, max_length=4000, pattern=r"\S")]
    state: ActionState = "open"


class StateChange(msgspec.Struct, frozen=True, kw_only=True):
    state: ActionState
    at: datetime
    by: UUID


class ActionDocument(StructDocument):
    """`revision` counts what was written. `version` is that of the checklist in which the item was looked up.

    Programme and region are those of the branch, repeated here for filtering. A date is kept as text, which sorts
    like it.
    """

    programme_id: UUID
    region_id: UUID
    version: int
    revision: int
    action: Annotated[ActionItem, STRUCT]
    history: Annotated[list[StateChange], STRUCT]
    created_at: datetime

    class Settings(StructDocument.Settings):
        name = "action_items"
        indexes = (
            IndexModel([("region_id", ASCENDING), ("action.due_on", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([("action.branch_id", ASCENDING), ("action.due_on", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([("action.due_on", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([("action.owner_id", ASCENDING), ("action.state", ASCENDING)]),
        )

    def done_at(self) -> datetime | None:
        """When it was done, if it is."""
        return self.history[-1].at if self.action.state == "done" else None
