"""How far retention has looked, so that a night does not look at all that an earlier one has seen to."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from audit_api.documents.removals import RemovalKind
from audit_api.documents.seam import STRUCT, StructDocument


class RetentionLookDocument(StructDocument):
    """Of one programme and kind. What took place before `before` was seen to, but for what came or was decided later.

    `whole_at`: when all of it was last looked at, whenever it took place.
    """

    programme_id: UUID
    kind: Annotated[RemovalKind, STRUCT]
    before: datetime
    whole_at: datetime

    class Settings(StructDocument.Settings):
        name = "retention_looks"
