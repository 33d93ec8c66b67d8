"""A bad network: a small HTTP proxy between the browser and the server that does as its rules tell.

The browser's origin is the proxy. Every connection carries one request, so that a fate meets exactly one.
"""

import asyncio
import re
import threading
import time
from collections.abc import Coroutine
from email.parser import BytesHeaderParser
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlsplit

from tests.e2e.phone.weather import Answer, Cut, Exchange, Fate, Hang, LoseAnswer, Pass, Rule

T = TypeVar("T")
AUDIT, UPLOAD, CREATION = "^/api/audits/", "^/api/uploads/", "^/api/uploads$"
PIECE = 16_384
_HOP = ("connection", "keep-alive", "transfer-encoding", "accept-encoding")
_BROKEN = (ConnectionError, asyncio.IncompleteReadError, TimeoutError, OSError)


class Proxy:
    """Listens in a thread, on a port of its own, until `close`; `address` is what the browser opens."""

    def __init__(self, upstream: str) -> None:
        self.upstream = urlsplit(upstream)
        self.log: list[Exchange] = []
        self._rules: list[Rule] = []
        # The event loop itself would forget whoever waits for a connection that nobody else holds.
        self._connections: set[asyncio.Task[Any]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._connected, "127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def rule(self, method: str, path: str, fate: Fate, times: int = 1, skip: int = 0) -> Rule:
        """Of several rules that match, the first one decides."""
        made = Rule(method, re.compile(path), fate, times, skip)
        self._rules.append(made)
        return made

    def peace(self) -> None:
        self._rules.clear()

    def requests(self, method: str, path: str) -> list[Exchange]:
        wanted = re.compile(path)
        return [one for one in list(self.log) if one.method == method and wanted.search(one.path)]

    def close(self) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _end(self) -> None:
        self._server.close()
        mine = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not mine]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)
        try:
            exchange = await self._heard(reader)
            await self._meet(exchange, reader, writer)
        except (*_BROKEN, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            writer.close()

    async def _heard(self, reader: asyncio.StreamReader) -> Exchange:
        head = await reader.readuntil(b"\r\n\r\n")
        first, _, rest = head.partition(b"\r\n")
        method, path, _ = first.decode("latin-1").split(" ", 2)
        exchange = Exchange(time.monotonic(), method, path, _headers(rest))
        exchange.fate = next((rule.fate for rule in self._rules if rule.meets(method, path)), exchange.fate)
        self.log.append(exchange)
        return exchange

    async def _meet(self, exchange: Exchange, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fate = exchange.fate
        if isinstance(fate, Answer):
            await _body(exchange, reader)
            exchange.body = b""
            await _reply(exchange, writer, fate)
        elif isinstance(fate, Hang):
            await asyncio.sleep(fate.seconds)
            writer.transport.abort()
        else:
            await self._forward(exchange, reader, writer)

    async def _forward(self, exchange: Exchange, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fate = exchange.fate
        if isinstance(fate, Pass) and fate.delay:
            await asyncio.sleep(fate.delay)
        up_reader, up_writer = await asyncio.open_connection(self.upstream.hostname, self.upstream.port)
        try:
            up_writer.write(_head(exchange))
            await _body(exchange, reader, up_writer, fate.after if isinstance(fate, Cut) else None)
            if isinstance(fate, Cut):
                await asyncio.sleep(fate.silence)
                writer.transport.abort()
                return
            whole = await up_reader.read()
            if not whole:
                raise ConnectionResetError
            if isinstance(fate, LoseAnswer):
                if fate.then is not None:
                    await asyncio.to_thread(fate.then)
                writer.transport.abort()
                return
            await _pass_back(exchange, whole, writer)
        finally:
            up_writer.close()


def _headers(lines: bytes) -> dict[str, str]:
    return {name.lower(): value for name, value in BytesHeaderParser().parsebytes(lines).items()}


def _head(exchange: Exchange) -> bytes:
    """The browser's head with its `Host`: addresses that the server makes must lead through the proxy again."""
    lines = [f"{exchange.method} {exchange.path} HTTP/1.1", "connection: close"]
    lines += [f"{name}: {value}" for name, value in exchange.headers.items() if name not in _HOP]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


async def _body(
    exchange: Exchange, reader: asyncio.StreamReader, to: asyncio.StreamWriter | None = None, limit: int | None = None
) -> None:
    """Reads the body and passes it on, up to `limit` bytes of it."""
    left = int(exchange.headers.get("content-length", 0))
    if limit is not None:
        left = min(left, limit)
    while left:
        piece = await reader.read(min(PIECE, left))
        if not piece:
            raise ConnectionResetError
        left -= len(piece)
        exchange.body += piece
        if to is not None:
            to.write(piece)
            await to.drain()


async def _pass_back(exchange: Exchange, whole: bytes, writer: asyncio.StreamWriter) -> None:
    head, _, body = whole.partition(b"\r\n\r\n")
    first, _, rest = head.partition(b"\r\n")
    exchange.answer = _headers(rest)
    exchange.status = int(first.split(b" ")[1])
    lines = [line for line in rest.split(b"\r\n") if line.split(b":")[0].strip().lower() != b"connection"]
    writer.write(b"\r\n".join([first, *lines, b"connection: close", b"", b""]) + body)
    await writer.drain()


async def _reply(exchange: Exchange, writer: asyncio.StreamWriter, answer: Answer) -> None:
    exchange.status, exchange.answer = answer.status, answer.headers
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}", "connection: close"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    lines += [f"content-length: {len(answer.body)}", "", ""]
    writer.write("\r\n".join(lines).encode("latin-1") + answer.body)
    await writer.drain()
