"""Files to take away: ordered, watched while they are written, downloaded as a stream."""

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, put
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody
from litestar.response import Stream
from pymongo.errors import DuplicateKeyError

from audit_api.access import COACHES, COACHING, DESK, Access, branch_for, collection_for
from audit_api.clock import now
from audit_api.documents import ExportDocument, ExportOrder
from audit_api.documents.exports import CoachingSheet, ExportState
from audit_api.documents.seam import as_kept
from audit_api.exporting.job import Job
from audit_api.exporting.worker import ExportWorkers
from audit_api.http.bodies import Body
from audit_api.injected import AppSettings, CurrentPrincipal
from audit_api.people.auth import Principal
from audit_api.problems import Problem, documented, not_found

KEPT = timedelta(days=1)
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "pdf": "application/pdf",
}


class Export(msgspec.Struct, kw_only=True):
    """`done` of `total` rows are written; of answers, the audits are counted. `total` is None until it is known."""

    id: UUID
    order: ExportOrder
    file_name: str
    ordered_at: datetime
    expires_at: datetime
    state: ExportState
    done: int
    total: int | None


@put(
    "/api/exports/{export_id:uuid}",
    dto=Body[ExportOrder],
    return_dto=None,
    access=COACHING,
    tags=["Exports"],
    summary="Order a file; safe to repeat",
    responses=documented(
        "malformed_request",
        "invalid_parameter",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "export_differs",
        "invalid_body",
    ),
)
async def put_export(principal: CurrentPrincipal, export_id: FromPath[UUID], data: JSONBody[ExportOrder]) -> Export:
    ordered_at = now()
    export = ExportDocument(
        id=export_id,
        owner_id=principal.user_id,
        order=as_kept(data),
        file_name=await _file_name(principal, data, ordered_at),
        ordered_at=ordered_at,
        expires_at=ordered_at + KEPT,
    )
    try:
        await export.insert()
    except DuplicateKeyError:
        known = await ExportDocument.get(export_id)
        if known is None or (known.owner_id, known.order) != (export.owner_id, export.order):
            raise Problem("export_differs") from None
        export = known
    return _as_export(export)


@get(
    "/api/exports/{export_id:uuid}",
    access=COACHING,
    tags=["Exports"],
    summary="How far a file you ordered has come",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_export(principal: CurrentPrincipal, export_id: FromPath[UUID]) -> Export:
    return _as_export(await _export_for(principal, export_id))


@get(
    "/api/exports/{export_id:uuid}/file",
    access=COACHING,
    tags=["Exports"],
    summary="The file itself, written while it is sent",
    media_type="application/octet-stream",
    responses={
        200: ResponseSpec(data_container=bytes, media_type="application/octet-stream", description="The file"),
        **documented("invalid_parameter", "not_signed_in", "not_found"),
    },
)
async def read_file(request: Request[Principal, Any, Any], settings: AppSettings, export_id: FromPath[UUID]) -> Stream:
    export = await _export_for(request.user, export_id)
    await _file_name(request.user, export.order, export.ordered_at)  # who lost a region gets nothing of it
    workers: ExportWorkers = request.app.state.export_workers
    job = Job(
        uri=settings.mongodb_uri or "",
        database=settings.mongodb_database,
        export_id=export.id,
        principal=request.user,
        order=export.order,
        now=now(),
    )
    pieces = await workers.written(job)
    return Stream(
        pieces,
        headers={
            "content-type": MEDIA_TYPES[_ending(export.order)],
            "Content-Disposition": f'attachment; filename="{export.file_name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


async def _export_for(principal: Principal, export_id: UUID) -> ExportDocument:
    """What somebody ordered is that person's alone."""
    export = await ExportDocument.get(export_id)
    if export is None or export.owner_id != principal.user_id:
        raise not_found()
    return export


async def _file_name(principal: Principal, order: ExportOrder, moment: datetime) -> str:
    """Raises `not_found` where the order names what `principal` may not see."""
    parts = [str(order.content.__struct_config__.tag), _plain(await _about(principal, order))]
    return "-".join([*filter(None, parts), f"{moment:%Y-%m-%d}"]).replace("_", "-") + f".{_ending(order)}"


async def _about(principal: Principal, order: ExportOrder) -> str:
    """The name of what the file is about, if there is one."""
    content = order.content
    if isinstance(content, CoachingSheet):
        _demand(principal, COACHES)
        return (await collection_for(principal, content.collection)).collection.title
    _demand(principal, DESK)
    branch_id: UUID | None = getattr(content, "branch", None)
    return (await branch_for(principal, branch_id)).branch.name if branch_id else ""


def _demand(principal: Principal, access: Access) -> None:
    """The desk takes its tables away, trainers their lessons."""
    if principal.role not in access:
        raise not_found()


def _plain(name: str) -> str:
    """Letters that every file system and every header takes."""
    letters = (
        unicodedata.normalize("NFKD", name.replace("\N{LATIN SMALL LETTER DOTLESS I}", "i"))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:40]


def _ending(order: ExportOrder) -> str:
    return order.content.format


def _as_export(export: ExportDocument) -> Export:
    return Export(
        id=export.id,
        order=export.order,
        file_name=export.file_name,
        ordered_at=export.ordered_at,
        expires_at=export.expires_at,
        state=export.state,
        done=export.done,
        total=export.total,
    )


ROUTES = [put_export, read_export, read_file]
