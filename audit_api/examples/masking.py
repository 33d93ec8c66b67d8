"""Masks the words of examples: by itself what is certain, and by hand what is not.

What is known of a programme (its own list, its branches, regions and people) is found in any form. Nothing else is
asked of the audit but its language and the alias of who was observed.
"""

import asyncio
from collections.abc import Sequence
from itertools import count
from typing import Any
from uuid import UUID

import msgspec

from audit_api.documents import BranchDocument, ExampleDocument, ProgrammeDocument, RegionDocument, UserDocument
from audit_api.documents.audits import AuditDocument
from audit_api.examples.writes import Masking, mask_anew, masking_of, write_all_masked, write_masked
from checklists.masking import Masked, MaskWords, mask, with_known

BATCH = 200
RULES = "2"
"""Raised with the rules of masking: what was doubtful is tried again."""


class Narrative(msgspec.Struct, frozen=True):
    """What a shopper wrote, and the alias of the one it is about."""

    text: str
    alias: str | None


class MaskingReport(msgspec.Struct):
    """How many narratives were masked, and how many wait for a person."""

    masked: int = 0
    doubtful: int = 0


Words = dict[UUID, MaskWords]
"""By programme."""


async def mask_waiting(*, batches: int | None = None) -> MaskingReport:
    """Masks what waits and was not tried with these rules yet; safe to repeat and to break off."""
    report, words = MaskingReport(), Words()
    waiting = ExampleDocument.find({"masking": "waiting", "masking_doubt": {"$ne": RULES}}, batch_size=BATCH)
    for _ in count() if batches is None else range(batches):
        batch = await waiting.limit(BATCH).to_list()
        if not batch:
            break
        for programme_id in {example.programme_id for example in batch} - words.keys():
            words[programme_id] = await mask_words(programme_id)
        await _mask_batch(batch, words, report)
        for programme_id in await _changed_lists(words):
            # The words that were added meanwhile made these examples wait before they were written. So they wait again.
            del words[programme_id]
            await mask_anew(programme_id)
    return report


async def _mask_batch(batch: Sequence[ExampleDocument], words: Words, report: MaskingReport) -> None:
    narratives = await narratives_of(batch)
    certain: list[Masking] = []
    for example in batch:
        narrative, known = narratives.get(example.id), words[example.programme_id]
        # Beside the loop: a long story takes some milliseconds, and the lists of words are read for the first one.
        masked = await asyncio.to_thread(proposed, example, narrative, known) if narrative else None
        if masked is not None and masked.certain:
            certain.append(masking_of(example, masked.text))
        else:
            await _doubt(example)
            report.doubtful += 1
    report.masked += await write_all_masked(certain)


async def _changed_lists(words: Words) -> list[UUID]:
    """Programmes whose own words are others by now."""
    return [programme_id for programme_id, known in words.items() if await _listed(programme_id) != known.programme]


async def hide_words(programme_id: UUID, words: list[str]) -> None:
    """In everything that was masked before the list was this one. Safe to break off and to repeat."""
    await mask_anew(programme_id)
    known = MaskWords(programme=tuple(words))
    by_hand = ExampleDocument.find({"programme_id": programme_id, "masking": "done", "masked_by": {"$ne": None}})
    async for example in by_hand:
        masked = await asyncio.to_thread(with_known, example.masked or "", known)
        if masked != example.masked:
            await write_masked(masking_of(example, masked, example.masked_by))
    this = {"_id": programme_id, "programme.mask_words": words}
    await ProgrammeDocument.get_pymongo_collection().update_one(this, {"$set": {"masked_words": words}})


async def hide_cut_off_words() -> None:
    """Of every programme whose list was changed by somebody who died before all of it was hidden."""
    async for programme in ProgrammeDocument.find({"masked_words": {"$ne": None}}):
        if programme.masked_words != programme.programme.mask_words:
            await hide_words(programme.id, programme.programme.mask_words)


async def _doubt(example: ExampleDocument) -> None:
    this = {"_id": example.id, "narrative_hash": example.narrative_hash}
    doubt = {"$set": {"masking_doubt": RULES}}
    await ExampleDocument.get_pymongo_collection().update_one(this, doubt)


def proposed(example: ExampleDocument, narrative: Narrative, words: MaskWords) -> Masked:
    return mask(narrative.text, example.language, words, (narrative.alias,) if narrative.alias else ())


async def mask_words(programme_id: UUID) -> MaskWords:
    """All that would give a branch or a person of the programme away."""
    listed = await _listed(programme_id)
    branches = await BranchDocument.find({"branch.programme_id": programme_id}).to_list()
    regions = await RegionDocument.find({"region.programme_id": programme_id}).to_list()
    users = await UserDocument.get_pymongo_collection().distinct("user.name")
    return MaskWords(
        programme=listed,
        branches=tuple(sorted({name for doc in branches for name in (doc.branch.name, *doc.former_names)})),
        places=tuple(sorted(_places(regions, branches))),
        people=tuple(sorted(users)),
    )


def _places(regions: Sequence[RegionDocument], branches: Sequence[BranchDocument]) -> set[str]:
    names = {name for doc in regions for name in (doc.region.name, *doc.former_names)}
    return names | {doc.branch.address for doc in branches if doc.branch.address}


async def _listed(programme_id: UUID) -> tuple[str, ...]:
    """Words that the programme itself wants hidden."""
    programme = await ProgrammeDocument.get(programme_id)
    return tuple(programme.programme.mask_words) if programme else ()


async def narratives_of(examples: Sequence[ExampleDocument]) -> dict[UUID, Narrative]:
    """By example. One round trip."""
    fields = {f"submission.answers.{item}": 1 for item in {one.item for one in examples}}
    wanted = {"_id": {"$in": list({one.audit_id for one in examples})}}
    audits = AuditDocument.get_pymongo_collection()
    rows = audits.find(wanted, {**fields, "submission.staff_alias": 1}, batch_size=BATCH + 1)
    submissions = {row["_id"]: row["submission"] async for row in rows}
    narratives = {one.id: _narrative(submissions.get(one.audit_id), one.item) for one in examples}
    return {example_id: narrative for example_id, narrative in narratives.items() if narrative}


def _narrative(submission: dict[str, Any] | None, item: str) -> Narrative | None:
    answer = (submission or {}).get("answers", {}).get(item)
    if submission is None or answer is None:
        return None
    text = ((answer.get("text") if answer["kind"] == "text" else answer.get("narrative")) or "").strip()
    return Narrative(text, submission.get("staff_alias")) if text else None
