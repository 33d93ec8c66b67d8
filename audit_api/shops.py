"""What it takes to score the audit of an assignment, read for many submissions at once."""

from typing import Any
from uuid import UUID

import msgspec

from audit_api.documents import AssignmentDocument, Branch, Programme


class Shop(msgspec.Struct, frozen=True):
    """`audit_id` is that of the audit there is already, if any."""

    assignment: AssignmentDocument
    branch: Branch
    programme: Programme
    audit_id: UUID | None


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
        {**_join("audits", "_id", "assignment_id", "audit", project={"_id": 1})},
    ]
    rows = await AssignmentDocument.get_pymongo_collection().aggregate(pipeline)
    found = {shop.assignment.id: shop async for shop in _shops(rows)}
    return [_if_own(found.get(own.assignment_id), own) for own in wanted]


async def _shops(rows: Any) -> Any:
    async for row in rows:
        branch, programme, audit = (row.pop(name) for name in ("branch", "programme", "audit"))
        yield Shop(
            AssignmentDocument.model_validate(row),
            msgspec.convert(branch[0]["branch"], Branch),
            msgspec.convert(programme[0]["programme"], Programme),
            audit[0]["_id"] if audit else None,
        )


def _if_own(shop: Shop | None, own: OwnAssignment) -> Shop | None:
    return shop if shop is not None and shop.assignment.assignment.shopper_id == own.shopper_id else None


def _join(
    collection: str, local: str, foreign: str, name: str, project: dict[str, Any] | None = None
) -> dict[str, Any]:
    join = {"from": collection, "localField": local, "foreignField": foreign, "as": name}
    return {"$lookup": join | ({"pipeline": [{"$project": project}]} if project else {})}
