"""Files that somebody ordered: what is to be in each, and how far it has come."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta
from pymongo import ASCENDING, IndexModel

from audit_api.documents.actions import ActionState
from audit_api.documents.appeals import AppealState
from audit_api.documents.audits import AuditStatus
from audit_api.documents.kept import MONTH
from audit_api.documents.seam import STRUCT, StructDocument
from audit_api.documents.standings import Audience
from checklists.alerts import AlertRule
from checklists.answers import Moment
from checklists.item_scores import Tier
from checklists.outcomes import OutcomeKind

TableFormat = Literal["csv", "xlsx", "parquet"]
ExportLanguage = Literal["en", "de", "sv", "lt", "tr"]
ExportState = Literal["ordered", "writing", "written", "broken"]
ComparisonSort = Literal["headline", "name", "percent", "rank", "audits"]
ChecklistKey = Annotated[str, Meta(min_length=1, max_length=64)]


class _Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="table"):
    """What the orders of all tables have in common."""

    format: TableFormat


class LeagueFilters(_Content, frozen=True):
    """The filters of a table about one league."""

    programme: UUID
    checklist: ChecklistKey
    tier: Tier
    audience: Audience = "external"
    region: UUID | None = None


class ComparisonTable(LeagueFilters, frozen=True, tag="comparison"):
    """The branches of a league, as `/api/comparison` shows them; found and ordered as on the page.

    Without `sort` the best come first. Branches that are not compared come last, by name.
    """

    period: Annotated[str, Meta(pattern=MONTH)] | None = None
    wave: UUID | None = None
    search: Annotated[str, Meta(max_length=200)] = ""
    sort: ComparisonSort | None = None
    descending: bool = False

    def __post_init__(self) -> None:
        if self.period is not None and self.wave is not None:
            raise ValueError("either a period or a wave")


Search = Annotated[str, Meta(max_length=200)]
"""Part of a branch's name or address, as the list of branches is searched."""


class BranchTable(_Content, frozen=True, tag="branches"):
    programme: UUID | None = None
    region: UUID | None = None
    search: Search = ""


class AuditFilters(_Content, frozen=True):
    """The filters of `/api/audits`, and those of the pages that name branches."""

    programme: UUID | None = None
    region: UUID | None = None
    branch: UUID | None = None
    tier: Tier | None = None
    audience: Audience | None = None
    search: Search = ""
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


class MixTable(_Content, frozen=True, tag="mix"):
    """What a branch's result from several checklists is made of."""

    branch: UUID


class ActionTable(_Content, frozen=True, tag="actions"):
    """A row for each action item, as `/api/actions` lists them."""

    state: Literal["unfinished"] | ActionState | None = None
    region: UUID | None = None
    branch: UUID | None = None
    overdue: bool = False


class AppealTable(_Content, frozen=True, tag="appeals"):
    """A row for each appeal, as `/api/appeals` lists them."""

    state: AppealState | None = None
    programme: UUID | None = None
    region: UUID | None = None
    branch: UUID | None = None
    checklist: ChecklistKey | None = None
    since: Moment | None = None
    until: Moment | None = None


class AlertTable(_Content, frozen=True, tag="alerts"):
    """A row for each alert, as `/api/alerts` lists them: without what the reader has muted."""

    unread: bool = False
    rule: AlertRule | None = None
    branch: UUID | None = None


class OutcomeTable(LeagueFilters, frozen=True, tag="outcomes"):
    """How the index of a league goes with each figure, as `/api/outcomes` tells it."""


class OutcomePointTable(LeagueFilters, frozen=True, tag="outcome_points"):
    """A row for each branch that has both an index and a figure, as behind `OutcomeTable`."""


class OutcomeFigureTable(_Content, frozen=True, tag="outcome_figures"):
    """A row for each imported value: of a branch, a figure and a period."""

    programme: UUID | None = None
    tier: Tier | None = None
    audience: Audience | None = None
    region: UUID | None = None
    branch: UUID | None = None


class DriverTable(LeagueFilters, frozen=True, tag="drivers"):
    """Importance and performance of the sections, as `/api/drivers` tells them."""

    figure: OutcomeKind | Literal["weights"] | None = None


class BranchReportPages(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="table", tag="branch_report"
):
    """Two pages about a branch under one checklist, for a wall."""

    format: Literal["pdf"]
    branch: UUID
    checklist: ChecklistKey


class CoachingSheet(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="table", tag="coaching_sheet"
):
    """A lesson on paper: for the trainer with `answers`, to hand out without."""

    format: Literal["pdf"]
    collection: UUID
    answers: bool = True


LeagueTable = ComparisonTable | OutcomeTable | OutcomePointTable | DriverTable
TableContent = (
    LeagueTable
    | BranchTable
    | AuditTable
    | AnswerTable
    | ItemCostTable
    | MixTable
    | ActionTable
    | AppealTable
    | AlertTable
    | OutcomeFigureTable
)
Content = TableContent | BranchReportPages | CoachingSheet


class ExportOrder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that somebody orders; `language` is that of its headings and words."""

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
