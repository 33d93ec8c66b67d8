"""Branches and regions are written so that former names are kept: what was told then may name them so."""

from typing import Any
from uuid import UUID

from audit_api.documents import Branch, BranchDocument, Region, RegionDocument
from audit_api.documents.seam import to_bson


async def write_named(kind: type[BranchDocument | RegionDocument], own_id: UUID, data: Branch | Region) -> None:
    """Creates or replaces what has a name. Repeated, nothing changes any more."""
    field = "branch" if kind is BranchDocument else "region"
    before, new = {"$ifNull": ["$former_names", []]}, {"$literal": data.name}
    old = {"$ifNull": [f"${field}.name", new]}
    former: dict[str, Any] = {"$cond": [{"$eq": [old, new]}, before, {"$setUnion": [before, [old]]}]}
    update = [{"$set": {"former_names": former}}, {"$set": {field: {"$literal": to_bson(data)}}}]
    await kind.get_pymongo_collection().update_one({"_id": own_id}, update, upsert=True)
