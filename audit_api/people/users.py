"""Accounts, kept by administrators."""

from uuid import UUID

import msgspec
from litestar import get, put
from litestar.params import FromPath, JSONBody
from msgspec.structs import asdict

from audit_api.access import ADMIN
from audit_api.documents import RegionDocument, User, UserDocument
from audit_api.documents.accounts import Email
from audit_api.http.bodies import Body
from audit_api.injected import CurrentPrincipal
from audit_api.people.accounts import UserChange, save_user
from audit_api.problems import Problem, documented, not_found


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
        "account_removed",
        "own_access",
        "last_admin",
        "invalid_body",
    ),
)
async def put_user(principal: CurrentPrincipal, user_id: FromPath[UUID], data: JSONBody[UserChange]) -> StoredUser:
    known = {region.id async for region in RegionDocument.find({"_id": {"$in": data.region_ids}})}
    for n, region_id in enumerate(data.region_ids):
        if region_id not in known:
            raise Problem("reference_missing", f"`region_ids[{n}]` names nothing that exists: {region_id}.")
    stored = await save_user(user_id, data, by=principal.user_id)
    return StoredUser(id=user_id, **asdict(stored))


class EmailChange(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The e-mail address of an account; null removes it."""

    email: Email | None


@put(
    "/api/users/{user_id:uuid}/email",
    dto=Body[EmailChange],
    return_dto=None,
    access=ADMIN,
    tags=["Users"],
    summary="Say where alerts of an account are sent to; nobody must sign in again",
    responses=documented(
        "malformed_request", "not_signed_in", "cross_site_request", "not_found", "body_too_large", "invalid_body"
    ),
)
async def put_email(user_id: FromPath[UUID], data: JSONBody[EmailChange]) -> StoredUser:
    there = {"_id": user_id, "removal": None}
    await UserDocument.get_pymongo_collection().update_one(there, {"$set": {"user.email": data.email}})
    if (found := await UserDocument.get(user_id)) is None:
        raise not_found()
    return StoredUser(id=user_id, **asdict(found.user))


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


ROUTES = [put_user, put_email, list_users]
