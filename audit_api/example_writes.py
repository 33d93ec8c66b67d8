"""How an example is written: by the audit it comes from, by who masks it, and by who releases it.

Each of them writes only what is theirs, in one update, and what follows from all of it is derived by the database in
the same update: nobody can make visible what another one just took back.
"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pymongo import UpdateOne

from audit_api.documents import ExampleDocument
from audit_api.documents.seam import to_bson

Stage = dict[str, Any]

HUMAN = frozenset({"masked", "masked_by", "masking", "photos", "decision", "state", "ready", "visible"})
"""What the audit alone does not say."""

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


def kept_up(example: ExampleDocument) -> UpdateOne:
    """Writes what follows from the audit. Masked words, pictures and a release stay if their content is the same."""
    stored = example.as_stored()
    facts = {name: {"$literal": value} for name, value in stored.items() if name not in HUMAN and name != "_id"}
    same_words = {"$eq": ["$narrative_hash", stored["narrative_hash"]]}
    kept = {
        "masked": {"$cond": [same_words, {"$ifNull": ["$masked", None]}, None]},
        "masked_by": {"$cond": [same_words, {"$ifNull": ["$masked_by", None]}, None]},
        "masking": {"$cond": [same_words, "$masking", stored["masking"]]},
        "photos": [_kept_photo(photo) for photo in stored["photos"]],
        "decision": {"$ifNull": ["$decision", None]},
    }
    return UpdateOne({"_id": example.id}, [{"$set": kept}, {"$set": facts}, *DERIVED], upsert=True)


def _kept_photo(photo: dict[str, Any]) -> dict[str, Any]:
    before = {"$ifNull": ["$photos", []]}
    same = {"$filter": {"input": before, "cond": {"$eq": ["$$this.original", photo["original"]]}}}
    return {"$ifNull": [{"$first": same}, {"$literal": photo}]}


async def write_masked(example_id: UUID, narrative_hash: str, masked: str, by: UUID | None = None) -> bool:
    """Puts in the words without names; `by` is None for what was certain. False if the words have changed."""
    return await _written(
        {"_id": example_id, "narrative_hash": narrative_hash},
        {"masked": {"$literal": masked}, "masked_by": by, "masking": "done"},
    )


async def write_photo(example_id: UUID, original: UUID, redacted: UUID | None, state: str) -> bool:
    """Says what has become of a photo: `done` with the redacted picture, `dropped`, or `waiting` again."""
    now = {"original": original, "redacted": redacted, "state": state}
    each = {"$cond": [{"$eq": ["$$this.original", original]}, {"$literal": now}, "$$this"]}
    changed = {"photos": {"$map": {"input": "$photos", "in": each}}}
    return await _written({"_id": example_id, "photos.original": original}, changed)


async def write_decision(
    example_id: UUID, state: Literal["released", "withdrawn"], by: UUID, at: datetime, content: str
) -> bool:
    """Releases or withdraws the example as it is with that `content`. The first decision of a kind stays."""
    decision = {"state": state, "by": by, "at": at, "content": content}
    again = {"$and": [{"$eq": ["$decision.state", state]}, {"$eq": ["$decision.content", content]}]}
    changed = {"decision": {"$cond": [again, "$decision", {"$literal": decision}]}}
    return await _written({"_id": example_id, "content": content}, changed)


async def write_coaching(programme_id: UUID, *, automatic: bool) -> None:
    """The programme now releases by itself, or no longer does."""
    others = {"programme_id": programme_id, "automatic": not automatic}
    await ExampleDocument.get_pymongo_collection().update_many(others, [{"$set": {"automatic": automatic}}, *DERIVED])


async def mask_anew(programme_id: UUID) -> None:
    """More is known of the programme: what was masked by itself waits to be masked again, unseen until then."""
    others = {"programme_id": programme_id, "masking": "done", "masked_by": None}
    waiting = {"masked": None, "masking": "waiting", "masking_doubt": None}
    await ExampleDocument.get_pymongo_collection().update_many(others, [{"$set": waiting}, *DERIVED])


async def _written(wanted: dict[str, Any], changed: dict[str, Any]) -> bool:
    update: list[Stage] = to_bson([{"$set": changed}, *DERIVED])
    return (await ExampleDocument.get_pymongo_collection().update_one(wanted, update)).matched_count > 0
