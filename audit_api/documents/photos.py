"""Photos: facts about the evidence; the bytes are in GridFS."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from beanie import PydanticObjectId
from pymongo import ASCENDING, IndexModel

from audit_api.documents.seam import STRUCT, StructDocument
from media.photos import PhotoEvidence


class PhotoDocument(StructDocument):
    """`owner_id` sent it. Which audit it belongs to is said by the audit, in its `photo_ids`."""

    owner_id: UUID
    evidence: Annotated[PhotoEvidence, STRUCT]
    image_id: PydanticObjectId
    thumbnail_id: PydanticObjectId
    sha256: str
    width: int
    height: int
    received_at: datetime

    class Settings(StructDocument.Settings):
        name = "photos"
        indexes = (IndexModel([("owner_id", ASCENDING), ("received_at", ASCENDING)]),)
