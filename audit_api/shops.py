"""What it takes to score the audit of an assignment, read for many submissions at once."""

from typing import Any
from uuid import UUID

import msgspec

from audit_api.documents import Assignment, AssignmentDocument, Branch, Programme


class Shop(msgspec.Struct, frozen=True, rename={"id": "_id"}):
    """An assignment with its branch and programme. `audit_id` is that of the audit there is already, if any."""

    id: UUID
    assignment: Assignment
    programme_id: UUID
    region_id: UUID
    branch: Branch
    programme: Programme
    audit_id: UUID | None = None


class OwnAssignment(msgspec.Struct, frozen=True):
    """A shopper may submit for own assignments only."""

    assignment_id: UUID
    shopper_id: UUID


async def read_shops(wanted: list[OwnAssignment]) -> list[Shop | None]:
    """In one round trip; None for what does not exist or is another shopper's."""
    pipeline: list[dict[str, Any]] = [
        {"$match": {"_id": {"$in": [own.assignment_id for own in wanted]}}},
        _join("branches", "assignment.branch_id", "_id", "branch"),
        _join("programmes", "programme_id", "_id", "programme"),
        _join("audits", "_id", "assignment_id", "audit", only={"_id": 1}),
        {"$set": {"branch": {"$first": "$branch.branch"}, "programme": {"$first": "$programme.programme"}}},
        {"$set": {"audit_id": {"$first": "$audit._id"}}},
    ]
    rows = await (await AssignmentDocument.get_pymongo_collection().aggregate(pipeline)).to_list()
    found = {shop.id: shop for shop in msgspec.convert(rows, list[Shop])}
    return [_if_own(found.get(own.assignment_id), own) for own in wanted]


def _if_own(shop: Shop | None, own: OwnAssignment) -> Shop | None:
    return shop if shop is not None and shop.assignment.shopper_id == own.shopper_id else None


def _join(collection: str, local: str, foreign: str, name: str, only: dict[str, Any] | None = None) -> dict[str, Any]:
    join = {"from": collection, "localField": local, "foreignField": foreign, "as": name}
    return {"$lookup": join | ({"pipeline": [{"$project": only}]} if only else {})}
