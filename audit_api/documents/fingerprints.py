"""What an audit is recognised by, so that another one with the same photo or the same words is found."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from pymongo import ASCENDING, DESCENDING, IndexModel

from audit_api.documents.seam import STRUCT, StructDocument
from checklists.text_prints import TextPrint


class PhotoPrint(msgspec.Struct, frozen=True, kw_only=True):
    """What a photo is recognised by: the `perceptual_hash` of its picture, the `sha256` of the received file."""

    id: UUID
    perceptual_hash: str
    sha256: str


class FingerprintDocument(StructDocument):
    """`id` is that of the audit. `photo_keys` and `text_keys` are what one looks up; `seconds` is how long it took."""

    shopper_id: UUID
    checklist: str
    occurred_at: datetime
    received_at: datetime
    seconds: float
    photos: Annotated[list[PhotoPrint], STRUCT] = []
    photo_keys: list[str] = []
    texts: Annotated[list[TextPrint], STRUCT] = []
    text_keys: list[str] = []

    class Settings(StructDocument.Settings):
        name = "fingerprints"
        indexes = (
            # Partial: most audits have no photos, and few have long texts.
            # Of what shares a key the latest can be read alone.
            *(
                IndexModel(
                    [(name, ASCENDING), ("received_at", DESCENDING)],
                    partialFilterExpression={f"{name}.0": {"$exists": True}},
                )
                for name in ("photo_keys", "text_keys")
            ),
            # How long audits usually take is read from these alone.
            IndexModel([("checklist", ASCENDING), ("received_at", DESCENDING), ("seconds", ASCENDING)]),
            IndexModel(
                [
                    ("shopper_id", ASCENDING),
                    ("checklist", ASCENDING),
                    ("received_at", DESCENDING),
                    ("seconds", ASCENDING),
                ]
            ),
        )
