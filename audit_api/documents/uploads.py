"""Photos on their way: what has arrived of each, until it is whole."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from beanie import Document, PydanticObjectId
from pymongo import ASCENDING, IndexModel

from audit_api.documents.seam import STRUCT, StructDocument
from media.photos import ReportedFacts


class UploadDocument(StructDocument):
    """`id` is that of the photo to be. `length` and `sha256` are of the whole file, as announced.

    How much has arrived is said by the chunks of its `attempt` alone.
    """

    owner_id: UUID
    attempt: PydanticObjectId
    length: int
    sha256: str
    reported: Annotated[ReportedFacts | None, STRUCT] = None
    expires_at: datetime

    class Settings(StructDocument.Settings):
        name = "uploads"
        indexes = (
            IndexModel([("owner_id", ASCENDING), ("expires_at", ASCENDING)]),
            IndexModel([("expires_at", ASCENDING)]),
            IndexModel([("attempt", ASCENDING)], unique=True),
        )


class UploadChunkDocument(Document):
    """Bytes `start` up to but not including `start + length` of the file that `attempt` sends.

    A place is taken once: what two requests write to the same place, only one of them writes.
    """

    attempt: PydanticObjectId
    start: int
    length: int
    data: bytes

    class Settings:
        name = "upload_chunks"
        indexes = (IndexModel([("attempt", ASCENDING), ("start", ASCENDING)], unique=True),)
