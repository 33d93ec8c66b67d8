"""Branches, and the own result of each."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

import msgspec
from litestar import get, put
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec.structs import asdict

from audit_api.access import ADMIN, DESK, branch_for, listed_branches
from audit_api.audits.lists import AuditPage, list_page
from audit_api.branch.own_results import ChecklistResult, own_results
from audit_api.documents import Branch, BranchDocument, ProgrammeDocument, RegionDocument
from audit_api.http.bodies import Body, demand_one_line
from audit_api.http.paging import PAGE_SIZE, Cursor, PageSize, after_name, cursor_of, in_one_batch
from audit_api.injected import CurrentPrincipal
from audit_api.network.naming import write_named
from audit_api.problems import Problem, documented
from audit_api.storage.references import referred
from checklists.faults import error

TIME_ZONES = frozenset(available_timezones())  # looked up once: it reads the file system


class StoredBranch(Branch, frozen=True, kw_only=True):
    id: UUID


class BranchPage(msgspec.Struct, kw_only=True):
    branches: list[StoredBranch]
    next: str | None


class BranchDetail(msgspec.Struct, kw_only=True):
    """`results`: one per checklist, because calls are not compared with visits."""

    branch: StoredBranch
    results: list[ChecklistResult]
    audits: AuditPage


@put(
    "/api/branches/{branch_id:uuid}",
    dto=Body[Branch],
    return_dto=None,
    access=ADMIN,
    tags=["Branches"],
    summary="Create or replace a branch",
    responses=documented(
        "malformed_request",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "reference_missing",
        "branch_fixed",
        "invalid_body",
    ),
)
async def put_branch(branch_id: FromPath[UUID], data: JSONBody[Branch]) -> StoredBranch:
    demand_one_line(name=data.name)
    await _check(branch_id, data)
    await write_named(BranchDocument, branch_id, data)
    return StoredBranch(id=branch_id, **asdict(data))


@get(
    "/api/branches",
    access=DESK,
    tags=["Branches"],
    summary="The branches you may see, by name",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def list_branches(
    principal: CurrentPrincipal,
    programme: FromQuery[UUID | None] = None,
    region: FromQuery[UUID | None] = None,
    limit: PageSize = PAGE_SIZE,
    cursor: Cursor = None,
) -> BranchPage:
    wanted: list[dict[str, Any]] = [listed_branches(principal), after_name(cursor, "branch.name")]
    wanted += [{"branch.programme_id": programme}] if programme else []
    wanted += [{"branch.region_id": region}] if region else []
    rows = BranchDocument.find({"$and": wanted}, batch_size=in_one_batch(limit))
    found = await rows.sort("branch.name", "_id").limit(limit + 1).to_list()
    page = [StoredBranch(id=doc.id, **asdict(doc.branch)) for doc in found[:limit]]
    more = len(found) > limit
    return BranchPage(branches=page, next=cursor_of(page[-1].name, page[-1].id) if more else None)


@get(
    "/api/branches/{branch_id:uuid}",
    access=DESK,
    tags=["Branches"],
    summary="A branch with its own results and its latest audits",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_branch(principal: CurrentPrincipal, branch_id: FromPath[UUID]) -> BranchDetail:
    branch = await branch_for(principal, branch_id)
    return BranchDetail(
        branch=StoredBranch(id=branch.id, **asdict(branch.branch)),
        results=await own_results(branch_id, datetime.now(UTC)),
        audits=await list_page(principal, {"branch_id": branch_id}, PAGE_SIZE, None),
    )


async def _check(branch_id: UUID, data: Branch) -> None:
    programme = (await referred(ProgrammeDocument, data.programme_id, "programme_id")).programme
    region = (await referred(RegionDocument, data.region_id, "region_id")).region
    faults = []
    if data.tier not in programme.tiers:
        faults.append(error("tier", "tier_not_in_programme", f"The programme knows {', '.join(programme.tiers)}."))
    if data.time_zone not in TIME_ZONES:
        faults.append(error("time_zone", "unknown_time_zone", "Use an IANA name such as Europe/Vilnius."))
    if region.programme_id != data.programme_id:
        faults.append(error("region_id", "region_of_other_programme", "The region belongs to another programme."))
    if faults:
        raise Problem("invalid_body", f"{len(faults)} fault(s).", faults=faults)
    # Audits repeat programme and region; a branch that moved would take its history out of the old region's sight.
    before = await BranchDocument.get(branch_id)
    if before and (before.branch.programme_id, before.branch.region_id) != (data.programme_id, data.region_id):
        raise Problem("branch_fixed", "Create a new branch instead.")


ROUTES = [put_branch, list_branches, read_branch]
