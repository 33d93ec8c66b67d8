"""Signing in and out."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK
from msgspec import Meta

from audit_api.access import EVERYONE, PUBLIC
from audit_api.http.bodies import Body
from audit_api.injected import AppSettings, CurrentPrincipal
from audit_api.people import auth
from audit_api.people.auth import COOKIE
from audit_api.people.identity import Me, me
from audit_api.problems import documented
from audit_api.settings import Settings

DAY_SECONDS = 86_400
CREDENTIALS_MAX_BYTES = 4096  # anyone may send these


class Credentials(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`transport`: `cookie` for pages (the token is never visible to scripts), `bearer` for other clients."""

    account: Annotated[str, Meta(max_length=100)]
    password: Annotated[str, Meta(max_length=1000)]
    transport: Literal["cookie", "bearer"] = "cookie"


@post(
    "/api/session",
    dto=Body[Credentials],
    request_max_body_size=CREDENTIALS_MAX_BYTES,
    return_dto=None,
    status_code=HTTP_200_OK,
    access=PUBLIC,
    tags=["Session"],
    summary="Sign in",
    responses=documented(
        "malformed_request",
        "wrong_credentials",
        "cross_site_request",
        "body_too_large",
        "invalid_body",
        "too_many_attempts",
    ),
)
async def sign_in(data: JSONBody[Credentials], request: Request[Any, Any, Any], settings: AppSettings) -> Response[Me]:
    if data.transport == "cookie":
        auth.refuse_other_sites(request)
    address = request.client.host if request.client else "unknown"
    token, principal = await auth.sign_in(data.account, data.password, address, settings)
    if data.transport == "bearer":
        return Response(me(principal, token))
    return Response(me(principal), cookies=[_cookie(token, settings, settings.session_days * DAY_SECONDS)])


@get("/api/session", access=EVERYONE, tags=["Session"], summary="Who am I", responses=documented("not_signed_in"))
async def read_session(principal: CurrentPrincipal) -> Me:
    return me(principal)


@delete(
    "/api/session",
    access=EVERYONE,
    tags=["Session"],
    summary="Sign out",
    responses=documented("not_signed_in", "cross_site_request"),
)
async def sign_out(principal: CurrentPrincipal, settings: AppSettings) -> Response[None]:
    await auth.sign_out(principal)
    return Response(None, cookies=[_cookie("", settings, 0)])


def _cookie(token: str, settings: Settings, max_age: int) -> Cookie:
    return Cookie(
        key=COOKIE,
        value=token,
        path="/",
        max_age=max_age,
        httponly=True,
        secure=settings.cookie_secure,
        samesite="strict",
    )


ROUTES = [sign_in, read_session, sign_out]
