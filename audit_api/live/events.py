"""Changes as they happen, as server-sent events."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, get
from litestar.params import QueryParameter
from litestar.response import Stream

from audit_api.access import DESK
from audit_api.live.changes import Live
from audit_api.live.history import Message
from audit_api.people.auth import Principal
from audit_api.problems import documented

HEARTBEAT_SECONDS = 15.0
"""Proxies give up a connection that is silent for a minute."""
SECONDS_MAX = 3600
RETRY_MS = 2000

AGE_MAX = 30 * 24 * 3600

Age = Annotated[
    int | None,
    QueryParameter(
        ge=0,
        le=AGE_MAX,
        description="So many seconds ago was read what the page shows: without a `Last-Event-ID` it is told what "
        "changed since. What changed may be told although the page knows it.",
    ),
]
Seconds = Annotated[int, QueryParameter(ge=0, le=SECONDS_MAX, description="The stream ends after so long.")]


@get(
    "/api/events",
    access=DESK,
    tags=["Events"],
    summary="Which branches change, as server-sent events; `Last-Event-ID` goes on after a cut",
    media_type="text/event-stream",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_events(request: Request[Principal, Any, Any], seconds: Seconds = SECONDS_MAX, age: Age = None) -> Stream:
    stream = _stream(request, request.app.state.live, seconds, age)
    return Stream(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def _stream(
    request: Request[Principal, Any, Any], live: Live, seconds: int, age: int | None
) -> AsyncGenerator[bytes, None]:
    """Ends with the session, with the process, and after `seconds`."""
    ends_at = asyncio.get_running_loop().time() + seconds
    listener = await live.listen(request.user, request.headers.get("last-event-id"), age)
    try:
        yield f"retry: {RETRY_MS}\nid: {_one_line(listener.begins)}\nevent: ready\ndata: {{}}\n\n".encode()
        while (left := ends_at - asyncio.get_running_loop().time()) > 0:
            try:
                message = await asyncio.wait_for(listener.next(), min(left, HEARTBEAT_SECONDS))
            except TimeoutError:
                if not await _signed_in(request):
                    return
                yield b":\n\n"
                continue
            if message is None:
                return
            yield _event(message)
    finally:
        live.leave(listener)


def _event(message: Message) -> bytes:
    name, data = ("missed", b"{}") if message.change is None else ("change", msgspec.json.encode(message.change))
    return f"id: {message.id}\nevent: {name}\ndata: ".encode() + data + b"\n\n"


def _one_line(text: str) -> str:
    """What a client sends comes back to it as one field."""
    return "".join(text.splitlines())[:100]


async def _signed_in(request: Request[Principal, Any, Any]) -> bool:
    """Should the stream have missed the end of the session, this does not."""
    session = await request.app.state.sessions.ask(request.user.session_id)
    return session is not None and session["expires_at"] > datetime.now(UTC)


ROUTES = [read_events]
