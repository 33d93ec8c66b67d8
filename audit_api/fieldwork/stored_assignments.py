"""Assignments as they are answered: with their branch, how far they have come, and notes from the field."""

from uuid import UUID

import msgspec
from msgspec.structs import asdict

from audit_api.documents import Assignment, AuditStatus, Branch, FieldNote
from audit_api.documents.assignments import AssignmentStatus, Cancellation


class StoredAssignment(Assignment, frozen=True, kw_only=True):
    """The branch's name and address travel along: a shopper has no other way to see them."""

    id: UUID
    status: AssignmentStatus
    audit_id: UUID | None
    branch_name: str
    branch_address: str
    time_zone: str
    notes: list[FieldNote]


class AuditState(msgspec.Struct, frozen=True, rename={"id": "_id"}):
    id: UUID
    status: AuditStatus


def stored_assignment(
    assignment_id: UUID,
    assignment: Assignment,
    branch: Branch,
    notes: list[FieldNote],
    audit: AuditState | None,
    cancelled: Cancellation | None,
) -> StoredAssignment:
    return StoredAssignment(
        id=assignment_id,
        status=audit.status if audit else _without_audit(notes, cancelled),
        audit_id=audit.id if audit else None,
        branch_name=branch.name,
        branch_address=branch.address,
        time_zone=branch.time_zone,
        notes=notes,
        **asdict(assignment),
    )


def _without_audit(notes: list[FieldNote], cancelled: Cancellation | None) -> AssignmentStatus:
    if cancelled is not None:
        return "cancelled"
    return "declined" if any(note.kind == "decline" for note in notes) else "open"
