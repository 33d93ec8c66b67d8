"""Accounts, kept by administrators."""

from typing import Annotated
from uuid import UUID

from litestar import get, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta
from msgspec.structs import asdict
from pymongo.errors import DuplicateKeyError

from audit_api import auth
from audit_api.access import ADMIN
from audit_api.bodies import Body
from audit_api.documents import RegionDocument, User, UserDocument
from audit_api.problems import Problem, documented
from audit_api.references import referred
from checklists.faults import error

Password = Annotated[str, Meta(min_length=10, max_length=200)]


class UserChange(User, frozen=True, kw_only=True):
    """`password` is needed for a new account and optional afterwards."""

    password: Password | None = None


class StoredUser(User, frozen=True, kw_only=True):
    id: UUID


@put(
    "/api/users/{user_id:uuid}",
    dto=Body[UserChange],
    return_dto=None,
    access=ADMIN,
    tags=["Users"],
    summary="Create or replace an account; every device of it must sign in again",
    responses=documented(
        "malformed_request",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "reference_missing",
        "name_taken",
        "invalid_body",
    ),
)
async def put_user(user_id: FromPath[UUID], data: JSONBody[UserChange]) -> StoredUser:
    for n, region_id in enumerate(data.region_ids):
        await referred(RegionDocument, region_id, f"region_ids[{n}]")
    stored = await save_user(user_id, data)
    await auth.end_sessions_of(user_id)
    return StoredUser(id=user_id, **asdict(stored))


async def save_user(user_id: UUID, change: UserChange) -> User:
    """Raises `invalid_body` for a new account without password, `name_taken` for a used account name."""
    before = await UserDocument.get(user_id)
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
    return user


@get(
    "/api/users",
    access=ADMIN,
    tags=["Users"],
    summary="All accounts",
    responses=documented("not_signed_in", "not_found"),
)
async def list_users() -> list[StoredUser]:
    users = UserDocument.find().sort("user.account")
    return [StoredUser(id=doc.id, **asdict(doc.user)) async for doc in users]


ROUTES = [put_user, list_users]
