"""Accounts are written here, by the API, the command line and the demo alike."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from msgspec import Meta
from msgspec.structs import asdict
from pymongo.errors import DuplicateKeyError

from audit_api.documents import User, UserDocument
from audit_api.documents.accounts import Email
from audit_api.documents.seam import to_bson
from audit_api.http.bodies import ONE_LINE
from audit_api.people import auth
from audit_api.problems import Problem
from checklists.faults import error

Password = Annotated[str, Meta(min_length=10, max_length=200)]


class UserChange(User, frozen=True, kw_only=True):
    """`password` is needed for a new account and optional afterwards."""

    name: Annotated[str, Meta(min_length=1, max_length=100, pattern=ONE_LINE)]
    email: Email | None = None
    password: Password | None = None


async def save_user(user_id: UUID, change: UserChange, *, by: UUID | None = None) -> User:
    """Every device of the account must sign in again afterwards.

    `by` is the administrator who asks for it; None, the command line, may shut everybody out.
    Raises `invalid_body` for a new account without password, `name_taken` for a used account name,
    `account_removed`, `own_access`, `last_admin`.
    """
    if by == user_id and not (change.role == "admin" and change.active):
        raise Problem("own_access")
    password_hash = await auth.hash_password(change.password) if change.password else None
    user = User(**{name: value for name, value in asdict(change).items() if name != "password"})
    saved, mark = False, uuid4()
    while not saved:  # somebody else may make the account between the two: then it is there to be changed
        before = await _changed(user_id, user, password_hash, mark)
        saved = before is not None or await _added(user_id, user, password_hash)
    if before and by:
        await _keep_an_admin(before, user)
    await _sign_out(user_id, mark)
    return user


async def end_outdated_sessions() -> int:
    """Of accounts whose change was cut off before their sessions were ended; tells how many there were."""
    marked = {"signing_out": {"$type": "binData"}}
    cut_off = [row async for row in UserDocument.get_pymongo_collection().find(marked, {"signing_out": 1})]
    for row in cut_off:
        await _sign_out(row["_id"], row["signing_out"])
    return len(cut_off)


async def _sign_out(user_id: UUID, mark: UUID) -> None:
    """A session says what its person may do: one of before the change must not outlive it, whatever dies here.

    The mark of a later change stays.
    """
    await auth.end_sessions_of(user_id)
    users = UserDocument.get_pymongo_collection()
    await users.update_one({"_id": user_id, "signing_out": mark}, {"$set": {"signing_out": None}})


async def _changed(user_id: UUID, user: User, password_hash: str | None, mark: UUID) -> dict[str, Any] | None:
    """The account as it was; None if there is none.

    Hashing takes a while: what was removed or set meanwhile is not written over.
    """
    fields = {"user": to_bson(user), "signing_out": mark} | ({"password_hash": password_hash} if password_hash else {})
    there = {"_id": user_id, "removal": None}
    try:
        return await UserDocument.get_pymongo_collection().find_one_and_update(there, {"$set": fields})
    except DuplicateKeyError:
        raise _name_taken(user) from None


async def _added(user_id: UUID, user: User, password_hash: str | None) -> bool:
    """False if there is one by now."""
    known = await UserDocument.get(user_id)
    if known is not None and known.removal is not None:
        raise Problem("account_removed")
    if known is not None:
        return False
    if password_hash is None:
        fault = error("password", "missing", "A new account needs a password.")
        raise Problem("invalid_body", "1 fault(s).", faults=[fault])
    try:
        await UserDocument(id=user_id, user=user, password_hash=password_hash).insert()
    except DuplicateKeyError:
        if await UserDocument.get(user_id) is None:
            raise _name_taken(user) from None
        return False
    return True


async def _keep_an_admin(before: dict[str, Any], user: User) -> None:
    """Asked after writing, so that of two administrators who shut each other out the later one sees both."""
    users = UserDocument.get_pymongo_collection()
    if before["user"]["role"] != "admin" or (user.role == "admin" and user.active):
        return
    if await users.count_documents({"user.role": "admin", "user.active": True}, limit=1):
        return
    undone = {name: before[name] for name in ("user", "password_hash")} | {"signing_out": before.get("signing_out")}
    await users.update_one({"_id": before["_id"], "user": to_bson(user)}, {"$set": undone})
    raise Problem("last_admin")


def _name_taken(user: User) -> Problem:
    return Problem("name_taken", f"Another account is called `{user.account}`.")
