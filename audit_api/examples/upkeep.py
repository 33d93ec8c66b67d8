"""Examples follow their audits: at once when one is decided, and by a look at all of them for what was cut off.

Whatever changes what a finalised audit says, or takes it out, sets `examples_due` in the same write and calls
`refresh_examples`. Should it die in between, the mark is found later. An example also names the stamp of its audit,
so that one whose audit is gone or different is found without a mark, by a daily look at all.
"""

from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec
import structlog
from pymongo import UpdateOne

from audit_api.documents import AuditDocument, BranchDocument, ExampleDocument, ProgrammeDocument
from audit_api.examples.masking import hide_cut_off_words, mask_waiting
from audit_api.examples.sources import Source, definitions_for, examples_of, read_around, read_sources, stamps_around
from audit_api.examples.tallies import recount_all, recount_marked, recounting
from audit_api.examples.writes import delete_examples, index_words, kept_up, write_coaching
from audit_api.repeating import repeating
from audit_api.settings import Settings
from audit_api.storage.leases import Lease, leased

WORK, WHOLE = "examples", "all_examples"
EVERY = timedelta(minutes=10)
WHOLE_EVERY = timedelta(days=1)
"""So often all examples are compared with their audits: what was cut off is marked, and found by its mark before."""
LOOKS_EVERY = timedelta(minutes=2)
ATTEMPTS = 5
BATCH = 500
STAMPS = 5000
_TELLING = ("facet", "content", "automatic")
"""As long as these stay, an audit that changes takes no example from one number to another."""

_log = structlog.get_logger("examples")


class Reconciled(msgspec.Struct, kw_only=True):
    """How many `audits` had their examples brought up to date, and how many `stray` examples were removed."""

    audits: int = 0
    stray: int = 0


async def refresh_examples(audit_id: UUID) -> None:
    """Examples of the audit and of those after it in its branch are what the audits say; safe to repeat."""
    audit = await AuditDocument.get(audit_id)
    if audit is None:
        await delete_examples({"audit_id": audit_id})
        return
    for _ in range(ATTEMPTS):
        sources = await read_around(audit)
        own = [n for n, source in enumerate(sources) if (source.occurred_at, source.id) >= _place(audit)]
        own_and_later = sources[min(own, default=len(sources)) :]
        await _refresh(sources, own_and_later, automatic=await _automatic(audit.programme_id))
        if audit.id not in [source.id for source in sources]:
            await delete_examples({"audit_id": audit_id})
        # An audit that was decided meanwhile bears on what was just written: the last one to write has seen all.
        if await stamps_around(audit) == [(source.id, source.content_hash) for source in sources]:
            break
    this = {"_id": audit_id, "status": audit.status, "content_hash": audit.content_hash}
    await AuditDocument.get_pymongo_collection().update_one(this, {"$set": {"examples_due": False}})


async def rebuild_examples() -> int:
    """Makes all examples anew from all finalised audits, and tells how many there are. What people decided stays."""
    for programme in await ProgrammeDocument.find_all().to_list():
        automatic = programme.programme.coaching == "automatic"
        await write_coaching(programme.id, automatic=automatic)
        async for branch in BranchDocument.find({"branch.programme_id": programme.id}):
            await _rebuild_branch(branch.id, automatic=automatic)
    await _remove_strays()
    await index_words()
    await recount_all()
    return await ExampleDocument.get_pymongo_collection().estimated_document_count()


async def reconcile_examples(
    *, every: timedelta = timedelta(0), whole_every: timedelta = timedelta(0)
) -> Reconciled | None:
    """Makes up for what was cut off. None when another process is at it, or did it less than `every` ago.

    What is marked is seen to each time; all examples are looked at if that was last done `whole_every` ago.
    """
    async with leased(WORK, every=every) as lease:
        if lease is None:
            return None
        result = Reconciled()
        due = AuditDocument.get_pymongo_collection().find({"examples_due": True}, {"_id": 1})
        while batch := await due.to_list(BATCH):
            for row in batch:
                await lease.renew()
                await refresh_examples(row["_id"])
                result.audits += 1
        async for programme in ProgrammeDocument.find_all():
            await write_coaching(programme.id, automatic=programme.programme.coaching == "automatic")
        await recount_marked()
        async with leased(WHOLE, every=whole_every) as whole:
            if whole is not None:
                result.stray = await _remove_strays(lease, whole)
                await recount_all()
    return result


