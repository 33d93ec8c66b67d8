"""An example as it is sent: without anybody in it for trainers, with its origin for the desks."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from audit_api.documents import (
    AuditDocument,
    BranchDocument,
    ChecklistVersionDocument,
    ExampleDocument,
    ExamplePhoto,
    ExampleState,
    ProgrammeDocument,
)
from audit_api.documents.examples import Masking, PhotoState
from audit_api.people.auth import Principal
from audit_api.storage.names import names_of
from checklists.coaching import GivenAnswer, Kind, Reason
from checklists.definition import Channel, Checklist, ChecklistRef, Level, Pillar, items_of
from checklists.items import Item, MultiChoice, Scale, SingleChoice, Text
from checklists.themes import Theme


class ShownPhoto(msgspec.Struct, kw_only=True):
    """A picture of an example. `original` is for the desks only; trainers get redacted pictures and nothing else."""

    redacted: UUID | None
    original: UUID | None
    state: PhotoState


class Origin(msgspec.Struct, kw_only=True):
    """Where an example comes from, for the desks. `narrative`: the words as they were written."""

    programme_id: UUID
    region_id: UUID
    branch_id: UUID
    audit_id: UUID
    narrative: str | None
    released_by: UUID | None
    released_at: datetime | None


class Example(msgspec.Struct, kw_only=True):
    """`narrative` is masked, None while that waits. `answered_text`: the options or the anchor that were chosen.

    `branch_name` is None for trainers unless the programme allows it, and for guests; `origin` always for both.
    """

    id: UUID
    checklist: ChecklistRef
    item: str
    section: str
    item_text: Text
    section_title: Text
    pillar: Pillar | None
    level: Level
    channel: Channel
    theme: Theme
    language: str
    kind: Kind
    score: float
    delight: bool
    answered: GivenAnswer
    answered_text: list[Text]
    narrative: str | None
    masking: Masking
    photos: list[ShownPhoto]
    reasons: list[Reason]
    rank: float
    month: str
    state: ExampleState
    ready: bool
    visible: bool
    branch_name: str | None
    origin: Origin | None


class Surroundings(msgspec.Struct):
    """What the examples of a page refer to, read once for all of them."""

    checklists: dict[ChecklistRef, Checklist]
    branch_names: dict[UUID, str]
    open_programmes: frozenset[UUID]
    narratives: dict[tuple[UUID, str], str]


async def shown(principal: Principal, examples: list[ExampleDocument]) -> list[Example]:
    """Examples as this person may see them. At most four round trips, whatever their number."""
    if principal.role == "trainer":
        return await shown_to_trainers(examples)
    around = await _surroundings(examples, trainer=False)
    return [_example(one, around, trainer=False) for one in examples]


async def shown_to_trainers(examples: list[ExampleDocument]) -> list[Example]:
    """Examples as trainers see them: without their origin, whoever asks."""
    around = await _surroundings(examples, trainer=True)
    return [_example(one, around, trainer=True) for one in examples]


async def shown_to_guests(examples: list[ExampleDocument]) -> list[Example]:
    """Examples as trainers see them, but never with a branch: anybody may have the link."""
    return [msgspec.structs.replace(one, branch_name=None) for one in await shown_to_trainers(examples)]


async def _surroundings(found: list[ExampleDocument], *, trainer: bool) -> Surroundings:
    refs = list(dict.fromkeys(one.checklist for one in found))
    definitions, programmes, names, narratives = await asyncio.gather(
        ChecklistVersionDocument.definitions_of(refs),
        ProgrammeDocument.find({"programme.trainers_see_branch": True}).to_list(),
        names_of(BranchDocument, [one.branch_id for one in found]),
        _narratives([] if trainer else found),
    )
    return Surroundings(dict(definitions), names, frozenset(doc.id for doc in programmes), narratives)


async def _narratives(found: list[ExampleDocument]) -> dict[tuple[UUID, str], str]:
    """The words of examples as the shoppers wrote them: who decides about an example may read its audit."""
    if not found:
        return {}
    fields = {f"submission.answers.{item}": 1 for item in {one.item for one in found}}
    wanted = {"_id": {"$in": list({one.audit_id for one in found})}}
    rows = await AuditDocument.get_pymongo_collection().find(wanted, fields, batch_size=1000).to_list()
    said = {(row["_id"], item): answer for row in rows for item, answer in row["submission"]["answers"].items()}
    return {key: words for key, answer in said.items() if (words := _words(answer))}


def _words(answer: dict[str, Any]) -> str | None:
    words: str = answer.get("text") if answer["kind"] == "text" else answer.get("narrative")  # type: ignore[assignment]
    return words or None


def _example(one: ExampleDocument, around: Surroundings, *, trainer: bool) -> Example:
    section_title, item = _definition(around.checklists.get(one.checklist), one)
    named = not trainer or one.programme_id in around.open_programmes
    return Example(
        id=one.id,
        checklist=one.checklist,
        item=one.item,
        section=one.section,
        item_text=item.text if item else {},
        section_title=section_title,
        pillar=one.pillar,
        level=one.level,
        channel=one.channel,
        theme=one.theme,
        language=one.language,
        kind=one.kind,
        score=one.score,
        delight=one.delight,
        answered=one.answered,
        answered_text=_chosen(item, one.answered),
        narrative=one.masked,
        masking=one.masking,
        photos=[_photo(photo, trainer=trainer) for photo in one.photos if not trainer or photo.state == "done"],
        reasons=one.reasons,
        rank=one.rank,
        month=one.month,
        state=one.state,
        ready=one.ready,
        visible=one.visible,
        branch_name=around.branch_names.get(one.branch_id) if named else None,
        origin=None if trainer else _origin(one, around.narratives.get((one.audit_id, one.item))),
    )


def _origin(one: ExampleDocument, narrative: str | None) -> Origin:
    return Origin(
        programme_id=one.programme_id,
        region_id=one.region_id,
        branch_id=one.branch_id,
        audit_id=one.audit_id,
        narrative=narrative,
        released_by=one.decision.by if one.decision else None,
        released_at=one.decision.at if one.decision else None,
    )


def _photo(photo: ExamplePhoto, *, trainer: bool) -> ShownPhoto:
    return ShownPhoto(redacted=photo.redacted, original=None if trainer else photo.original, state=photo.state)


def _definition(checklist: Checklist | None, one: ExampleDocument) -> tuple[Text, Item | None]:
    if checklist is None:
        return {}, None
    found = next((pair for pair in items_of(checklist) if pair[1].key == one.item), None)
    return (found[0].title, found[1]) if found else ({}, None)


def _chosen(item: Item | None, answered: GivenAnswer) -> list[Text]:
    if isinstance(item, Scale) and answered.level and answered.level <= len(item.levels):
        return [item.levels[answered.level - 1]]
    if isinstance(item, SingleChoice | MultiChoice):
        return [option.text for option in item.options if option.key in answered.options]
    return []
