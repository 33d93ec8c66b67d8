"""Nights and decisions about audits write standings at the same time: none overwrites what came from later audits.

Every write leaves a stamp. Who computes a standing reads the stamps before the audits, and replaces only what still has
the stamp that it read; where another writer was faster, the audits are to be read again.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

from pymongo import DeleteOne, ReplaceOne
from pymongo.errors import BulkWriteError

from audit_api.documents import StandingDocument

BATCH = 1000
DUPLICATE = 11000
Stamps = Mapping[UUID, UUID | None]
"""The stamp of each standing that there is, by branch; None for a standing without one."""


async def read_stamps(checklist: str, branches: Iterable[UUID]) -> dict[UUID, UUID | None]:
    wanted = {"branch_id": {"$in": list(branches)}, "league.checklist": checklist}
    rows = StandingDocument.get_pymongo_collection().find(wanted, {"branch_id": 1, "stamp": 1, "_id": 0})
    return {row["branch_id"]: row.get("stamp") async for row in rows}


async def replace_standings(checklist: str, standings: Iterable[StandingDocument], before: Stamps) -> set[UUID]:
    """Drops those in `before` for which there is no standing any more.

    Returns the branches for which another writer was faster; theirs stay as they are.
    """
    stamp, new = uuid4(), {one.branch_id: one for one in standings}
    writes = list(_writes(checklist, new, before, stamp))
    for first in range(0, len(writes), BATCH):
        await _write(writes[first : first + BATCH])
    branches = new.keys() | before.keys()
    after = await read_stamps(checklist, branches)
    return {branch for branch in branches if after.get(branch) != (stamp if branch in new else None)}


def _writes(
    checklist: str, new: Mapping[UUID, StandingDocument], before: Stamps, stamp: UUID
) -> Iterator[ReplaceOne[Any] | DeleteOne]:
    for branch, standing in new.items():
        standing.stamp = stamp
        row = standing.as_stored()
        # One that was there and is gone was dropped by somebody who knew better.
        yield ReplaceOne({"_id": row["_id"], "stamp": before.get(branch)}, row, upsert=branch not in before)
    for branch in before.keys() - new.keys():
        yield DeleteOne({"branch_id": branch, "league.checklist": checklist, "stamp": before[branch]})


async def _write(writes: list[ReplaceOne[Any] | DeleteOne]) -> None:
    try:
        await StandingDocument.get_pymongo_collection().bulk_write(writes, ordered=False)
    except BulkWriteError as exc:
        # Another writer has inserted it meanwhile: which ones is found out from the stamps.
        if any(error["code"] != DUPLICATE for error in exc.details["writeErrors"]) or exc.details["writeConcernErrors"]:
            raise
