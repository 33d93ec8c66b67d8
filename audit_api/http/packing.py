"""Text is compressed for the way, in a thread: compressing a large answer here would hold up everybody else."""

import asyncio
import zlib
from typing import Any

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

LEVEL = 6
LEAST_BYTES, MOST_BYTES = 1_000, 4_194_304
AT_ONCE_BYTES = 16_384
"""So little is compressed in less time than another thread takes to begin."""
GZIP = 16 + zlib.MAX_WBITS
# Photos, fonts and workbooks are dense already.
TEXTS = ("text/", "application/json", "application/javascript", "application/manifest+json", "image/svg+xml")


def packing(app: ASGIApp) -> ASGIApp:
    """Compresses what is text and of a known length; what is streamed goes on its way as it is made."""

    async def packed(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and scope["method"] == "GET":
            send = _Packer(send, wanted=_takes_gzip(scope)).send
        await app(scope, receive, send)

    return packed


class _Packer:
    """Compresses one answer, which is held back until it is whole."""

    def __init__(self, send: Send, *, wanted: bool) -> None:
        self._send, self._wanted = send, wanted
        self._start: Any = None
        self._body = bytearray()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_packable(message):
            MutableScopeHeaders(message).add("Vary", "Accept-Encoding")
            if self._wanted:
                self._start = message
                return
        if message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._send_packed()
            return
        await self._send(message)

    async def _send_packed(self) -> None:
        body = bytes(self._body)
        packed = compressed(body) if len(body) <= AT_ONCE_BYTES else await asyncio.to_thread(compressed, body)
        headers = MutableScopeHeaders(self._start)
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(packed))
        if (etag := headers.get("ETag")) and not etag.startswith("W/"):
            headers["ETag"] = f"W/{etag}"  # other bytes than those that it was made of
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": packed, "more_body": False})


def _is_packable(start: Any) -> bool:
    headers = MutableScopeHeaders(start)
    length = headers.get("Content-Length", "")
    return (
        start["status"] == 200
        and "Content-Encoding" not in headers
        and headers.get("Content-Type", "").startswith(TEXTS)
        and length.isdecimal()
        and LEAST_BYTES <= int(length) <= MOST_BYTES
    )


def _takes_gzip(scope: HTTPScope) -> bool:
    accepted = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"")
    codings = [coding.partition(b";") for coding in accepted.lower().replace(b" ", b"").split(b",")]
    return any(coding == b"gzip" and quality not in (b"q=0", b"q=0.0") for coding, _, quality in codings)


def compressed(body: bytes) -> bytes:
    packer = zlib.compressobj(LEVEL, wbits=GZIP)
    return packer.compress(body) + packer.flush()