def reconciling(settings: Settings) -> AbstractAsyncContextManager[None]:
    """While the context is open, this process makes up for what was cut off."""
    return repeating(WORK, make_up, LOOKS_EVERY.total_seconds() if settings.sweep_hours else 0)


async def make_up() -> None:
    """Whatever is due."""
    await reconcile_examples(every=EVERY, whole_every=WHOLE_EVERY)
    await hide_cut_off_words()
    await mask_waiting()


async def _rebuild_branch(branch_id: UUID, *, automatic: bool) -> None:
    audits = AuditDocument.get_pymongo_collection()
    for checklist in await audits.distinct("submission.checklist.key", {"branch_id": branch_id, "status": "finalised"}):
        sources = await read_sources(branch_id, checklist)
        wanted = {source.id for source in sources}
        await _write(wanted, await _examples(sources, wanted, automatic=automatic))
    due = {"branch_id": branch_id, "status": "finalised", "examples_due": True}
    await audits.update_many(due, {"$set": {"examples_due": False}})


async def _refresh(sources: list[Source], only: list[Source], *, automatic: bool) -> None:
    """The examples of `only` some of the `sources`, and their numbers."""
    wanted = {source.id for source in only}
    examples = await _examples(sources, wanted, automatic=automatic)
    async with recounting(await _changing(wanted, examples)):
        await _write(wanted, examples)


async def _examples(sources: list[Source], wanted: set[UUID], *, automatic: bool) -> list[ExampleDocument]:
    found = examples_of(sources, await definitions_for(sources), automatic=automatic)
    return [example for source, own in found if source.id in wanted for example in own]


async def _changing(wanted: set[UUID], examples: list[ExampleDocument]) -> set[str]:
    """The facets that will have more or fewer examples, or such in another state."""
    fields = dict.fromkeys(_TELLING, 1)
    rows = ExampleDocument.get_pymongo_collection().find({"audit_id": {"$in": list(wanted)}}, fields, batch_size=BATCH)
    before = {(row["_id"], *(row[name] for name in _TELLING)) async for row in rows}
    after = {(one.id, *(getattr(one, name) for name in _TELLING)) for one in examples}
    return {str(facet) for _, facet, *_ in before ^ after}


async def _write(wanted: set[UUID], examples: list[ExampleDocument]) -> None:
    """The audits that are `wanted` have these examples and no others."""
    collection = ExampleDocument.get_pymongo_collection()
    writes: list[UpdateOne] = [kept_up(example) for example in examples]
    for n in range(0, len(writes), BATCH):
        await collection.bulk_write(writes[n : n + BATCH], ordered=False)
    keep = [example.id for example in examples]
    await collection.delete_many({"audit_id": {"$in": list(wanted)}, "_id": {"$nin": keep}})


async def _remove_strays(*leases: Lease) -> int:
    """Those whose audit is no longer finalised, or says something else: these are made anew.

    Read from an index and no example.
    """
    examples = ExampleDocument.get_pymongo_collection()
    fields = {"_id": 0, "audit_id": 1, "audit_stamp": 1}
    rows = examples.find({}, fields, sort=[("audit_id", 1)], hint="stamps", batch_size=STAMPS)
    removed = 0
    while batch := await rows.to_list(STAMPS):
        for lease in leases:
            await lease.renew()
        removed += await _strays_of({key: [*own] for key, own in groupby(batch, lambda row: row["audit_id"])})
    return removed


async def _strays_of(by_audit: dict[UUID, list[dict[str, Any]]]) -> int:
    audits = AuditDocument.get_pymongo_collection()
    wanted = {"_id": {"$in": list(by_audit)}, "status": "finalised"}
    living = audits.find(wanted, {"content_hash": 1}, batch_size=STAMPS)
    stamps = {audit["_id"]: audit["content_hash"] async for audit in living}
    gone = [key for key in by_audit if key not in stamps]
    removed = 0
    if gone:
        removed = await delete_examples({"audit_id": {"$in": gone}})
    for key, rows in by_audit.items():
        if key in stamps and any(row["audit_stamp"] != stamps[key] for row in rows):
            await refresh_examples(key)
    return removed


async def _automatic(programme_id: UUID) -> bool:
    programme = await ProgrammeDocument.get(programme_id)
    return programme is not None and programme.programme.coaching == "automatic"


def _place(audit: AuditDocument) -> tuple[Any, UUID]:
    return audit.occurred_at, audit.id
