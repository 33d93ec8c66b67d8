"""How an example is written: by the audit it comes from, by who masks it, and by who releases it.

Each of them writes only what is theirs, in one update, and what follows from all of it is derived by the database in
the same update: nobody can make visible what another one just took back.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from pymongo import UpdateOne

from audit_api.documents import ExampleDocument
from audit_api.documents.seam import to_bson
from audit_api.examples.tallies import recount_all, recounting
from audit_api.examples.word_forms import forms_of

Stage = dict[str, Any]

HUMAN = frozenset({"masked", "terms", "masked_by", "masking", "photos", "decision", "state", "ready", "visible"})
"""Fields of an example that follow from people and masking, not from its audit alone."""

DERIVED: list[Stage] = [
    {
        "$set": {
            "state": {
                "$switch": {
                    "branches": [
                        {"case": {"$eq": ["$decision.state", "withdrawn"]}, "then": "withdrawn"},
                        {"case": {"$eq": ["$decision.content", "$content"]}, "then": "released"},
                        {"case": "$automatic", "then": "released"},
                    ],
                    "default": "candidate",
                }
            },
            "ready": {
                "$switch": {
                    "branches": [
                        {"case": {"$eq": ["$masking", "done"]}, "then": True},
                        {"case": {"$eq": ["$masking", "waiting"]}, "then": False},
                    ],
                    "default": {"$in": ["done", "$photos.state"]},
                }
            },
        }
    },
    {"$set": {"visible": {"$and": [{"$eq": ["$state", "released"]}, "$ready"]}}},
]


class Masking(msgspec.Struct, frozen=True, kw_only=True):
    """Words without names, for an example as long as its words are those; `by` is None for what was certain."""

    example_id: UUID
    facet: str
    language: str
    narrative_hash: str
    masked: str
    by: UUID | None = None

    def update(self) -> UpdateOne:
        terms = forms_of(self.masked, self.language)
        changed = {"masked": {"$literal": self.masked}, "terms": {"$literal": terms}, "masked_by": self.by}
        this = {"_id": self.example_id, "narrative_hash": self.narrative_hash}
        return UpdateOne(this, [{"$set": {**changed, "masking": "done"}}, *DERIVED])


def masking_of(example: ExampleDocument, masked: str, by: UUID | None = None) -> Masking:
    return Masking(
        example_id=example.id,
        facet=example.facet,
        language=example.language,
        narrative_hash=example.narrative_hash,
        masked=masked,
        by=by,
    )


def kept_up(example: ExampleDocument) -> UpdateOne:
    """Writes what follows from the audit. Masked words, pictures and a release stay if their content is the same."""
    stored = example.as_stored()
    facts = {name: {"$literal": value} for name, value in stored.items() if name not in HUMAN and name != "_id"}
    same_words = {"$eq": ["$narrative_hash", stored["narrative_hash"]]}
    originals = [photo["original"] for photo in stored["photos"]]
    only_fewer = {"$setIsSubset": [originals, {"$ifNull": ["$photos.original", []]}]}
    still_decided = {"$and": [same_words, only_fewer, {"$eq": ["$decision.content", "$content"]}]}
    kept = {
        "masked": {"$cond": [same_words, {"$ifNull": ["$masked", None]}, None]},
        "terms": {"$cond": [same_words, {"$ifNull": ["$terms", []]}, []]},
        "masked_by": {"$cond": [same_words, {"$ifNull": ["$masked_by", None]}, None]},
        "masking": {"$cond": [same_words, "$masking", stored["masking"]]},
        "photos": [_kept_photo(photo) for photo in stored["photos"]],
        # What was released with a picture stays so when the picture is removed.
        "decision": {
            "$cond": [
                still_decided,
                {"$mergeObjects": ["$decision", {"content": {"$literal": stored["content"]}}]},
                {"$ifNull": ["$decision", None]},
            ]
        },
    }
    return UpdateOne({"_id": example.id}, [{"$set": kept}, {"$set": facts}, *DERIVED], upsert=True)


def _kept_photo(photo: dict[str, Any]) -> dict[str, Any]:
    before = {"$ifNull": ["$photos", []]}
    same = {"$filter": {"input": before, "cond": {"$eq": ["$$this.original", photo["original"]]}}}
    return {"$ifNull": [{"$first": same}, {"$literal": photo}]}


async def write_masked(masking: Masking) -> bool:
    """Stores masked words; False if the shopper's words have changed since."""
    return await write_all_masked([masking]) > 0


