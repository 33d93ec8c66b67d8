"""Collections: what a trainer puts together for a lesson, its share links, and where it was used."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from pymongo import ASCENDING, DESCENDING, IndexModel

from audit_api.documents.seam import STRUCT, StructDocument

Note = Annotated[str, Meta(max_length=4000)]


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An example with the trainer's own words; with `beside`, a contrast pair."""

    example_id: UUID
    beside: UUID | None = None
    note: Note = ""
    question: Note = ""
    model_answer: Note = ""


class Collection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`shared`: the other trainers see it, too. The order of `entries` is that of the lesson."""

    title: Annotated[str, Meta(min_length=1, max_length=120, pattern=r"\S")]
    intro: Note = ""
    shared: bool = False
    entries: Annotated[list[Entry], Meta(max_length=200)] = []

    def example_ids(self) -> list[UUID]:
        return list({id for entry in self.entries for id in (entry.example_id, entry.beside) if id})


class ShareLink(msgspec.Struct, frozen=True, kw_only=True):
    """`token_hash` is the SHA-256 of what stands in the address: who reads the database cannot open it."""

    id: UUID
    token_hash: str
    made_at: datetime
    expires_at: datetime


class Training(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That a collection was used on this day with people of these branches."""

    id: UUID
    held_on: date
    branch_ids: list[UUID]
    note: Note = ""


class CollectionDocument(StructDocument):
    """`revision` counts what was written. Which examples may still be seen is decided when they are read."""

    owner_id: UUID
    revision: int
    collection: Annotated[Collection, STRUCT]
    changed_at: datetime
    links: Annotated[list[ShareLink], STRUCT] = []
    trainings: Annotated[list[Training], STRUCT] = []

    class Settings(StructDocument.Settings):
        name = "collections"
        indexes = (
            IndexModel([("owner_id", ASCENDING), ("changed_at", DESCENDING)]),
            IndexModel([("collection.shared", ASCENDING), ("changed_at", DESCENDING)]),
            IndexModel([("links.token_hash", ASCENDING)]),
            IndexModel([("trainings.branch_ids", ASCENDING)]),
        )
