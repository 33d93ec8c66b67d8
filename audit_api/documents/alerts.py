"""Alerts, who has read them, and who wants to hear of what."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from pymongo import ASCENDING, DESCENDING, IndexModel

from audit_api.documents.seam import STRUCT, StructDocument
from checklists.alerts import AlertRule, Finding
from checklists.definition import ChecklistRef


class AlertDocument(StructDocument):
    """Its id follows from what it is about, so that it is raised once. `raised_at` is when its audit became final;
    `stored_at` may be much later: after a crash, or when an excluded audit counts again.

    Programme and region are those of the branch, repeated here for filtering.
    """

    programme_id: UUID
    region_id: UUID
    branch_id: UUID
    audit_id: UUID
    checklist: Annotated[ChecklistRef, STRUCT]
    finding: Annotated[Finding, STRUCT]
    raised_at: datetime
    stored_at: datetime | None = None
    read_by: list[UUID] = []

    class Settings(StructDocument.Settings):
        name = "alerts"
        indexes = (
            IndexModel([("region_id", ASCENDING), ("raised_at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel([("branch_id", ASCENDING), ("finding.rule", ASCENDING), ("raised_at", DESCENDING)]),
            IndexModel([("raised_at", DESCENDING), ("_id", DESCENDING)]),
        )


class AlertPreferences(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is muted is neither shown nor sent. `digest`: a mail a day; `immediate`: one for each grave failure."""

    muted_rules: Annotated[list[AlertRule], Meta(max_length=10)] = []
    muted_branches: Annotated[list[UUID], Meta(max_length=500)] = []
    digest: bool = True
    immediate: bool = False


class AlertPreferencesDocument(StructDocument):
    """What one account wants to hear of, under the id of the account. Without one the defaults hold."""

    preferences: Annotated[AlertPreferences, STRUCT]

    class Settings(StructDocument.Settings):
        name = "alert_preferences"
