"""What is stored. Beanie lives here and nowhere else."""

from audit_api.documents.accounts import AttemptDocument, SessionDocument, User, UserDocument
from audit_api.documents.assignments import Assignment, AssignmentDocument
from audit_api.documents.audits import AuditDocument, AuditStatus, EarlierRevision, Review
from audit_api.documents.checklist_versions import ChecklistVersionDocument
from audit_api.documents.network import Branch, BranchDocument, Programme, ProgrammeDocument, Region, RegionDocument
from audit_api.documents.photos import PhotoDocument

ALL = [
    AssignmentDocument,
    AttemptDocument,
    AuditDocument,
    BranchDocument,
    ChecklistVersionDocument,
    PhotoDocument,
    ProgrammeDocument,
    RegionDocument,
    SessionDocument,
    UserDocument,
]

__all__ = [
    "ALL",
    "Assignment",
    "AssignmentDocument",
    "AttemptDocument",
    "AuditDocument",
    "AuditStatus",
    "Branch",
    "BranchDocument",
    "ChecklistVersionDocument",
    "EarlierRevision",
    "PhotoDocument",
    "Programme",
    "ProgrammeDocument",
    "Region",
    "RegionDocument",
    "Review",
    "SessionDocument",
    "User",
    "UserDocument",
]
