"""The built pages of `web/`, served by the application itself."""

from pathlib import Path
from typing import Any

import structlog
from litestar import Request, Response, Router
from litestar.datastructures import CacheControlHeader
from litestar.exceptions import InternalServerException
from litestar.static_files import create_static_files_router

from audit_api.access import PUBLIC
from audit_api.problems import ProblemDetails, answer_problem, not_found

DIST = Path(__file__).parent.parent / "web" / "dist"
YEAR_SECONDS = 31_536_000
# Everything comes from here; photos taken on the phone are shown from blobs.
POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def _no_such_page(request: Request[Any, Any, Any], _: Exception) -> Response[ProblemDetails]:
    return answer_problem(request, not_found())


# An address that no file system can hold: a null byte, a name too long.
UNREADABLE: dict[int | type[Exception], Any] = {
    ValueError: _no_such_page,
    OSError: _no_such_page,
    InternalServerException: _no_such_page,  # what the framework makes of an OSError
}


def routers(built: Path | None) -> list[Router]:
    """Assets carry a hash in their names and never change; everything else is asked for anew."""
    dist = built or DIST
    if not dist.is_dir():
        structlog.get_logger("start").warning("pages_not_built", hint="run `make setup`", path=str(dist))
        return []
    assets = create_static_files_router(
        "/assets",
        [dist / "assets"],
        name="assets",
        cache_control=CacheControlHeader(public=True, max_age=YEAR_SECONDS, immutable=True),
        opt={"access": PUBLIC},
        after_request=_secured,
        exception_handlers=UNREADABLE,
    )
    pages = create_static_files_router(
        "/",
        [dist],
        name="pages",
        html_mode=True,
        cache_control=CacheControlHeader(no_cache=True),
        opt={"access": PUBLIC},
        after_request=_secured,
        exception_handlers=UNREADABLE,
    )
    return [assets, pages]


def _secured(response: Response[Any]) -> Response[Any]:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
