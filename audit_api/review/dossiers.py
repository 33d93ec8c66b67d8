"""What only the office knows of an audit: who shopped as whom, what speaks for a second look, and how old it is."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import get
from litestar.params import FromPath

from audit_api.access import NOT_ERASED, OFFICE, audit_for
from audit_api.documents import (
    AssignmentDocument,
    AuditDocument,
    AuditStatus,
    BranchDocument,
    UserDocument,
)
from audit_api.injected import CurrentPrincipal
from audit_api.problems import documented
from checklists.flags import Flag, SamePhoto, SameText
from checklists.geography import Coordinates


class OtherAudit(msgspec.Struct, kw_only=True):
    """An audit that a flag names."""

    id: UUID
    branch_id: UUID
    branch_name: str
    status: AuditStatus
    occurred_at: datetime


class Dossier(msgspec.Struct, kw_only=True):
    """What only the office knows of an audit.

    `examined`: whether its flags are computed. `others`: the audits they name.
    """

    audit_id: UUID
    examined: bool
    flags: list[Flag]
    others: list[OtherAudit]
    shopper_name: str
    scenario: str
    briefing: str
    window_starts_at: datetime
    window_ends_at: datetime
    branch_position: Coordinates | None


@get(
    "/api/audits/{audit_id:uuid}/dossier",
    access=OFFICE,
    tags=["Reviews"],
    summary="Flags, scenario and shopper of an audit, for its review",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_dossier(principal: CurrentPrincipal, audit_id: FromPath[UUID]) -> Dossier:
    audit = await audit_for(principal, audit_id)
    planned = await AssignmentDocument.get(audit.assignment_id)
    shopper = await UserDocument.get(audit.shopper_id)
    branch = await BranchDocument.get(audit.branch_id)
    shop = planned.assignment if planned else None
    return Dossier(
        audit_id=audit.id,
        examined=not audit.unexamined,
        flags=audit.flags,
        others=await _others(audit.flags),
        shopper_name=shopper.user.name if shopper else "",
        scenario=shop.scenario if shop else "",
        briefing=shop.briefing if shop else "",
        window_starts_at=shop.window_starts_at if shop else audit.occurred_at,
        window_ends_at=shop.window_ends_at if shop else audit.occurred_at,
        branch_position=branch.branch.position if branch else None,
    )


async def _others(flags: list[Flag]) -> list[OtherAudit]:
    named = {flag.other_audit for flag in flags if isinstance(flag, SamePhoto | SameText)}
    if not named:
        return []
    pipeline: list[dict[str, Any]] = [
        {"$match": {"_id": {"$in": list(named)}, **NOT_ERASED}},
        {"$sort": {"occurred_at": 1, "_id": 1}},
        {"$lookup": {"from": "branches", "localField": "branch_id", "foreignField": "_id", "as": "branch"}},
        {"$project": {"branch_id": 1, "branch_name": {"$first": "$branch.branch.name"}, "status": 1, "occurred_at": 1}},
        {"$addFields": {"id": "$_id", "branch_name": {"$ifNull": ["$branch_name", ""]}}},
    ]
    rows = await (await AuditDocument.get_pymongo_collection().aggregate(pipeline)).to_list()
    return msgspec.convert(rows, list[OtherAudit])


ROUTES = [read_dossier]
