"""Waves: one round of fieldwork of a programme each."""

from typing import Annotated
from uuid import UUID

import msgspec
from pymongo import ASCENDING, IndexModel

from audit_api.documents.network import Name
from audit_api.documents.seam import STRUCT, StructDocument
from checklists.answers import Moment


class Wave(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A round of fieldwork; to it belong the audits that began from `starts_at` on and before `ends_at`."""

    programme_id: UUID
    name: Name
    starts_at: Moment
    ends_at: Moment


class WaveDocument(StructDocument):
    wave: Annotated[Wave, STRUCT]

    class Settings(StructDocument.Settings):
        name = "waves"
        indexes = (IndexModel([("wave.programme_id", ASCENDING), ("wave.starts_at", ASCENDING)]),)
