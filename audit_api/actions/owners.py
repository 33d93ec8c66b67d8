"""Who of the office may own an action item: whoever works at a desk that sees its region."""

from typing import Any
from uuid import UUID

import msgspec

from audit_api.documents import UserDocument
from audit_api.documents.accounts import Role
from audit_api.people.auth import Principal


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    role: Role


async def owners_for(principal: Principal, region_id: UUID) -> list[Owner]:
    """The people who may own an action item of this region, by name; to managers, the office stays nameless."""
    who: list[dict[str, Any]] = [{"user.role": "manager", "user.region_ids": region_id}]
    if principal.role != "manager":
        who.append({"user.role": {"$in": ["admin", "reviewer"]}})
    desk: dict[str, Any] = {"user.active": True, "$or": who}
    rows = UserDocument.get_pymongo_collection().find(desk, {"name": "$user.name", "role": "$user.role"})
    found = [Owner(id=row["_id"], name=row["name"], role=row["role"]) async for row in rows]
    return sorted(found, key=lambda owner: (owner.name, owner.id))
