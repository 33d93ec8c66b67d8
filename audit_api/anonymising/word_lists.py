"""A programme's own words: tried on what trainers may read now, and hidden in all of it."""

from typing import Any
from uuid import UUID

import msgspec
from anyio import to_thread
from pymongo import ReturnDocument

from audit_api.documents import ExampleDocument, ProgrammeDocument
from audit_api.examples.masking import hide_words
from audit_api.problems import Problem
from checklists.masking import MaskWords, with_known

LOOKED_AT = 2000
"""Examples of a preview: a second or two of computing."""
EXCERPTS = 5


class Preview(msgspec.Struct, kw_only=True):
    """`hidden` of the `looked_at` best of `masked` examples would say less than now; `excerpts`: some, as then."""

    masked: int
    looked_at: int
    hidden: int
    excerpts: list[str]


async def preview_of(programme_id: UUID, words: list[str]) -> Preview:
    """What a list of words would hide in what trainers may read now."""
    masked = {"programme_id": programme_id, "masking": "done"}
    examples = ExampleDocument.get_pymongo_collection()
    best = examples.find(masked, {"masked": 1}, sort=[("rank", -1)], limit=LOOKED_AT, batch_size=LOOKED_AT)
    texts = [row["masked"] async for row in best]
    hidden = await to_thread.run_sync(_shorter, texts, words)
    return Preview(
        masked=await ExampleDocument.find(masked).count(),
        looked_at=len(texts),
        hidden=len(hidden),
        excerpts=hidden[:EXCERPTS],
    )


async def put_mask_words(programme_id: UUID, words: list[str]) -> None:
    """From now on these are hidden: at once where a person has decided, and before it is seen again elsewhere."""
    programmes = ProgrammeDocument.get_pymongo_collection()
    now_listed = "$programme.mask_words"
    # Until all is done it stays written how far it had come, so that what is cut off here can be repeated.
    written: list[dict[str, Any]] = [
        {"$set": {"masked_words": {"$ifNull": ["$masked_words", now_listed, []]}}},
        {"$set": {"programme.mask_words": {"$literal": words}}},
    ]
    found = await programmes.find_one_and_update(
        {"_id": programme_id}, written, {"masked_words": 1}, return_document=ReturnDocument.AFTER
    )
    if found is None:
        raise Problem("not_found")
    if found["masked_words"] != words:
        await hide_words(programme_id, words)


def _shorter(texts: list[str], words: list[str]) -> list[str]:
    known = MaskWords(programme=tuple(words))
    after = [(text, with_known(text, known)) for text in texts]
    return [now for before, now in after if now != before]
