"""What there is of an audit, so that whoever removes it is told beforehand exactly what will go."""

import asyncio
from typing import Any

import msgspec

from audit_api.documents import AlertDocument, AuditDocument, CollectionDocument, ExampleDocument, ExerciseDocument
from checklists.answers import Answer, TextAnswer


class Dependents(msgspec.Struct, frozen=True, kw_only=True):
    """How many of each hang on an audit. `collections` are those of trainers that show an example of it."""

    photos: int
    narratives: int
    reviews: int
    examples: int
    collections: int
    alerts: int
    exercises: int
    appeals: int
    papers: int


async def dependents_of(audit: AuditDocument) -> Dependents:
    """What hangs on an audit, counted. At most five round trips, three of them at the same time."""
    mine = {"audit_id": audit.id}
    rows = ExampleDocument.get_pymongo_collection().find(mine, {"_id": 1})
    examples = [row["_id"] async for row in rows]
    named: dict[str, Any] = {"$in": examples}
    shown = {"$or": [{"collection.entries.example_id": named}, {"collection.entries.beside": named}]}
    alerts, exercises, collections = await asyncio.gather(
        AlertDocument.get_pymongo_collection().count_documents({"branch_id": audit.branch_id, **mine}),
        ExerciseDocument.get_pymongo_collection().count_documents(mine),
        CollectionDocument.get_pymongo_collection().count_documents(shown),
    )
    return Dependents(
        photos=len(audit.photo_ids) + sum(len(appeal.photos) for appeal in audit.appeals),
        narratives=sum(_says(answer) for answer in audit.submission.answers.values()),
        reviews=len(audit.reviews),
        examples=len(examples),
        collections=collections,
        alerts=alerts,
        exercises=exercises,
        appeals=len(audit.appeals),
        papers=sum(len(appeal.papers) for appeal in audit.appeals),
    )


def _says(answer: Answer) -> bool:
    return bool(answer.narrative or (isinstance(answer, TextAnswer) and answer.text))
