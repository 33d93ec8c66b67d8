"""Papers: PDFs that a manager sends with an appeal. They are served as downloads only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

import msgspec
from litestar import Request, Response, get, put
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIFormat, OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.params import FromPath, QueryParameter

from audit_api.access import DESK, MANAGER, paper_for
from audit_api.appeals.paper_records import gathered, keep_paper
from audit_api.injected import AppSettings, CurrentPrincipal
from audit_api.people.auth import Principal
from audit_api.problems import Problem, documented
from media.papers import PaperRefused

PDF = "application/pdf"
FileName = Annotated[
    str, QueryParameter(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f/\\]+\Z", description="Without a path.")
]


class PaperReceipt(msgspec.Struct, kw_only=True):
    id: UUID
    name: str
    sha256: str
    bytes: int
    received_at: datetime


@dataclass  # without it, `__post_init__` would never be called
class _PdfBody(Operation):
    """The body is the file itself, which no handler parameter can say."""

    def __post_init__(self) -> None:
        file = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        self.request_body = RequestBody(content={PDF: OpenAPIMediaType(schema=file)}, required=True)


@put(
    "/api/papers/{paper_id:uuid}",
    access=MANAGER,
    tags=["Appeals"],
    summary="Send a PDF; the body is the file; safe to repeat",
    operation_class=_PdfBody,
    request_max_body_size=None,  # the bytes are counted as they come, up to paper_max_bytes
    responses=documented(
        "invalid_parameter",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "paper_differs",
        "paper_too_large",
        "paper_type_unsupported",
        "paper_active",
        "too_many_uploads",
    ),
)
async def put_paper(
    request: Request[Principal, Any, Any], paper_id: FromPath[UUID], name: FileName, settings: AppSettings
) -> PaperReceipt:
    try:
        content = await gathered(request.stream(), settings.paper_max_bytes)
        kept = await keep_paper(request.user.user_id, paper_id, name, content)
    except PaperRefused as refused:
        raise Problem(refused.code, refused.detail) from None
    return PaperReceipt(id=kept.id, name=kept.name, sha256=kept.sha256, bytes=kept.length, received_at=kept.received_at)


@get(
    "/api/papers/{paper_id:uuid}",
    access=DESK,
    tags=["Appeals"],
    summary="The PDF, as a download",
    media_type=PDF,
    responses={
        200: ResponseSpec(data_container=bytes, media_type=PDF, description="The file as it was sent"),
        **documented("invalid_parameter", "not_signed_in", "not_found"),
    },
)
async def read_paper(principal: CurrentPrincipal, paper_id: FromPath[UUID]) -> Response[bytes]:
    paper = await paper_for(principal, paper_id)
    headers = {
        "Content-Disposition": f"attachment; filename=\"paper.pdf\"; filename*=UTF-8''{quote(paper.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
    return Response(paper.content, media_type=PDF, headers=headers)


ROUTES = [put_paper, read_paper]
