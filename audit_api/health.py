"""For whoever watches over the process."""

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath
from pymongo.errors import PyMongoError
from pymongo.read_preferences import ReadPreference

from audit_api.access import PUBLIC
from audit_api.injected import AppClient
from audit_api.problems import CATALOGUE, Problem, documented


class Health(msgspec.Struct):
    status: str


class ProblemPage(msgspec.Struct, kw_only=True):
    """What a problem code means; the address is the `type` of the problem."""

    code: str
    status: int
    title: str


@get("/health/live", access=PUBLIC, tags=["Health"], summary="The process answers")
async def live() -> Health:
    return Health("live")


@get(
    "/health/ready",
    access=PUBLIC,
    tags=["Health"],
    summary="A MongoDB primary is reachable and every index is built",
    responses=documented(),
)
async def ready(client: AppClient, request: Request[Any, Any, Any]) -> Response[Health]:
    try:
        await client.admin.command("ping", read_preference=ReadPreference.PRIMARY)
    except PyMongoError:
        raise Problem("database_unavailable", headers={"Retry-After": "5"}) from None
    return Response(Health("ready"), headers={"Cache-Control": "no-store"})


@get(
    "/problems/{code:str}",
    access=PUBLIC,
    tags=["Health"],
    summary="What a problem code means",
    responses=documented("invalid_parameter", "not_found"),
)
async def describe_problem(code: FromPath[str]) -> ProblemPage:
    if code not in CATALOGUE:
        raise Problem("not_found")
    status, title = CATALOGUE[code]
    return ProblemPage(code=code, status=status, title=title)


ROUTES = [live, ready, describe_problem]
