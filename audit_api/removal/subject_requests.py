"""What is known of a shopper: to be handed over, made anonymous, or erased when they ask for it."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import get, put
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody
from litestar.response import Stream
from msgspec import Meta

from audit_api.access import ADMIN
from audit_api.documents import (
    Assignment,
    AssignmentDocument,
    AuditDocument,
    AuditStatus,
    EarlierRevision,
    FieldNote,
    PhotoDocument,
    Removal,
    Review,
    UploadDocument,
    User,
)
from audit_api.documents.removals import RemovalCause
from audit_api.http.bodies import Body
from audit_api.injected import AppPhotoStore, CurrentPrincipal
from audit_api.problems import Problem, documented
from audit_api.removal.removing import RemovalChange
from audit_api.removal.subjects import clear_shopper, remove_shopper, shopper_of
from checklists.answers import Submission
from checklists.scoring import Scorecard
from media.photos import PhotoEvidence

BATCH = 20


class KnownAssignment(msgspec.Struct, kw_only=True):
    id: UUID
    assignment: Assignment
    notes: list[FieldNote]


class KnownAudit(msgspec.Struct, kw_only=True):
    id: UUID
    status: AuditStatus
    occurred_at: datetime
    received_at: datetime
    device_skew_seconds: float | None
    submission: Submission
    scorecard: Scorecard
    reviews: list[Review]
    earlier: list[EarlierRevision]


class KnownPhoto(msgspec.Struct, kw_only=True):
    """A photo of the shopper's; its bytes are at `/api/photos/{id}`."""

    id: UUID
    received_at: datetime
    evidence: PhotoEvidence


class KnownAccount(msgspec.Struct, kw_only=True):
    id: UUID
    account: User
    removal: Removal | None


class KnownShopper(KnownAccount, kw_only=True):
    """Everything that is stored about a shopper. `uploads` are ids of photos that have not arrived whole."""

    assignments: list[KnownAssignment]
    audits: list[KnownAudit]
    photos: list[KnownPhoto]
    uploads: list[UUID]


class ShopperRemoval(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to remove of a shopper. `anonymise`: answers and scores stay, of nobody. `erase`: the audits go as well."""

    kind: Literal["anonymise", "erase"]
    cause: Annotated[RemovalCause, Meta(description="Not `retention`, which is the programme's.")]


class RemovedShopper(msgspec.Struct, kw_only=True):
    """What became of a shopper's data; `clearing` while some of it is still being cleared away."""

    id: UUID
    removal: Removal
    clearing: bool


@get(
    "/api/users/{user_id:uuid}/data",
    access=ADMIN,
    tags=["Removals"],
    summary="Everything that is stored about a shopper",
    responses={
        200: ResponseSpec(
            data_container=KnownShopper, description="Everything, as it is read", generate_examples=False
        ),
        **documented("invalid_parameter", "not_signed_in", "not_found"),
    },
)
async def read_subject(user_id: FromPath[UUID]) -> Stream:
    user = await shopper_of(user_id)
    account = KnownAccount(id=user.id, account=user.user, removal=user.removal)
    return Stream(_known_shopper(account), media_type="application/json")


async def _known_shopper(account: KnownAccount) -> AsyncIterator[bytes]:
    """A KnownShopper, entry by entry: years of audits are more than a process should hold at once."""
    planned = AssignmentDocument.find({"assignment.shopper_id": account.id}, batch_size=BATCH).sort("_id")
    audits = AuditDocument.find({"shopper_id": account.id}, batch_size=BATCH).sort("occurred_at", "_id")
    photos = PhotoDocument.find({"owner_id": account.id}, batch_size=BATCH).sort("received_at", "_id")
    uploads = UploadDocument.find({"owner_id": account.id}, batch_size=BATCH).sort("_id")
    lists: dict[str, AsyncIterator[Any]] = {
        "assignments": (KnownAssignment(id=x.id, assignment=x.assignment, notes=x.notes) async for x in planned),
        "audits": (_audit(one) async for one in audits),
        "photos": (KnownPhoto(id=x.id, received_at=x.received_at, evidence=x.evidence) async for x in photos),
        "uploads": (one.id async for one in uploads),
    }
    yield msgspec.json.encode(account)[:-1]
    for name, entries in lists.items():
        before = f',"{name}":['.encode()
        async for entry in entries:
            yield before + msgspec.json.encode(entry)
            before = b","
        yield b"]" if before == b"," else before + b"]"
    yield b"}"


@put(
    "/api/users/{user_id:uuid}/removals/{removal_id:uuid}",
    dto=Body[ShopperRemoval],
    return_dto=None,
    access=ADMIN,
    tags=["Removals"],
    summary="Make a shopper's account and all that is theirs anonymous, or erase it, for good; safe to repeat",
    responses=documented(
        "malformed_request",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "removal_differs",
        "body_too_large",
        "invalid_body",
    ),
)
async def put_subject_removal(
    principal: CurrentPrincipal,
    user_id: FromPath[UUID],
    removal_id: FromPath[UUID],
    data: JSONBody[ShopperRemoval],
    photo_store: AppPhotoStore,
) -> RemovedShopper:
    if data.cause == "retention":
        raise Problem("invalid_body", "`retention` is what the programme does by itself.")
    change = RemovalChange(kind=data.kind, cause=data.cause)
    user = await remove_shopper(principal.user_id, user_id, removal_id, change)
    await clear_shopper(user_id, photo_store)
    user = await shopper_of(user_id)
    if user.removal is None:
        raise Problem("internal_error", "The removal of the account is gone.")
    return RemovedShopper(id=user_id, removal=user.removal, clearing=user.clearing)


def _audit(one: AuditDocument) -> KnownAudit:
    return KnownAudit(**{name: getattr(one, name) for name in KnownAudit.__struct_fields__})


ROUTES = [read_subject, put_subject_removal]
