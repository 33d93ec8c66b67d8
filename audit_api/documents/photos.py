"""Photos: facts about the evidence; the bytes are in GridFS."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from beanie import PydanticObjectId
from pymongo import ASCENDING, IndexModel

from audit_api.documents.seam import STRUCT, StructDocument
from media.photos import PhotoEvidence


class PhotoDocument(StructDocument):
    """`owner_id` sent it. Which audit it belongs to is said by the audit, in its `photo_ids`.

    `appealed_in`: the audit whose appeals may name it, for photos of managers.
    `condemned_at` is set while nothing names the photo and a sweep is going to remove it.
    """

    owner_id: UUID
    evidence: Annotated[PhotoEvidence, STRUCT]
    image_id: PydanticObjectId
    thumbnail_id: PydanticObjectId
    sha256: str
    width: int
    height: int
    received_at: datetime
    condemned_at: datetime | None = None
    appealed_in: UUID | None = None

    class Settings(StructDocument.Settings):
        name = "photos"
        indexes = (
            IndexModel([("owner_id", ASCENDING), ("received_at", ASCENDING)]),
            IndexModel([("received_at", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([("condemned_at", ASCENDING)], partialFilterExpression={"condemned_at": {"$type": "date"}}),
        )
