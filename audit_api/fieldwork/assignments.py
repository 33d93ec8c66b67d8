"""Assignments: planned shops."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import get, put
from litestar.params import FromPath, FromQuery, JSONBody
from pymongo.errors import DuplicateKeyError

from audit_api.access import ADMIN, FIELD, OFFICE, assignment_for, visible_assignments
from audit_api.documents import (
    Assignment,
    AssignmentDocument,
    AuditDocument,
    BranchDocument,
    ChecklistVersionDocument,
    ProgrammeDocument,
    UserDocument,
)
from audit_api.documents.seam import as_kept, to_bson
from audit_api.fieldwork.cancelling import cancel
from audit_api.fieldwork.stored_assignments import AuditState, StoredAssignment, stored_assignment
from audit_api.http.bodies import Body
from audit_api.http.paging import PAGE_SIZE, Cursor, PageSize, after_time, cursor_of, in_one_batch
from audit_api.injected import CurrentPrincipal
from audit_api.problems import Problem, documented
from audit_api.storage.references import referred
from checklists.answers import Moment
from checklists.faults import Fault, error


class Planned(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may change in an assignment."""

    scenario: str
    briefing: str
    window_starts_at: Moment
    window_ends_at: Moment


class AssignmentChange(Assignment, frozen=True, kw_only=True):
    """`looked_at` is what stood there when the change was begun: nothing is written over anything else."""

    looked_at: Planned | None = None


class AssignmentPage(msgspec.Struct, kw_only=True):
    assignments: list[StoredAssignment]
    next: str | None


@put(
    "/api/assignments/{assignment_id:uuid}",
    dto=Body[AssignmentChange],
    return_dto=None,
    access=ADMIN,
    tags=["Assignments"],
    summary="Create an assignment, or change its window, scenario and briefing until there is an audit",
    responses=documented(
        "malformed_request",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "reference_missing",
        "assignment_fixed",
        "assignment_outdated",
        "invalid_body",
    ),
)
async def put_assignment(assignment_id: FromPath[UUID], data: JSONBody[AssignmentChange]) -> StoredAssignment:
    branch = await referred(BranchDocument, data.branch_id, "branch_id")
    await _check(data, branch)
    wanted = _content(data)
    fresh = AssignmentDocument(
        id=assignment_id,
        assignment=wanted,
        programme_id=branch.branch.programme_id,
        region_id=branch.branch.region_id,
    )
    before = await AssignmentDocument.get(assignment_id)
    audit = (await _audits_of([assignment_id])).get(assignment_id)
    if before is None:
        try:
            await fresh.insert()
        except DuplicateKeyError:
            raise Problem("assignment_fixed", "It was created by another request meanwhile.") from None
        return _stored(fresh, branch, audit)
    _refuse_changes(before, wanted, audited=audit is not None)
    await _replace(before, wanted, data.looked_at)
    before.assignment = wanted
    return _stored(before, branch, audit)


@put(
    "/api/assignments/{assignment_id:uuid}/cancelled",
    access=ADMIN,
    tags=["Assignments"],
    summary="Take an assignment back; that its shopper declined is dealt with. Who was first stays",
    responses=documented("invalid_parameter", "not_signed_in", "cross_site_request", "not_found", "assignment_fixed"),
)
async def put_cancelled(principal: CurrentPrincipal, assignment_id: FromPath[UUID]) -> StoredAssignment:
    await assignment_for(principal, assignment_id)
    if (await _audits_of([assignment_id])).get(assignment_id):
        raise Problem("assignment_fixed", "It has an audit.")
    return await _read(await cancel(assignment_id, principal.user_id))


