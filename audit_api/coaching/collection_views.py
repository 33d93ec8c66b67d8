"""Collections as they are read: with the examples that may still be seen, and nobody in them."""

import asyncio
from datetime import date, datetime
from uuid import UUID

import msgspec

from audit_api.access import visible_collections
from audit_api.coaching.story_views import ShownStory, shown_story
from audit_api.documents import BranchDocument, CollectionDocument, Entry, ExampleDocument, UserDocument
from audit_api.examples.views import Example, shown_to_guests, shown_to_trainers
from audit_api.people.auth import Principal
from audit_api.storage.names import names_of

LISTED = 500


class ListedCollection(msgspec.Struct, kw_only=True):
    """A lesson in a list. `entries` counts its entries; `mine` says that only the reader may change it."""

    id: UUID
    title: str
    intro: str
    shared: bool
    mine: bool
    owner_name: str
    entries: int
    changed_at: datetime
    used_at: date | None


class CollectionList(msgspec.Struct, kw_only=True):
    """The lessons that somebody may read, the latest change first; at most five hundred."""

    collections: list[ListedCollection]


class ShownEntry(msgspec.Struct, kw_only=True):
    """`example` is None once it was withdrawn; so is `beside` of a contrast pair. A starter story is in its place."""

    example_id: UUID
    example: Example | None
    story: ShownStory | None
    beside_id: UUID | None
    beside: Example | None
    beside_story: ShownStory | None
    note: str
    question: str
    model_answer: str


class OpenLink(msgspec.Struct, kw_only=True):
    """A share link that works until `expires_at`. Its address is told only when it is made."""

    id: UUID
    made_at: datetime
    expires_at: datetime


class HeldTraining(msgspec.Struct, kw_only=True):
    id: UUID
    held_on: date
    branch_ids: list[UUID]
    branch_names: list[str]
    note: str


class StoredCollection(msgspec.Struct, kw_only=True):
    """`links` are there for the owner and for administrators, who may withdraw them."""

    id: UUID
    revision: int
    title: str
    intro: str
    shared: bool
    mine: bool
    owner_name: str
    changed_at: datetime
    entries: list[ShownEntry]
    links: list[OpenLink]
    trainings: list[HeldTraining]


async def listed(principal: Principal) -> CollectionList:
    """The lessons that this person may read, in two round trips."""
    found = await CollectionDocument.find(visible_collections(principal)).sort("-changed_at").limit(LISTED).to_list()
    names = await names_of(UserDocument, [one.owner_id for one in found])
    return CollectionList(collections=[_listed(one, principal, names) for one in found])


async def stored_collection(principal: Principal, collection: CollectionDocument, now: datetime) -> StoredCollection:
    """A lesson with its entries as this person may see them. At most six round trips, however long it is."""
    branches = {branch for training in collection.trainings for branch in training.branch_ids}
    entries, people, names = await asyncio.gather(
        shown_entries(collection.collection.entries),
        names_of(UserDocument, [collection.owner_id]),
        names_of(BranchDocument, branches),
    )
    mine = collection.owner_id == principal.user_id
    return StoredCollection(
        id=collection.id,
        revision=collection.revision,
        title=collection.collection.title,
        intro=collection.collection.intro,
        shared=collection.collection.shared,
        mine=mine,
        owner_name=people.get(collection.owner_id, ""),
        changed_at=collection.changed_at,
        entries=entries,
        links=_open_links(collection, now) if mine or principal.role == "admin" else [],
        trainings=_trainings(collection, names),
    )


async def shown_entries(entries: list[Entry], *, guest: bool = False) -> list[ShownEntry]:
    """Decided now, each time: what was withdrawn or erased is gone at once; for a guest, with what was said of it."""
    wanted = {id for entry in entries for id in (entry.example_id, entry.beside) if id}
    found = await ExampleDocument.find({"_id": {"$in": list(wanted)}, "visible": True}).to_list() if wanted else []
    show = shown_to_guests if guest else shown_to_trainers
    by_id = {example.id: example for example in await show(found)} if found else {}
    shown = [_shown(entry, by_id) for entry in entries]
    return [_silent(one) if guest and _lacks(one) else one for one in shown]


def _shown(entry: Entry, by_id: dict[UUID, Example]) -> ShownEntry:
    return ShownEntry(
        example_id=entry.example_id,
        example=by_id.get(entry.example_id),
        story=shown_story(entry.example_id),
        beside_id=entry.beside,
        beside=by_id.get(entry.beside) if entry.beside else None,
        beside_story=shown_story(entry.beside),
        note=entry.note,
        question=entry.question,
        model_answer=entry.model_answer,
    )


def _lacks(one: ShownEntry) -> bool:
    return not (one.example or one.story) or not (one.beside_id is None or one.beside or one.beside_story)


def _silent(one: ShownEntry) -> ShownEntry:
    return msgspec.structs.replace(one, note="", question="", model_answer="")


def _listed(one: CollectionDocument, principal: Principal, names: dict[UUID, str]) -> ListedCollection:
    return ListedCollection(
        id=one.id,
        title=one.collection.title,
        intro=one.collection.intro,
        shared=one.collection.shared,
        mine=one.owner_id == principal.user_id,
        owner_name=names.get(one.owner_id, ""),
        entries=len(one.collection.entries),
        changed_at=one.changed_at,
        used_at=max((training.held_on for training in one.trainings), default=None),
    )


def _open_links(one: CollectionDocument, now: datetime) -> list[OpenLink]:
    return [
        OpenLink(id=link.id, made_at=link.made_at, expires_at=link.expires_at)
        for link in one.links
        if link.expires_at > now
    ]


def _trainings(one: CollectionDocument, names: dict[UUID, str]) -> list[HeldTraining]:
    return [
        HeldTraining(
            id=training.id,
            held_on=training.held_on,
            branch_ids=training.branch_ids,
            branch_names=sorted(names.get(branch, "") for branch in training.branch_ids),
            note=training.note,
        )
        for training in sorted(one.trainings, key=lambda training: training.held_on, reverse=True)
    ]
