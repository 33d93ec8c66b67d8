"""Checklists over HTTP: check, publish, list, read."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, Operation, Reference, RequestBody
from litestar.params import FromPath, PathParameter
from litestar.status_codes import HTTP_200_OK

from audit_api.access import ADMIN, DESK, FIELD, checklist_for
from audit_api.authoring.checklist_source import parse_definition, publish
from audit_api.clock import now
from audit_api.documents import ChecklistVersionDocument
from audit_api.injected import CurrentPrincipal
from audit_api.people.auth import Principal
from audit_api.problems import Problem, documented
from checklists.definition import Channel, Checklist, ChecklistRef
from checklists.differences import Change
from checklists.faults import Fault, errors_of
from checklists.items import Text

Version = Annotated[int, PathParameter(ge=1, le=1_000_000)]


@dataclass  # without it, `__post_init__` would never be called
class _DefinitionBody(Operation):
    """JSON or YAML, read whole so that all faults can be told."""

    def __post_init__(self) -> None:
        definition = OpenAPIMediaType(schema=Reference(ref="#/components/schemas/Checklist"))
        content = {"application/json": definition, "application/yaml": definition}
        self.request_body = RequestBody(content=content, required=True)


class ChecklistVersion(msgspec.Struct, kw_only=True):
    """A published version. `changes` is the difference to the one before; `warnings` did not stop publishing."""

    key: str
    version: int
    definition: Checklist
    changes: list[Change]
    published_at: datetime
    published_by: str
    warnings: list[Fault] = []


class ChecklistSummary(msgspec.Struct, kw_only=True):
    """The latest version of a checklist."""

    key: str
    version: int
    title: Text
    channel: Channel
    languages: list[str]
    published_at: datetime


class ChecklistCheck(msgspec.Struct, kw_only=True):
    warnings: list[Fault]


@post(
    "/api/checklists/check",
    operation_class=_DefinitionBody,
    status_code=HTTP_200_OK,
    access=ADMIN,
    tags=["Checklists"],
    summary="What publishing this definition would say, without publishing it",
    responses=documented("not_signed_in", "cross_site_request", "not_found", "body_too_large", "invalid_checklist"),
)
async def check_checklist(request: Request[Principal, Any, Any]) -> ChecklistCheck:
    _, warnings = await _definition(request)
    return ChecklistCheck(warnings=warnings)


@post(
    "/api/checklists",
    operation_class=_DefinitionBody,
    access=ADMIN,
    tags=["Checklists"],
    summary="Publish the next version; the same definition again gives the same version",
    responses={
        HTTP_200_OK: ResponseSpec(data_container=ChecklistVersion, description="The latest version is the same."),
        **documented(
            "not_signed_in",
            "cross_site_request",
            "not_found",
            "photos_missing",
            "version_conflict",
            "body_too_large",
            "invalid_checklist",
        ),
    },
)
async def post_checklist(request: Request[Principal, Any, Any]) -> Response[ChecklistVersion]:
    checklist, warnings = await _definition(request)
    version, created = await publish(checklist, request.user.account, now())
    return Response(_version(version, warnings), status_code=201 if created else 200)


@get(
    "/api/checklists",
    access=DESK,
    tags=["Checklists"],
    summary="The latest version of every checklist",
    responses=documented("not_signed_in", "not_found"),
)
async def list_checklists() -> list[ChecklistSummary]:
    fields = {"title": "$definition.title", "channel": "$definition.channel", "languages": "$definition.languages"}
    pipeline: list[dict[str, Any]] = [
        {"$sort": {"key": 1, "version": -1}},
        {"$group": {"_id": "$key", "version": {"$first": "$$ROOT"}}},
        {"$replaceWith": "$version"},
        {"$sort": {"key": 1}},
        {"$project": {"_id": 0, "key": 1, "version": 1, "published_at": 1, **fields}},
    ]
    rows = await (await ChecklistVersionDocument.get_pymongo_collection().aggregate(pipeline)).to_list()
    return msgspec.convert(rows, list[ChecklistSummary])


@get(
    "/api/checklists/{key:str}/versions/{version:int}",
    access=DESK | FIELD,
    tags=["Checklists"],
    summary="A published version, which never changes",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_checklist(principal: CurrentPrincipal, key: FromPath[str], version: Version) -> ChecklistVersion:
    return _version(await checklist_for(principal, ChecklistRef(key=key, version=version)))


async def _definition(request: Request[Principal, Any, Any]) -> tuple[Checklist, list[Fault]]:
    """The checklist in the body and its warnings. Raises `invalid_checklist` with every fault."""
    is_yaml = "yaml" in request.headers.get("content-type", "")
    # A large definition takes longer to read than other requests should wait.
    checklist, faults = await asyncio.to_thread(parse_definition, await request.body(), is_yaml)
    errors = errors_of(faults)
    if checklist is None or errors:
        raise Problem("invalid_checklist", f"{len(errors)} fault(s).", faults=faults)
    return checklist, faults


def _version(doc: ChecklistVersionDocument, warnings: list[Fault] | None = None) -> ChecklistVersion:
    return ChecklistVersion(
        key=doc.key,
        version=doc.version,
        definition=doc.definition,
        changes=doc.changes,
        published_at=doc.published_at,
        published_by=doc.published_by,
        warnings=warnings or [],
    )


ROUTES = [check_checklist, post_checklist, list_checklists, read_checklist]
