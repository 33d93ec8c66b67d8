"""Who is looking at an audit that waits for its review."""

from datetime import datetime
from uuid import UUID

from pymongo import ASCENDING, IndexModel

from audit_api.documents.seam import StructDocument


class ClaimDocument(StructDocument):
    """`id` is that of the audit. A courtesy among reviewers and no lock: it goes by itself."""

    reviewer_id: UUID
    reviewer_name: str
    until: datetime

    class Settings(StructDocument.Settings):
        name = "claims"
        indexes = (IndexModel([("until", ASCENDING)], expireAfterSeconds=60),)
