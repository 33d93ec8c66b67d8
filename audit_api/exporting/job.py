"""What the server tells the process that writes a file."""

from datetime import datetime
from uuid import UUID

import msgspec

from audit_api.documents import ExportOrder
from audit_api.people.auth import Principal


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """`principal` is who reads the file: it holds what that person may see, at `now`."""

    uri: str
    database: str
    export_id: UUID
    principal: Principal
    order: ExportOrder
    now: datetime


def encoded(job: Job) -> bytes:
    return msgspec.json.encode(job)


def decoded(message: bytes) -> Job:
    return msgspec.json.decode(message, type=Job)
