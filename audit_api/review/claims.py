"""Two reviewers who open the same audit hear of one another."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from audit_api.clock import now
from audit_api.documents import ClaimDocument
from audit_api.people.auth import Principal

HELD = timedelta(seconds=90)
"""An open page renews it every half a minute."""


class Claim(msgspec.Struct, kw_only=True):
    """Who is looking at an audit; `mine`: nobody else was there before."""

    reviewer_name: str
    mine: bool
    until: datetime


async def claim(principal: Principal, audit_id: UUID) -> Claim:
    """Renews one's own claim, or makes it if nobody has one; tells whose it is."""
    free = {"_id": audit_id, "$or": [{"reviewer_id": principal.user_id}, {"until": {"$lte": now()}}]}
    own: dict[str, Any] = {"reviewer_id": principal.user_id, "reviewer_name": principal.name, "until": now() + HELD}
    claims = ClaimDocument.get_pymongo_collection()
    try:
        held = (
            await claims.find_one_and_update(free, {"$set": own}, upsert=True, return_document=ReturnDocument.AFTER)
            or own
        )
    except DuplicateKeyError:  # somebody else's: the upsert found none that is free, and one that is there
        held = await claims.find_one({"_id": audit_id}) or own
    mine = held["reviewer_id"] == principal.user_id
    return Claim(reviewer_name=held["reviewer_name"], mine=mine, until=held["until"])


async def release(principal: Principal, audit_id: UUID) -> None:
    await ClaimDocument.get_pymongo_collection().delete_one({"_id": audit_id, "reviewer_id": principal.user_id})
