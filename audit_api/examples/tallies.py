"""Numbers of examples by facet: counted when examples are written, so that a search only reads them.

A facet is marked before and after its examples are written, then counted, and the number kept unless somebody else
marked it meanwhile: they count, too, and later. Who reads counts for himself what is marked. So the numbers are right
at any moment; what a process leaves behind that dies is found by `recount_marked`.
"""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import msgspec
from pymongo import UpdateOne

from audit_api.documents import ExampleDocument, ExampleState, ExampleTallyDocument

STATES: tuple[ExampleState, ...] = ("candidate", "released", "withdrawn")
BATCH = 1000
Json = dict[str, Any]


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """Whose examples are counted: what trainers see, or all in some states and regions (None: in all)."""

    visible: bool = False
    states: tuple[ExampleState, ...] = STATES
    regions: tuple[UUID, ...] | None = None

    def filter(self) -> Json:
        if self.visible:
            return {"visible": True}
        regions = {} if self.regions is None else {"region_id": {"$in": list(self.regions)}}
        return {"state": {"$in": list(self.states)}, **regions}

    def paths(self) -> list[str]:
        """The fields of a tally that hold the numbers of this scope."""
        if self.visible:
            return ["visible"]
        if self.regions is None:
            return [f"states.{state}" for state in self.states]
        return [f"regions.{region}.{state}" for region in self.regions for state in self.states]


@asynccontextmanager
async def recounting(facets: Iterable[str]) -> AsyncIterator[set[str]]:
    """Around writing: `facets` are those of the examples before and after. If it fails, they stay marked.

    Yields a set for others that come up meanwhile.
    """
    touched = set(facets)
    await _mark(touched)
    yield touched
    await _recount(sorted(touched))


async def recount_all() -> int:
    """Counts all examples, and corrects the tallies that are wrong; tells how many were."""
    tallies = ExampleTallyDocument.get_pymongo_collection()
    known = {row.pop("_id"): row async for row in tallies.find({}, batch_size=100_000)}
    counted = await _counted({})
    wrong = sorted(facet for facet in known.keys() | counted.keys() if known.get(facet) != counted.get(facet, _NONE))
    for n in range(0, len(wrong), BATCH):
        await _recount(wrong[n : n + BATCH])
    return len(wrong)


async def recount_marked() -> None:
    """What somebody left marked; who is still at it counts again afterwards."""
    marked = ExampleTallyDocument.get_pymongo_collection().find({"due": {"$ne": None}}, {"_id": 1})
    await _recount([row["_id"] async for row in marked])


async def read_tallies(scope: Scope) -> dict[str, int]:
    """Facet -> how many of `scope`. One round trip; two while examples are written."""
    numbers = [{"$ifNull": [f"${path}", 0]} for path in scope.paths()]
    pipeline: list[Json] = [
        {"$project": {"due": 1, "n": {"$add": numbers}}},
        {"$match": {"$or": [{"n": {"$gt": 0}}, {"due": {"$ne": None}}]}},
    ]
    tallies = ExampleTallyDocument.get_pymongo_collection()
    rows = await (await tallies.aggregate(pipeline, batchSize=100_000)).to_list()
    found = {row["_id"]: row["n"] for row in rows}
    if marked := [row["_id"] for row in rows if row["due"] is not None]:
        found = {facet: n for facet, n in found.items() if facet not in set(marked)}
        found |= await count_facets({"facet": {"$in": marked}, **scope.filter()})
    return found


async def count_facets(condition: Json) -> dict[str, int]:
    """Facet -> how many examples fit `condition`. Counts the examples from an index, and reads no document."""
    pipeline: list[Json] = [{"$match": condition}, {"$group": {"_id": "$facet", "n": {"$sum": 1}}}]
    examples = ExampleDocument.get_pymongo_collection()
    rows = await (await examples.aggregate(pipeline, batchSize=100_000, hint="facets")).to_list()
    return {row["_id"]: row["n"] for row in rows}


_NONE: Json = {"visible": 0, "states": {}, "regions": {}, "due": None}


async def _mark(facets: Iterable[str]) -> UUID:
    """Marks tallies as not to be believed until they are counted anew; returns the mark."""
    token = uuid4()
    marks = [UpdateOne({"_id": facet}, {"$set": {"due": token}}, upsert=True) for facet in facets]
    if marks:
        await ExampleTallyDocument.get_pymongo_collection().bulk_write(marks, ordered=False)
    return token


async def _recount(touched: list[str]) -> None:
    if not touched:
        return
    token = await _mark(touched)
    counted = await _counted({"facet": {"$in": touched}})
    settled = [UpdateOne({"_id": facet, "due": token}, {"$set": counted.get(facet, _NONE)}) for facet in touched]
    await ExampleTallyDocument.get_pymongo_collection().bulk_write(settled, ordered=False)


async def _counted(wanted: Json) -> dict[str, Json]:
    """Facet -> the tally as it is stored. Counted from an index, without reading a document."""
    key = {name: f"${name}" for name in ("facet", "region_id", "state", "visible")}
    pipeline: list[Json] = [{"$match": wanted}, {"$group": {"_id": key, "n": {"$sum": 1}}}]
    examples = ExampleDocument.get_pymongo_collection()
    rows = await (await examples.aggregate(pipeline, batchSize=100_000, hint="facets")).to_list()
    return dict(_tallies(rows))


def _tallies(rows: list[Json]) -> Iterator[tuple[str, Json]]:
    found: dict[str, Json] = {}
    for row in rows:
        one, n = row["_id"], row["n"]
        tally = found.setdefault(one["facet"], {"visible": 0, "states": {}, "regions": {}, "due": None})
        tally["visible"] += n * one["visible"]
        region = tally["regions"].setdefault(str(one["region_id"]), {})
        for states in (tally["states"], region):
            states[one["state"]] = states.get(one["state"], 0) + n
    yield from found.items()
