"""What it takes to score the audit of an assignment, read for many submissions at once."""

from typing import Any
from uuid import UUID

import msgspec

from audit_api.documents import Assignment, AssignmentDocument, Programme
from checklists.item_scores import Tier


class _Planned(msgspec.Struct, frozen=True, rename={"id": "_id"}):
    id: UUID
    assignment: Assignment
    programme_id: UUID
    region_id: UUID


class Shop(_Planned, frozen=True):
    """An assignment with the tier of its branch and its programme.

    `audit_id` is that of the audit there is already, if any.
    """

    tier: Tier
    programme: Programme
    audit_id: UUID | None


class OwnAssignment(msgspec.Struct, frozen=True):
    """A shopper may submit for own assignments only."""

    assignment_id: UUID
    shopper_id: UUID


async def read_shops(assignments: list[OwnAssignment]) -> list[Shop | None]:
    """The shops of these assignments in one round trip; None for what does not exist or is another shopper's."""
    # Collected before they are joined: what many have in common is looked up, sent and read once.
    pipeline: list[dict[str, Any]] = [
        {"$match": {"_id": {"$in": [own.assignment_id for own in assignments]}}},
        {"$group": {"_id": None, "planned": {"$push": "$$ROOT"}}},
        _join("branches", "planned.assignment.branch_id", "_id", only={"branch.tier": 1}),
        _join("programmes", "planned.programme_id", "_id", only={"programme": 1}),
        _join("audits", "planned._id", "assignment_id", only={"assignment_id": 1}),
    ]
    rows = await (await AssignmentDocument.get_pymongo_collection().aggregate(pipeline)).to_list()
    found = {shop.id: shop for row in rows for shop in _shops(row)}
    return [_if_own(found.get(own.assignment_id), own) for own in assignments]


def _shops(row: dict[str, Any]) -> list[Shop]:
    tiers = {branch["_id"]: branch["branch"]["tier"] for branch in row["branches"]}
    programmes = {found["_id"]: msgspec.convert(found["programme"], Programme) for found in row["programmes"]}
    audits = {audit["assignment_id"]: audit["_id"] for audit in row["audits"]}
    return [
        Shop(
            planned.id,
            planned.assignment,
            planned.programme_id,
            planned.region_id,
            tiers[planned.assignment.branch_id],
            programmes[planned.programme_id],
            audits.get(planned.id),
        )
        for planned in msgspec.convert(row["planned"], list[_Planned])
    ]


def _if_own(shop: Shop | None, own: OwnAssignment) -> Shop | None:
    return shop if shop is not None and shop.assignment.shopper_id == own.shopper_id else None


def _join(collection: str, local: str, foreign: str, only: dict[str, Any]) -> dict[str, Any]:
    """A stage that adds, in a list named like the collection, every document that any of the collected ones names."""
    join = {"from": collection, "localField": local, "foreignField": foreign, "as": collection}
    return {"$lookup": {**join, "pipeline": [{"$project": only}]}}