async def write_all_masked(maskings: Sequence[Masking]) -> int:
    """Stores masked words, and tells of how many examples; the words of the others have changed since."""
    if not maskings:
        return 0
    async with recounting(masking.facet for masking in maskings):
        written = await ExampleDocument.get_pymongo_collection().bulk_write(
            [masking.update() for masking in maskings], ordered=False
        )
    return written.matched_count


async def write_photo(example: ExampleDocument, original: UUID, redacted: UUID | None, state: str) -> bool:
    """Says what has become of a photo: `done` with the redacted picture, `dropped`, or `waiting` again."""
    now = {"original": original, "redacted": redacted, "state": state}
    each = {"$cond": [{"$eq": ["$$this.original", original]}, {"$literal": now}, "$$this"]}
    changed = {"photos": {"$map": {"input": "$photos", "in": each}}}
    return await _written(example.facet, {"_id": example.id, "photos.original": original}, changed)


async def write_decision(
    example: ExampleDocument, state: Literal["released", "withdrawn"], by: UUID, at: datetime
) -> bool:
    """Releases or withdraws the example as it is with that `content`. The first decision of a kind stays."""
    decision = {"state": state, "by": by, "at": at, "content": example.content}
    again = {"$and": [{"$eq": ["$decision.state", state]}, {"$eq": ["$decision.content", example.content]}]}
    changed = {"decision": {"$cond": [again, "$decision", {"$literal": decision}]}}
    return await _written(example.facet, {"_id": example.id, "content": example.content}, changed)


async def write_coaching(programme_id: UUID, *, automatic: bool) -> None:
    """Notes on every example of the programme whether it is released by itself from now on."""
    others = {"programme_id": programme_id, "automatic": not automatic}
    await _written_to_all(others, {"automatic": automatic})


async def mask_anew(programme_id: UUID) -> None:
    """More is known of the programme: what was masked by itself waits to be masked again, unseen until then.

    What was doubtful is tried again, too.
    """
    by_itself = [{"masking": "done", "masked_by": None}, {"masking": "waiting"}]
    await _written_to_all(
        {"programme_id": programme_id, "$or": by_itself},
        {"masked": None, "terms": [], "masking": "waiting", "masking_doubt": None},
    )


async def index_words() -> None:
    """What was masked by a version that did not index it can be found from now on."""
    examples = ExampleDocument.get_pymongo_collection()
    rows = examples.find({"masked": {"$ne": None}, "terms.0": {"$exists": False}}, {"masked": 1, "language": 1})
    async for row in rows:
        this = {"_id": row["_id"], "masked": row["masked"]}
        await examples.update_one(this, {"$set": {"terms": forms_of(row["masked"], row["language"])}})


async def delete_examples(condition: dict[str, Any]) -> int:
    """Deletes the examples that fit `condition`; tells how many there were."""
    examples = ExampleDocument.get_pymongo_collection()
    facets = await examples.distinct("facet", condition)
    if not facets:
        return 0
    async with recounting(facets):
        return (await examples.delete_many(condition)).deleted_count


async def _written(facet: str, wanted: dict[str, Any], changed: dict[str, Any]) -> bool:
    update: list[Stage] = to_bson([{"$set": changed}, *DERIVED])
    async with recounting([facet]) as touched:
        written = await ExampleDocument.get_pymongo_collection().find_one_and_update(wanted, update, {"facet": 1})
        touched |= {written["facet"]} if written else set()  # its audit may just have been changed
    return written is not None


async def _written_to_all(wanted: dict[str, Any], changed: dict[str, Any]) -> None:
    update: list[Stage] = [{"$set": changed}, *DERIVED]
    if (await ExampleDocument.get_pymongo_collection().update_many(wanted, update)).matched_count:
        await recount_all()
