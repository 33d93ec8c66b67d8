"""Audits that are marked for what is still to be done with them: whoever finds one does it."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from audit_api.documents import AuditDocument
from audit_api.storage.leases import leased


async def see_to_marked(mark: str, work: str, act: Callable[[UUID], Awaitable[object]]) -> int:
    """Does `act`, which takes the mark away, with every audit that has it; tells how many there were.

    Nothing when another process is at this work.
    """
    audits, seen_to = AuditDocument.get_pymongo_collection(), 0
    if await audits.find_one({mark: True}, {"_id": 1}) is None:
        return 0
    async with leased(work) as lease:
        if lease is None:
            return 0
        async for row in audits.find({mark: True}, {"_id": 1}):
            await lease.renew()
            await act(row["_id"])
            seen_to += 1
    return seen_to
