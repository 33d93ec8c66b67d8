"""Structured logs: one line per request, every line with its request id."""

import logging
import re
import sys
import time
from typing import Any
from uuid import uuid4

import msgspec
import structlog
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, clear_contextvars

from audit_api.settings import Settings

REQUEST_ID_HEADER = "X-Request-Id"
REASON_LENGTH = 200
# A caller may bring its own id so that both logs agree, but not write into ours.
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
# Whoever has a share link's token sees what is shared: it is in no log.
_TOKEN = re.compile(r"^(/api/shared/)[^/]+")
_log = structlog.get_logger("http")


def configure_logs(settings: Settings) -> None:
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    last: Any = structlog.dev.ConsoleRenderer()
    if settings.log_format == "json":
        last = structlog.processors.JSONRenderer(serializer=lambda event, **_: msgspec.json.encode(event).decode())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.StackInfoRenderer(),
            structlog.processors.format_exc_info if settings.log_format == "json" else _unchanged,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # Standard output belongs to commands that print results.
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING)


def reason_of(exc: Exception) -> str:
    """What went wrong, cut to what fits into a line."""
    return f"{type(exc).__name__}: {str(exc)[:REASON_LENGTH]}"


def _unchanged(_: Any, __: str, event: Any) -> Any:
    return event


def request_logging(app: ASGIApp) -> ASGIApp:
    """Gives every request an id, returns it as a header, and logs one line when it is answered.

    Wraps the whole application: what the framework refuses by itself is seen here, too.
    """

    async def logged(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope["request_id"] = request_id  # type: ignore[typeddict-unknown-key]
        clear_contextvars()
        bind_contextvars(request_id=request_id)
        began, status = time.perf_counter(), 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableScopeHeaders(message)
                headers[REQUEST_ID_HEADER] = request_id
                headers["X-Content-Type-Options"] = "nosniff"
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            await app(scope, receive, send_with_id)
        finally:
            took = round((time.perf_counter() - began) * 1000, 1)
            path = _TOKEN.sub(r"\1…", scope["path"])
            _log.info("request", method=scope["method"], path=path, status=status, ms=took)

    return logged


def _request_id(scope: HTTPScope) -> str:
    given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
    return given.decode() if _REQUEST_ID.fullmatch(given) else uuid4().hex
