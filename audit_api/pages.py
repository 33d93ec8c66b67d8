"""The built pages of `web/`, served by the application itself."""

from pathlib import Path
from typing import Any

import structlog
from litestar import Response, Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from audit_api.access import PUBLIC

DIST = Path(__file__).parent.parent / "web" / "dist"
YEAR_SECONDS = 31_536_000
# Everything comes from here; photos taken on the phone are shown from blobs.
POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def routers(dist: Path = DIST) -> list[Router]:
    """Assets carry a hash in their names and never change; everything else is asked for anew."""
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
    )
    pages = create_static_files_router(
        "/",
        [dist],
        name="pages",
        html_mode=True,
        cache_control=CacheControlHeader(no_cache=True),
        opt={"access": PUBLIC},
        after_request=_secured,
    )
    return [assets, pages]


def _secured(response: Response[Any]) -> Response[Any]:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
