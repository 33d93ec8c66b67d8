"""Outcome figures over HTTP: a template, a check, the import, and what was imported."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post, put
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.status_codes import HTTP_200_OK

from audit_api.access import ADMIN, DESK, OFFICE, branch_for
from audit_api.documents import ImportSummary, OutcomeDocument, OutcomeValue
from audit_api.http.paging import PAGE_SIZE, Cursor, PageSize
from audit_api.injected import CurrentPrincipal
from audit_api.outcomes.imports import import_outcomes, preview, read_figures
from audit_api.outcomes.lists import ImportPage, import_page, template
from audit_api.outcomes.numbers import parse_period
from audit_api.people.auth import Principal
from audit_api.problems import Problem, documented
from checklists.outcomes import OutcomeKind

FileName = Annotated[str, QueryParameter(max_length=200, description="What the file is called, to find it again.")]
REFUSALS = ("not_signed_in", "cross_site_request", "not_found", "body_too_large", "invalid_outcomes")


@dataclass  # without it, `__post_init__` would never be called
class _CsvBody(Operation):
    """The body is the file itself, which no handler parameter can say."""

    def __post_init__(self) -> None:
        text = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING))
        self.request_body = RequestBody(content={"text/csv": text}, required=True)


class OutcomeImport(msgspec.Struct, kw_only=True):
    id: UUID
    programme_id: UUID
    file_name: str
    imported_at: datetime
    imported_by: UUID
    summary: ImportSummary


class BranchOutcomes(msgspec.Struct, kw_only=True):
    """By figure and period (`2026-03`, `2026-Q1`): the value, who imported it and when, and the values before."""

    figures: dict[OutcomeKind, dict[str, OutcomeValue]]


@get(
    "/api/outcomes/template",
    access=ADMIN,
    tags=["Outcomes"],
    summary="A CSV file with a row for each own branch and figure of a period, to be filled in",
    media_type="text/csv",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_template(
    programme: FromQuery[UUID],
    period: FromQuery[str],
    figures: FromQuery[list[OutcomeKind] | None] = None,
    separator: FromQuery[Literal["comma", "semicolon"]] = "comma",
) -> Response[bytes]:
    if (known := parse_period(period)) is None:
        raise Problem("invalid_parameter", "`period` is a month (2026-03) or a quarter (2026-Q1).")
    content = await template(programme, known, figures or [], ";" if separator == "semicolon" else ",")
    headers = {"Content-Disposition": f'attachment; filename="outcomes-{known}.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


@post(
    "/api/outcomes/check",
    operation_class=_CsvBody,
    status_code=HTTP_200_OK,
    access=ADMIN,
    tags=["Outcomes"],
    summary="What importing this file would say, without importing it",
    responses=documented("invalid_parameter", *REFUSALS),
)
async def check_outcomes(request: Request[Principal, Any, Any], programme: FromQuery[UUID]) -> ImportSummary:
    return await preview(await read_figures(programme, await request.body()))


@put(
    "/api/outcomes/imports/{import_id:uuid}",
    operation_class=_CsvBody,
    access=ADMIN,
    tags=["Outcomes"],
    summary="Import figures of branches from a CSV file, whole or not at all; safe to repeat",
    responses=documented("invalid_parameter", "import_differs", *REFUSALS),
)
async def put_import(
    request: Request[Principal, Any, Any],
    import_id: FromPath[UUID],
    programme: FromQuery[UUID],
    file_name: FileName = "",
) -> OutcomeImport:
    by = request.user.user_id
    stored = await import_outcomes(programme, import_id, file_name, await request.body(), by)
    return OutcomeImport(
        id=stored.id,
        programme_id=stored.programme_id,
        file_name=stored.file_name,
        imported_at=stored.imported_at,
        imported_by=stored.imported_by,
        summary=stored.summary,
    )


@get(
    "/api/outcomes/imports",
    access=OFFICE,
    tags=["Outcomes"],
    summary="Imports, latest first",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def list_imports(
    programme: FromQuery[UUID | None] = None, limit: PageSize = PAGE_SIZE, cursor: Cursor = None
) -> ImportPage:
    return await import_page(programme, limit, cursor)


@get(
    "/api/branches/{branch_id:uuid}/outcomes",
    access=DESK,
    tags=["Outcomes"],
    summary="What a branch achieved, by figure and period",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_branch_outcomes(principal: CurrentPrincipal, branch_id: FromPath[UUID]) -> BranchOutcomes:
    branch = await branch_for(principal, branch_id)
    found = await OutcomeDocument.get_pymongo_collection().find({"branch_id": branch.id}).sort("figure").to_list()
    periods = {row["figure"]: dict(sorted(row["periods"].items())) for row in found}
    return BranchOutcomes(figures=msgspec.convert(periods, dict[OutcomeKind, dict[str, OutcomeValue]]))


ROUTES = [read_template, check_outcomes, put_import, list_imports, read_branch_outcomes]
