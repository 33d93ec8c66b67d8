"""Redactions: what is taken out of a photo before trainers may see it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from beanie import PydanticObjectId
from pymongo import ASCENDING, IndexModel

from audit_api.documents.seam import STRUCT, StructDocument
from media.regions import Proposal, Region

RedactionDecision = Literal["redact", "leave_out"]


class RedactionDocument(StructDocument):
    """`id` is the photo's. `decided_by` is None where the programme lets what the detectors are sure of pass."""

    proposals: Annotated[list[Proposal], STRUCT]
    looked_at: datetime
    decision: RedactionDecision | None = None
    regions: Annotated[list[Region], STRUCT] = []
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    redacted_id: UUID | None = None
    image_id: PydanticObjectId | None = None
    thumbnail_id: PydanticObjectId | None = None
    sha256: str | None = None
    width: int | None = None
    height: int | None = None

    class Settings(StructDocument.Settings):
        name = "redactions"
        indexes = (
            IndexModel(
                [("redacted_id", ASCENDING)],
                unique=True,
                name="redacted",
                partialFilterExpression={"redacted_id": {"$type": "binData"}},
            ),
        )
