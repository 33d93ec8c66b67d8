"""Photos: facts about the evidence; the bytes are in GridFS."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from beanie import PydanticObjectId
from pymongo import ASCENDING, IndexModel

from audit_api.documents.seam import STRUCT, StructDocument
from media.photos import PhotoEvidence


class PhotoDocument(StructDocument):
    """`audit_id` is the audit that owns the photo, None until one that names it is accepted."""

    owner_id: UUID
    audit_id: UUID | None = None
    evidence: Annotated[PhotoEvidence, STRUCT]
    image_id: PydanticObjectId
    thumbnail_id: PydanticObjectId
    sha256: str
    width: int
    height: int
    received_at: datetime

    class Settings(StructDocument.Settings):
        name = "photos"
        indexes = (
            IndexModel([("audit_id", ASCENDING)]),
            IndexModel([("owner_id", ASCENDING), ("received_at", ASCENDING)]),
        )
