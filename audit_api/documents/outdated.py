"""What an earlier version stored otherwise: brought up to date at the start, once, and nothing where it is already."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import msgspec
import structlog
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import OperationFailure

from audit_api.clock import now

Collection = AsyncCollection[dict[str, Any]]

LATELY = timedelta(days=90)
GONE = 27  # another process dropped it first

_log = structlog.get_logger("start")


async def _nothing(_: Collection) -> None:
    pass


async def _say_what_is_flagged(audits: Collection) -> None:
    """Of what waits: of what is decided nobody asks."""
    unsaid = {"status": "submitted", "flags.0": {"$exists": True}, "flagged": {"$ne": True}}
    await audits.update_many(unsaid, {"$set": {"flagged": True}})


async def _say_what_is_audited(assignments: Collection) -> None:
    """Of what the office looks at by itself; of what is older, the audit is looked for when somebody asks."""
    lately = {"assignment.window_ends_at": {"$gte": now() - LATELY}, "audited": {"$ne": True}}
    audited = {"from": "audits", "localField": "_id", "foreignField": "assignment_id", "as": "audits"}
    pipeline: list[dict[str, Any]] = [
        {"$match": lately},
        {"$project": {"_id": 1}},
        {"$lookup": {**audited, "pipeline": [{"$project": {"_id": 0, "assignment_id": 1}}]}},
        {"$match": {"audits.0": {"$exists": True}}},
        {"$project": {"audited": {"$literal": True}}},
        {"$merge": {"into": assignments.name, "whenMatched": "merge", "whenNotMatched": "discard"}},
    ]
    await (await assignments.aggregate(pipeline)).to_list()


class OutdatedIndex(msgspec.Struct, frozen=True, kw_only=True):
    """Its successor has another name: the same name with other fields is an error when indexes are built.

    `before`: what is to be done before it goes. As long as it is there, that is not known to be done.
    """

    collection: str
    name: str
    before: Callable[[Collection], Awaitable[None]] = _nothing


OUTDATED = (
    # Began with a field that no query names; now `to_examine` and `to_alert`.
    OutdatedIndex(collection="audits", name="unexamined"),
    OutdatedIndex(collection="audits", name="unalerted"),
    # Held only the order of the queue; now `queue`.
    OutdatedIndex(collection="audits", name="waiting", before=_say_what_is_flagged),
    # Did not tell the latest.
    OutdatedIndex(collection="fingerprints", name="photo_keys_1"),
    OutdatedIndex(collection="fingerprints", name="text_keys_1"),
    # Did not tell the regions; now `leagues`.
    OutdatedIndex(collection="standings", name="league"),
    # Did not tell what is done; now `windows`.
    OutdatedIndex(collection="assignments", name="assignment.window_ends_at_-1__id_-1", before=_say_what_is_audited),
    # Did not tell what the audits said.
    OutdatedIndex(collection="examples", name="audit_id_1"),
)


async def drop_outdated(database: AsyncDatabase[dict[str, Any]]) -> int:
    """After the others are built; how many there were. Safe to break off and to repeat, and by several at once."""
    known = {name: await _names(database[name]) for name in {one.collection for one in OUTDATED}}
    found = [one for one in OUTDATED if one.name in known[one.collection]]
    for one in found:
        collection = database[one.collection]
        await one.before(collection)
        try:
            await collection.drop_index(one.name)
        except OperationFailure as exc:
            if exc.code != GONE:
                raise
        _log.info("index_dropped", collection=one.collection, index=one.name)
    return len(found)


async def _names(collection: Collection) -> set[str]:
    return set(await collection.index_information())
