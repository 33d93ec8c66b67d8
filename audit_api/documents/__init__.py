"""What is stored. Beanie lives here and nowhere else."""

from audit_api.documents.accounts import AttemptDocument, SessionDocument, User, UserDocument
from audit_api.documents.actions import ActionDocument, ActionItem, StateChange
from audit_api.documents.alerts import AlertDocument, AlertPreferences, AlertPreferencesDocument
from audit_api.documents.appeals import Appeal, AppealDecision, Paper, PaperDocument
from audit_api.documents.assignments import Assignment, AssignmentDocument, FieldNote, Note
from audit_api.documents.audits import (
    AnswerChange,
    AuditDocument,
    AuditStatus,
    EarlierRevision,
    Points,
    Review,
    ScoreChange,
)
from audit_api.documents.calibration_runs import CalibrationRunDocument
from audit_api.documents.checklist_versions import ChecklistVersionDocument
from audit_api.documents.claims import ClaimDocument
from audit_api.documents.collections import Collection, CollectionDocument, Entry, ShareLink, Training
from audit_api.documents.example_tallies import ExampleTallyDocument
from audit_api.documents.examples import ExampleDocument, ExamplePhoto, ExampleState, ReleaseDecision
from audit_api.documents.exercises import ExerciseDocument, Scoring
from audit_api.documents.exports import ExportDocument, ExportOrder
from audit_api.documents.fingerprints import FingerprintDocument, PhotoPrint
from audit_api.documents.kept import (
    ComparedBranch,
    KeptBranchesDocument,
    KeptComparisonDocument,
    RegionResult,
    Totals,
    WaveSpan,
)
from audit_api.documents.leases import LeaseDocument
from audit_api.documents.mails import MailDocument
from audit_api.documents.network import (
    Branch,
    BranchDocument,
    Programme,
    ProgrammeDocument,
    Region,
    RegionDocument,
    Retention,
)
from audit_api.documents.outcomes import (
    EarlierValue,
    FigureSpan,
    ImportSummary,
    OutcomeDocument,
    OutcomeImportDocument,
    OutcomeValue,
)
from audit_api.documents.photos import PhotoDocument
from audit_api.documents.redactions import RedactionDocument
from audit_api.documents.removals import Removal, Removed
from audit_api.documents.retention_looks import RetentionLookDocument
from audit_api.documents.standings import (
    League,
    PeerParts,
    RankedPlace,
    SectionScoresDocument,
    SnapshotDocument,
    StandingDocument,
)
from audit_api.documents.uploads import UploadChunkDocument, UploadDocument
from audit_api.documents.waves import Wave, WaveDocument

ALL = [
    ActionDocument,
    AlertDocument,
    AlertPreferencesDocument,
    AssignmentDocument,
    AttemptDocument,
    AuditDocument,
    BranchDocument,
    CalibrationRunDocument,
    ChecklistVersionDocument,
    ClaimDocument,
    CollectionDocument,
    FingerprintDocument,
    ExampleDocument,
    ExampleTallyDocument,
    ExerciseDocument,
    ExportDocument,
    KeptBranchesDocument,
    KeptComparisonDocument,
    LeaseDocument,
    MailDocument,
    PaperDocument,
    OutcomeDocument,
    OutcomeImportDocument,
    PhotoDocument,
    ProgrammeDocument,
    RedactionDocument,
    RegionDocument,
    RetentionLookDocument,
    SectionScoresDocument,
    SessionDocument,
    SnapshotDocument,
    StandingDocument,
    UploadChunkDocument,
    UploadDocument,
    UserDocument,
    WaveDocument,
]

__all__ = [
    "ALL",
    "ActionDocument",
    "ActionItem",
    "AlertDocument",
    "AlertPreferences",
    "AlertPreferencesDocument",
    "AnswerChange",
    "Appeal",
    "AppealDecision",
    "Assignment",
    "AssignmentDocument",
    "AttemptDocument",
    "AuditDocument",
    "AuditStatus",
    "Branch",
    "BranchDocument",
    "CalibrationRunDocument",
    "ChecklistVersionDocument",
    "ClaimDocument",
    "Collection",
    "CollectionDocument",
    "ComparedBranch",
    "EarlierRevision",
    "EarlierValue",
    "Entry",
    "ExampleDocument",
    "ExamplePhoto",
    "ExampleState",
    "ExampleTallyDocument",
    "ExerciseDocument",
    "ExportDocument",
    "ExportOrder",
    "FieldNote",
    "FigureSpan",
    "FingerprintDocument",
    "ImportSummary",
    "KeptBranchesDocument",
    "KeptComparisonDocument",
    "League",
    "LeaseDocument",
    "MailDocument",
    "Note",
    "OutcomeDocument",
    "OutcomeImportDocument",
    "OutcomeValue",
    "Paper",
    "PaperDocument",
    "PeerParts",
    "PhotoDocument",
    "PhotoPrint",
    "Points",
    "Programme",
    "ProgrammeDocument",
    "RankedPlace",
    "RedactionDocument",
    "Region",
    "RegionDocument",
    "RegionResult",
    "ReleaseDecision",
    "Removal",
    "Removed",
    "Retention",
    "RetentionLookDocument",
    "Review",
    "ScoreChange",
    "Scoring",
    "SectionScoresDocument",
    "SessionDocument",
    "ShareLink",
    "SnapshotDocument",
    "StandingDocument",
    "StateChange",
    "Totals",
    "Training",
    "UploadChunkDocument",
    "UploadDocument",
    "User",
    "UserDocument",
    "Wave",
    "WaveDocument",
    "WaveSpan",
]
