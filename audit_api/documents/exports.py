"""Files that somebody ordered: what is to be in each, and how far it has come."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta
from pymongo import ASCENDING, IndexModel

from audit_api.documents.audits import AuditStatus
from audit_api.documents.seam import STRUCT, StructDocument
from audit_api.documents.standings import Audience
from checklists.answers import Moment
from checklists.item_scores import Tier

TableFormat = Literal["csv", "xlsx", "parquet"]
ExportLanguage = Literal["en", "de", "sv", "lt", "tr"]
ExportState = Literal["ordered", "writing", "written", "broken"]
ChecklistKey = Annotated[str, Meta(min_length=1, max_length=64)]


class _Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="table"):
    """What every table has."""

    format: TableFormat


class ComparisonTable(_Content, frozen=True, tag="comparison"):
    """The branches of a league, as `/api/comparison` shows them."""

    programme: UUID
    checklist: ChecklistKey
    tier: Tier
    audience: Audience = "external"
    region: UUID | None = None


class BranchTable(_Content, frozen=True, tag="branches"):
    programme: UUID | None = None
    region: UUID | None = None


class AuditFilters(_Content, frozen=True):
    """As for `/api/audits`."""

    programme: UUID | None = None
    region: UUID | None = None
    branch: UUID | None = None
    checklist: ChecklistKey | None = None
    status: AuditStatus | None = None
    since: Moment | None = None
    until: Moment | None = None


class AuditTable(AuditFilters, frozen=True, tag="audits"):
    """A row for each audit."""


class AnswerTable(AuditFilters, frozen=True, tag="answers"):
    """A row for each answer of each audit."""


class ItemCostTable(_Content, frozen=True, tag="item_costs"):
    """What each question cost a branch under one checklist."""

    branch: UUID
    checklist: ChecklistKey


class BranchReportPages(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="table", tag="branch_report"
):
    """Two pages about a branch under one checklist, for a wall."""

    format: Literal["pdf"]
    branch: UUID
    checklist: ChecklistKey


Content = ComparisonTable | BranchTable | AuditTable | AnswerTable | ItemCostTable | BranchReportPages


class ExportOrder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`language` is that of headings and words."""

    content: Content
    language: ExportLanguage = "en"


class ExportDocument(StructDocument):
    """`done` of `total` rows are written; of answers, the audits are counted. What was ordered never changes."""

    owner_id: UUID
    order: Annotated[ExportOrder, STRUCT]
    file_name: str
    ordered_at: datetime
    expires_at: datetime
    state: ExportState = "ordered"
    done: int = 0
    total: int | None = None

    class Settings(StructDocument.Settings):
        name = "exports"
        indexes = (IndexModel([("expires_at", ASCENDING)], expireAfterSeconds=0),)
