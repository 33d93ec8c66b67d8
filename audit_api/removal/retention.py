"""What a programme keeps no longer than so many months goes by itself: photos, words, people, and whole audits."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec
import structlog

from audit_api.clock import now
from audit_api.documents import AuditDocument, ProgrammeDocument, Retention, RetentionLookDocument
from audit_api.documents.removals import RemovalKind
from audit_api.problems import Problem
from audit_api.removal.clearing import clear_away
from audit_api.removal.removing import DECIDED, RemovalChange, remove
from media.store import PhotoStore

COVERED: dict[RemovalKind, tuple[RemovalKind, ...]] = {
    "erase": ("erase",),
    "anonymise": ("erase", "anonymise"),
    "words": ("erase", "anonymise", "words"),
    "photos": ("erase", "anonymise", "photos"),
}
"""What has already removed at least as much. The most thorough first: an audit is not stripped before it is erased."""
WHOLE_EVERY = timedelta(days=7)
"""So often all audits are looked at. Other nights look at what has grown old since: what came or was decided late
waits until then, and a million audits that are long seen to are not read every night.
"""
BELATED = timedelta(days=60)
"""So long after the visit an audit may arrive. One that came later was begun by a wrong clock, and its age counts from
its receipt, less this: what was received today is never too old to be kept.
"""
AT_ONCE = 4
LOGGED_EVERY = 100
"""Audits."""
CURSOR_BATCH = 100
"""A cursor that is not asked for ten minutes is gone."""

_log = structlog.get_logger("retention")


class Retained(msgspec.Struct, kw_only=True):
    """How many audits were erased, made anonymous, or lost their words or photos."""

    erase: int = 0
    anonymise: int = 0
    words: int = 0
    photos: int = 0

    def count(self, kind: RemovalKind, audits: int) -> None:
        setattr(self, kind, getattr(self, kind) + audits)


class Limit(msgspec.Struct, frozen=True):
    """What took place before goes."""

    kind: RemovalKind
    before: datetime


async def _nothing() -> None:
    pass


async def keep_retention(
    store: PhotoStore, *, renew: Callable[[], Awaitable[None]] = _nothing, whole: bool = True
) -> Retained:
    """Removes what is older than its programme says. Safe to break off and to repeat.

    Every audit is removed by an act of its own under an id that follows from it, so never twice. Not `whole`: only what
    has grown old since the last time, and all once in `WHOLE_EVERY`.
    """
    retained = Retained()
    async for programme in ProgrammeDocument.find():
        for limit in _limits(programme.programme.retention):
            since = None if whole else await _seen_to(programme.id, limit.kind)
            retained.count(limit.kind, await _remove_outdated(programme.id, limit, since, store, renew))
            await _note(programme.id, limit, since)
    return retained


async def _remove_outdated(
    programme_id: UUID,
    limit: Limit,
    since: datetime | None,
    store: PhotoStore,
    renew: Callable[[], Awaitable[None]],
) -> int:
    removed = logged = 0
    async for batch in outdated(programme_id, limit.kind, since, limit.before):
        await renew()
        removed += len(await remove_all(batch, limit.kind, store))
        if removed >= logged + LOGGED_EVERY:
            logged = removed
            _log.info("retention", programme=str(programme_id), kind=limit.kind, audits=removed)
    return removed


async def count_everywhere() -> Retained:
    """What `keep_retention` would remove from all programmes now."""
    retained = Retained()
    async for programme in ProgrammeDocument.find():
        counted = await count_outdated(programme.id, programme.programme.retention)
        for kind in COVERED:
            retained.count(kind, getattr(counted, kind))
    return retained


async def count_outdated(programme_id: UUID, retention: Retention) -> Retained:
    """How many audits it would remove something of if it were kept to now. Words and photos of one count as both."""
    counted = Retained()
    audits = AuditDocument.get_pymongo_collection()
    gone: datetime | None = None  # what took place before is made anonymous or erased, so nothing more is said of it
    for limit in _limits(retention):
        wanted = _wanted(programme_id, limit.kind, limit.before)
        if gone:
            wanted["$nor"] = [_aged(gone)]
        counted.count(limit.kind, await audits.count_documents(wanted))
        if limit.kind in ("erase", "anonymise"):
            gone = max(gone, limit.before) if gone else limit.before
    return counted


def _limits(retention: Retention) -> list[Limit]:
    """In the order of `COVERED`."""
    today = now()
    months = {kind: _months(retention, kind) for kind in COVERED}
    return [Limit(kind, months_before(today, kept)) for kind, kept in months.items() if kept is not None]


def months_before(moment: datetime, months: int) -> datetime:
    """The same day of an earlier month, or its last day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    first = moment.replace(year=year, month=month + 1, day=1)
    following = first.replace(year=year + (month + 1) // 12, month=(month + 1) % 12 + 1)
    return first.replace(day=min(moment.day, (following - first).days))


def _months(retention: Retention, kind: RemovalKind) -> int | None:
    return {
        "erase": retention.audit_months,
        "anonymise": retention.person_months,
        "words": retention.word_months,
        "photos": retention.photo_months,
    }[kind]


async def _seen_to(programme_id: UUID, kind: RemovalKind) -> datetime | None:
    """Before that there is nothing to look for; None: all is to be looked at."""
    look = await RetentionLookDocument.get(uuid5(programme_id, kind))
    return look.before if look and now() - look.whole_at < WHOLE_EVERY else None


async def _note(programme_id: UUID, limit: Limit, since: datetime | None) -> None:
    facts: dict[str, Any] = {"programme_id": programme_id, "kind": limit.kind}
    facts |= {"whole_at": now()} if since is None else {}
    change = {"$set": facts, "$max": {"before": limit.before}}
    looks = RetentionLookDocument.get_pymongo_collection()
    await looks.update_one({"_id": uuid5(programme_id, limit.kind)}, change, upsert=True)


def _aged(before: datetime) -> dict[str, Any]:
    """What took place before, by the clock of a phone that may have been wrong."""
    return {"occurred_at": {"$lt": before}, "received_at": {"$lt": before + BELATED}}


def _wanted(programme_id: UUID, kind: RemovalKind, before: datetime) -> dict[str, Any]:
    wanted: dict[str, Any] = {
        "programme_id": programme_id,
        "status": {"$ne": "erased"} if kind == "erase" else {"$in": list(DECIDED)},
        **_aged(before),
        "removed.acts.kind": {"$nin": list(COVERED[kind])},
    }
    if kind == "photos":
        wanted["photo_ids.0"] = {"$exists": True}
    return wanted


async def outdated(
    programme_id: UUID, kind: RemovalKind, since: datetime | None, before: datetime
) -> AsyncIterator[list[UUID]]:
    """Some at a time."""
    wanted = _wanted(programme_id, kind, before)
    if since:
        wanted["occurred_at"]["$gte"] = since
    found = AuditDocument.get_pymongo_collection().find(wanted, {"_id": 1}, batch_size=CURSOR_BATCH)
    while batch := await found.to_list(AT_ONCE):
        yield [row["_id"] for row in batch]


async def remove_all(audits: Sequence[UUID], kind: RemovalKind, store: PhotoStore) -> list[UUID]:
    """Side by side: most of the time each waits for the disk of the database. Returns those that were removed."""
    async with asyncio.TaskGroup() as group:
        removing = {audit_id: group.create_task(_removed(audit_id, kind, store)) for audit_id in audits}
    return [audit_id for audit_id, removed in removing.items() if removed.result()]


async def _removed(audit_id: UUID, kind: RemovalKind, store: PhotoStore) -> bool:
    """False if it was taken up again meanwhile, as by a new revision."""
    try:
        await remove(None, audit_id, uuid5(audit_id, kind), RemovalChange(kind=kind, cause="retention"))
    except Problem as problem:
        if problem.code not in ("audit_state", "removal_differs", "not_found"):
            raise
        return False
    await clear_away(audit_id, store)
    return True
