"""Excluding an audit from all results, and removing what it says: making it anonymous, or erasing it."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import get, put
from litestar.params import FromPath, JSONBody

from audit_api.access import ADMIN, OFFICE, audit_for, tombstone_for
from audit_api.documents import AuditDocument, AuditStatus, Removal, UserDocument
from audit_api.http.bodies import Body
from audit_api.injected import AppPhotoStore, CurrentPrincipal
from audit_api.problems import Problem, documented
from audit_api.removal.clearing import clear_away
from audit_api.removal.counts import Dependents, dependents_of
from audit_api.removal.excluding import ExclusionChange, exclude
from audit_api.removal.removing import RemovalChange, remove
from audit_api.review.decisions import ReviewResult
from audit_api.storage.names import names_of


class ToldRemoval(Removal, frozen=True, kw_only=True):
    """A removal that took place; `by_name` is None where the retention of the programme did it."""

    by_name: str | None


class AuditRemovals(msgspec.Struct, kw_only=True):
    """What is left of an audit, whose it was not, and what was removed. `clearing`: some of it is still being cleared
    away. `dependents`: what is there to go.
    """

    audit_id: UUID
    assignment_id: UUID
    branch_id: UUID
    status: AuditStatus
    occurred_at: datetime
    clearing: bool
    removals: list[ToldRemoval]
    dependents: Dependents


@put(
    "/api/audits/{audit_id:uuid}/exclusions/{review_id:uuid}",
    dto=Body[ExclusionChange],
    return_dto=None,
    access=OFFICE,
    tags=["Removals"],
    summary="Exclude a finalised audit from every result, or take it back in; safe to repeat",
    responses=documented(
        "malformed_request",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "audit_state",
        "review_differs",
        "body_too_large",
        "invalid_body",
    ),
)
async def put_exclusion(
    principal: CurrentPrincipal,
    audit_id: FromPath[UUID],
    review_id: FromPath[UUID],
    data: JSONBody[ExclusionChange],
    photo_store: AppPhotoStore,
) -> ReviewResult:
    audit = await audit_for(principal, audit_id)
    result = await exclude(principal.user_id, audit, review_id, data)
    await clear_away(audit_id, photo_store)
    return result


@put(
    "/api/audits/{audit_id:uuid}/removals/{removal_id:uuid}",
    dto=Body[RemovalChange],
    return_dto=None,
    access=ADMIN,
    tags=["Removals"],
    summary="Make an audit anonymous, or erase it, for good; safe to repeat",
    responses=documented(
        "malformed_request",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "audit_state",
        "removal_differs",
        "body_too_large",
        "invalid_body",
    ),
)
async def put_removal(
    principal: CurrentPrincipal,
    audit_id: FromPath[UUID],
    removal_id: FromPath[UUID],
    data: JSONBody[RemovalChange],
    photo_store: AppPhotoStore,
) -> AuditRemovals:
    if data.cause == "retention":
        raise Problem("invalid_body", "`retention` is what the programme does by itself.")
    await tombstone_for(principal, audit_id)
    await remove(principal.user_id, audit_id, removal_id, data)
    await clear_away(audit_id, photo_store)
    return await _audit_removals(await tombstone_for(principal, audit_id))


@get(
    "/api/audits/{audit_id:uuid}/removals",
    access=OFFICE,
    tags=["Removals"],
    summary="What was removed of an audit, and what there is to go; also of one that is erased",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_removals(principal: CurrentPrincipal, audit_id: FromPath[UUID]) -> AuditRemovals:
    return await _audit_removals(await tombstone_for(principal, audit_id))


async def _audit_removals(audit: AuditDocument) -> AuditRemovals:
    acts = audit.removed.acts if audit.removed else []
    names = await names_of(UserDocument, [act.by for act in acts if act.by])
    return AuditRemovals(
        audit_id=audit.id,
        assignment_id=audit.assignment_id,
        branch_id=audit.branch_id,
        status=audit.status,
        occurred_at=audit.occurred_at,
        clearing=audit.clearing,
        removals=[
            ToldRemoval(**msgspec.structs.asdict(act), by_name=names.get(act.by, "") if act.by else None)
            for act in acts
        ],
        dependents=await dependents_of(audit),
    )


ROUTES = [put_exclusion, put_removal, read_removals]