@get(
    "/api/assignments",
    access=OFFICE | FIELD,
    tags=["Assignments"],
    summary="The assignments you may see, latest window first",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def list_assignments(
    principal: CurrentPrincipal,
    branch: FromQuery[UUID | None] = None,
    limit: PageSize = PAGE_SIZE,
    cursor: Cursor = None,
) -> AssignmentPage:
    field = "assignment.window_ends_at"
    wanted: list[dict[str, Any]] = [visible_assignments(principal), after_time(cursor, field)]
    wanted += [{"assignment.branch_id": branch}] if branch else []
    rows = AssignmentDocument.find({"$and": wanted}, batch_size=in_one_batch(limit))
    found = await rows.sort(f"-{field}", "-_id").limit(limit + 1).to_list()
    branches, audits = await _branches_of(found), await _audits_of([doc.id for doc in found])
    page = [_stored(doc, branches[doc.assignment.branch_id], audits.get(doc.id)) for doc in found[:limit]]
    more = len(found) > limit
    return AssignmentPage(assignments=page, next=cursor_of(page[-1].window_ends_at, page[-1].id) if more else None)


@get(
    "/api/assignments/{assignment_id:uuid}",
    access=OFFICE | FIELD,
    tags=["Assignments"],
    summary="One assignment",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_assignment(principal: CurrentPrincipal, assignment_id: FromPath[UUID]) -> StoredAssignment:
    return await _read(await assignment_for(principal, assignment_id))


async def _read(found: AssignmentDocument) -> StoredAssignment:
    branch = await referred(BranchDocument, found.assignment.branch_id, "branch_id")
    return _stored(found, branch, (await _audits_of([found.id])).get(found.id))


async def _check(data: Assignment, branch: BranchDocument) -> None:
    shopper = await referred(UserDocument, data.shopper_id, "shopper_id")
    programme = (await referred(ProgrammeDocument, branch.branch.programme_id, "programme_id")).programme
    checklist = await ChecklistVersionDocument.definition_of(data.checklist)
    if checklist is None:
        raise Problem("reference_missing", f"`checklist`: no version {data.checklist.version} of this checklist.")
    faults: list[Fault] = []
    if data.reshop_of is not None:
        await referred(AssignmentDocument, data.reshop_of, "reshop_of")
    if shopper.user.role != "shopper" or not shopper.user.active:
        faults.append(error("shopper_id", "not_a_shopper", f"`{shopper.user.account}` is not an active shopper."))
    if data.channel not in programme.channels:
        faults.append(error("channel", "channel_not_in_programme", f"Known: {', '.join(programme.channels)}."))
    if data.channel != checklist.channel:
        faults.append(error("channel", "channel_of_other_checklist", f"The checklist is for `{checklist.channel}`."))
    if data.window_ends_at <= data.window_starts_at:
        faults.append(error("window_ends_at", "window_empty", "The window ends before it starts."))
    if faults:
        raise Problem("invalid_body", f"{len(faults)} fault(s).", faults=faults)


def _refuse_changes(stored: AssignmentDocument, data: Assignment, *, audited: bool) -> None:
    """Shopper, branch and checklist stay from the first moment: an audit may be on its way to us."""
    before, stay = stored.assignment, ("branch_id", "shopper_id", "checklist", "channel")
    changed = [name for name in stay if getattr(before, name) != getattr(data, name)]
    if changed:
        raise Problem("assignment_fixed", f"Create another assignment to change {', '.join(changed)}.")
    if as_kept(before) == as_kept(data):
        return
    if audited:
        raise Problem("assignment_fixed", "It has an audit.")
    if stored.cancelled is not None:
        raise Problem("assignment_fixed", "It was cancelled.")


async def _replace(before: AssignmentDocument, wanted: Assignment, looked_at: Planned | None) -> None:
    """Only what was planned: a note may arrive from the field in this moment."""
    if as_kept(before.assignment) == as_kept(wanted):
        return
    if looked_at is not None and as_kept(looked_at) != as_kept(_planned(before.assignment)):
        raise Problem("assignment_outdated")
    # What stood there without a field is the same as with its default.
    there = {
        f"assignment.{name}": {"$in": [value, None]} for name, value in to_bson(_planned(before.assignment)).items()
    }
    this = {"_id": before.id} | (there if looked_at is not None else {})
    planned = {"$set": {"assignment": to_bson(wanted)}}
    written = await AssignmentDocument.get_pymongo_collection().update_one(this, planned)
    if written.matched_count == 0:
        raise Problem("assignment_outdated")


def _content(data: AssignmentChange) -> Assignment:
    return Assignment(**{name: getattr(data, name) for name in Assignment.__struct_fields__})


def _planned(assignment: Assignment) -> Planned:
    return Planned(**{name: getattr(assignment, name) for name in Planned.__struct_fields__})


async def _branches_of(found: list[AssignmentDocument]) -> dict[UUID, BranchDocument]:
    wanted = list({doc.assignment.branch_id for doc in found})
    branches = BranchDocument.find({"_id": {"$in": wanted}}, batch_size=in_one_batch(len(wanted)))
    return {doc.id: doc async for doc in branches}


async def _audits_of(assignment_ids: list[UUID]) -> dict[UUID, AuditState]:
    """The state of the audit of each assignment that has one; there is at most one."""
    wanted = {"assignment_id": {"$in": assignment_ids}}
    audits = AuditDocument.get_pymongo_collection().find(
        wanted, {"assignment_id": 1, "status": 1}, batch_size=in_one_batch(len(assignment_ids))
    )
    return {audit["assignment_id"]: msgspec.convert(audit, AuditState) async for audit in audits}


def _stored(doc: AssignmentDocument, branch: BranchDocument, audit: AuditState | None) -> StoredAssignment:
    return stored_assignment(doc.id, doc.assignment, branch.branch, doc.notes, audit, doc.cancelled)


ROUTES = [put_assignment, put_cancelled, list_assignments, read_assignment]
