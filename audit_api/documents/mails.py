"""E-mails to people at a desk: decided on once, sent until it succeeds."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pymongo import ASCENDING, DESCENDING, IndexModel

from audit_api.documents.seam import StructDocument

MailKind = Literal["digest", "immediate"]


class MailDocument(StructDocument):
    """Its id follows from the person and the day, or the alert: so it is decided on once.

    `settled_at`: it was sent, given up, or there was nothing to tell.
    """

    user_id: UUID
    kind: MailKind
    alert_ids: list[UUID]
    action_ids: list[UUID] = []
    created_at: datetime
    next_at: datetime
    attempts: int = 0
    sent: bool = False
    settled_at: datetime | None = None

    class Settings(StructDocument.Settings):
        name = "mails"
        indexes = (
            IndexModel([("next_at", ASCENDING)], name="waiting", partialFilterExpression={"settled_at": None}),
            IndexModel([("user_id", ASCENDING), ("kind", ASCENDING), ("created_at", DESCENDING)]),
        )
