"""One of several processes does the work, and another one may once it has died.

A lease saves double work. Nothing may rest on it: a process that stood still for a while still believes in its own.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from audit_api.documents import LeaseDocument

HELD = timedelta(minutes=2)
"""Longer than any step between two renewals, shorter than anybody minds waiting after a crash."""
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class LeaseLost(Exception):
    """The lease ran out, and another process has it."""


async def held(work: str) -> bool:
    """Whether a process is at this work now."""
    kept = await LeaseDocument.get(work)
    return kept is not None and kept.until > datetime.now(UTC)


class Lease:
    """The claim of one holder to one piece of work. Each instance is a holder of its own."""

    def __init__(self, work: str) -> None:
        self._work, self._holder = work, uuid4().hex

    async def take(self, *, every: timedelta = timedelta(0)) -> bool:
        """Whether the work is this holder's now: nobody else is at it, and it was last done `every` ago or earlier."""
        leases = LeaseDocument.get_pymongo_collection()
        fresh = {"holder": "", "until": NEVER, "done_at": NEVER}
        await leases.update_one({"_id": self._work}, {"$setOnInsert": fresh}, upsert=True)
        # By the database's clock: those of the processes may differ.
        due = [{"$lte": ["$until", "$$NOW"]}, {"$lte": ["$done_at", {"$subtract": ["$$NOW", _milliseconds(every)]}]}]
        return await self._changed({"$expr": {"$and": due}}, {"holder": self._holder, "until": _AHEAD})

    async def due(self, every: timedelta) -> bool:
        """Whether `take` would succeed now; another process may still be faster."""
        kept = await LeaseDocument.get(self._work)
        clock = datetime.now(UTC)
        return kept is None or (kept.until <= clock and kept.done_at <= clock - every)

    async def renew(self) -> None:
        """Holds the lease for `HELD` from now on. Raises LeaseLost."""
        if not await self._changed({"holder": self._holder}, {"until": _AHEAD}):
            raise LeaseLost(self._work)

    async def give_back(self, *, done: bool) -> None:
        """Ends the lease; `done` notes that the work came to its end."""
        change: dict[str, Any] = {"holder": "", "until": NEVER} | ({"done_at": "$$NOW"} if done else {})
        await self._changed({"holder": self._holder}, change)

    async def _changed(self, demanded: dict[str, Any], change: dict[str, Any]) -> bool:
        leases = LeaseDocument.get_pymongo_collection()
        return (await leases.update_one({"_id": self._work, **demanded}, [{"$set": change}])).matched_count > 0


@asynccontextmanager
async def leased(work: str, *, every: timedelta = timedelta(0), counts: bool = True) -> AsyncIterator[Lease | None]:
    """Holds the work meanwhile; None if somebody else is at it, or did it less than `every` ago.

    It is done if nothing is raised, and it `counts` as this work at all.
    """
    lease = Lease(work)
    if not await lease.take(every=every):
        yield None
        return
    done = False
    try:
        yield lease
        done = counts
    finally:
        await lease.give_back(done=done)


def _milliseconds(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)


_AHEAD = {"$add": ["$$NOW", _milliseconds(HELD)]}
