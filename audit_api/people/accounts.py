"""Accounts are written here, by the API, the command line and the demo alike."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta
from msgspec.structs import asdict
from pymongo.errors import DuplicateKeyError

from audit_api.documents import User, UserDocument
from audit_api.people import auth
from audit_api.problems import Problem
from checklists.faults import error

Password = Annotated[str, Meta(min_length=10, max_length=200)]


class UserChange(User, frozen=True, kw_only=True):
    """`password` is needed for a new account and optional afterwards."""

    password: Password | None = None


async def save_user(user_id: UUID, change: UserChange) -> User:
    """Every device of the account must sign in again afterwards.

    Raises `invalid_body` for a new account without password, `name_taken` for a used account name,
    `account_removed`.
    """
    before = await UserDocument.get(user_id)
    if before is not None and before.removal is not None:
        raise Problem("account_removed")
    if change.password is None and before is None:
        fault = error("password", "missing", "A new account needs a password.")
        raise Problem("invalid_body", "1 fault(s).", faults=[fault])
    kept = before.password_hash if before else ""
    password_hash = await auth.hash_password(change.password) if change.password else kept
    facts = {name: value for name, value in asdict(change).items() if name != "password"}
    user = User(**facts)
    try:
        await UserDocument(id=user_id, user=user, password_hash=password_hash).save()
    except DuplicateKeyError:
        raise Problem("name_taken", f"Another account is called `{user.account}`.") from None
    await auth.end_sessions_of(user_id)
    return user
