"""Everything about one shopper's account: told, made anonymous, or erased.

The account loses its name first, in one write with the mark `clearing`; its audits follow one by one.
"""

from uuid import UUID, uuid5

import structlog

from audit_api.clock import now
from audit_api.documents import (
    AssignmentDocument,
    AuditDocument,
    PhotoDocument,
    Removal,
    UploadChunkDocument,
    UploadDocument,
    UserDocument,
)
from audit_api.documents.seam import to_bson
from audit_api.people import auth
from audit_api.problems import Problem, not_found
from audit_api.removal.clearing import clear_away
from audit_api.removal.removing import RemovalChange, remove
from media.store import PhotoStore

NAMELESS = "–"

_log = structlog.get_logger("subjects")


async def shopper_of(user_id: UUID) -> UserDocument:
    """Raises `not_found` also for who works at a desk: what they decided is not theirs to take along."""
    user = await UserDocument.get(user_id)
    if user is None or user.user.role != "shopper":
        raise not_found()
    return user


async def remove_shopper(by: UUID, user_id: UUID, removal_id: UUID, change: RemovalChange) -> UserDocument:
    """The nameless account; nobody signs in with it again. Raises `not_found`, `removal_differs`."""
    user = await shopper_of(user_id)
    if user.removal is None:
        act = Removal(id=removal_id, kind=change.kind, cause=change.cause, by=by, at=now())
        nameless = {
            "user.account": f"removed-{user_id.hex}",
            "user.name": NAMELESS,
            "user.email": None,
            "user.active": False,
            "password_hash": "",
            "removal": to_bson(act),
            "clearing": True,
        }
        users = UserDocument.get_pymongo_collection()
        await users.update_one({"_id": user_id, "removal": None}, {"$set": nameless})
        user = await shopper_of(user_id)
    known = user.removal
    if known is None or (known.id, known.kind, known.cause) != (removal_id, change.kind, change.cause):
        raise Problem("removal_differs", "What there was of this account is removed already.")
    return user


async def clear_shopper(user_id: UUID, store: PhotoStore) -> None:
    """What the account still had; does nothing for one without the mark. Safe to break off and to repeat."""
    user = await UserDocument.get(user_id)
    if user is None or user.removal is None or not user.clearing:
        return
    await auth.end_sessions_of(user_id)
    audits = AuditDocument.get_pymongo_collection().find({"shopper_id": user_id}, {"_id": 1})
    async for row in audits:
        await _clear_audit(row["_id"], user, user.removal, store)
    await _clear_assignments(user_id)
    await _clear_sent(user_id, store)
    await UserDocument.get_pymongo_collection().update_one({"_id": user_id}, {"$set": {"clearing": False}})
    _log.info("shopper_removed", user=str(user_id), kind=user.removal.kind)


async def clear_shoppers(store: PhotoStore) -> int:
    """Goes on with the removals of shoppers that were cut off; tells how many there were."""
    waiting = [row["_id"] async for row in UserDocument.get_pymongo_collection().find({"clearing": True}, {"_id": 1})]
    for user_id in waiting:
        await clear_shopper(user_id, store)
    return len(waiting)


async def _clear_audit(audit_id: UUID, user: UserDocument, act: Removal, store: PhotoStore) -> None:
    change = RemovalChange(kind=act.kind, cause=act.cause)
    own = uuid5(act.id, str(audit_id))
    try:
        # All audits of the account keep the one id that is nobody's now, and so what they have in common. One that no
        # reviewer has decided about cannot be decided about without its evidence.
        await remove(act.by, audit_id, own, change, shopper=user.id, undecided="erase")
    except Problem as problem:
        if problem.code not in ("audit_state", "removal_differs"):
            raise
    await clear_away(audit_id, store)


async def _clear_assignments(user_id: UUID) -> None:
    mine = {"assignment.shopper_id": user_id}
    await AssignmentDocument.get_pymongo_collection().update_many(mine, {"$set": {"notes": []}})


async def _clear_sent(user_id: UUID, store: PhotoStore) -> None:
    """Photos that no audit names any more or yet, and what is on its way."""
    async for photo in PhotoDocument.get_pymongo_collection().find({"owner_id": user_id}, {"_id": 1}):
        await PhotoDocument.get_pymongo_collection().delete_one({"_id": photo["_id"]})
        await store.delete_all_of(photo["_id"])
    uploads = UploadDocument.get_pymongo_collection()
    attempts = [row["attempt"] async for row in uploads.find({"owner_id": user_id}, {"attempt": 1})]
    await uploads.delete_many({"owner_id": user_id})
    await UploadChunkDocument.get_pymongo_collection().delete_many({"attempt": {"$in": attempts}})
