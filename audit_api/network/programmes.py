"""Programmes."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import msgspec
from litestar import get, put
from litestar.params import FromPath, JSONBody
from msgspec.structs import asdict

from audit_api.access import ADMIN, OFFICE
from audit_api.documents import BranchDocument, Programme, ProgrammeDocument
from audit_api.documents.seam import to_bson
from audit_api.examples.writes import write_coaching
from audit_api.http.bodies import Body, demand_one_line
from audit_api.problems import documented, not_found
from checklists.item_scores import Tier


class StoredProgramme(Programme, frozen=True, kw_only=True):
    id: UUID


class BranchCount(msgspec.Struct, kw_only=True):
    region_id: UUID
    tier: Tier
    branches: int


class ProgrammeDetail(msgspec.Struct, kw_only=True):
    """`branches`: how many it has of each tier in each region; where there is none, nothing is said."""

    programme: StoredProgramme
    branches: list[BranchCount]


@put(
    "/api/programmes/{programme_id:uuid}",
    dto=Body[Programme],
    return_dto=None,
    access=ADMIN,
    tags=["Programmes"],
    summary="Create or replace a programme",
    responses=documented("malformed_request", "not_signed_in", "cross_site_request", "not_found", "invalid_body"),
)
async def put_programme(programme_id: FromPath[UUID], data: JSONBody[Programme]) -> StoredProgramme:
    demand_one_line(name=data.name, client=data.client)
    stored = await _written(programme_id, data)
    await write_coaching(programme_id, automatic=data.coaching == "automatic")
    return StoredProgramme(id=programme_id, **asdict(stored))


async def _written(programme_id: UUID, data: Programme) -> Programme:
    """The words that are hidden are those of a new programme only: later they have an address of their own.

    Who sends a programme back with another setting may not know of words that were added meanwhile.
    """
    facts: dict[str, Any] = to_bson(data)
    words = facts.pop("mask_words")
    update = {
        "$set": {f"programme.{name}": value for name, value in facts.items()},
        "$setOnInsert": {"programme.mask_words": words, "masked_words": words},
    }
    await ProgrammeDocument.get_pymongo_collection().update_one({"_id": programme_id}, update, upsert=True)
    stored = await ProgrammeDocument.get(programme_id)
    return stored.programme if stored else data


@get(
    "/api/programmes",
    access=OFFICE,
    tags=["Programmes"],
    summary="All programmes",
    responses=documented("not_signed_in", "not_found"),
)
async def list_programmes() -> list[StoredProgramme]:
    return [StoredProgramme(id=doc.id, **asdict(doc.programme)) async for doc in ProgrammeDocument.find().sort("_id")]


@get(
    "/api/programmes/{programme_id:uuid}",
    access=OFFICE,
    tags=["Programmes"],
    summary="A programme, and how many branches it has",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_programme(programme_id: FromPath[UUID]) -> ProgrammeDetail:
    found = await ProgrammeDocument.get(programme_id)
    if found is None:
        raise not_found()
    return ProgrammeDetail(
        programme=StoredProgramme(id=found.id, **asdict(found.programme)),
        branches=[count async for count in _counted(programme_id)],
    )


async def _counted(programme_id: UUID) -> AsyncIterator[BranchCount]:
    group = {"_id": {"region_id": "$branch.region_id", "tier": "$branch.tier"}, "branches": {"$sum": 1}}
    steps: list[dict[str, Any]] = [{"$match": {"branch.programme_id": programme_id}}, {"$group": group}]
    async for row in await BranchDocument.get_pymongo_collection().aggregate([*steps, {"$sort": {"_id": 1}}]):
        yield BranchCount(**row["_id"], branches=row["branches"])


ROUTES = [put_programme, list_programmes, read_programme]
