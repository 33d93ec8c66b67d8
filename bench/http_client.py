"""The cheapest HTTP client that will do, so that the bench measures the server and not itself."""

import asyncio
import time
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

Request = tuple[str, str, bytes]  # method, path, body


async def send_all(address: str, token: str, requests: Iterable[Request], at_once: int) -> float:
    """Seconds for all requests over `at_once` kept-alive connections. Raises on any status but 200."""
    waiting = iter(list(requests))
    began = time.perf_counter()
    await asyncio.gather(*(_connection(address, token, waiting) for _ in range(at_once)))
    return time.perf_counter() - began


async def _connection(address: str, token: str, waiting: Iterator[Request]) -> None:
    url = urlsplit(address)
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    for method, path, body in waiting:
        head = f"{method} {path} HTTP/1.1\r\nHost: {url.netloc}\r\nAuthorization: Bearer {token}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await _answer(reader)
    writer.close()
    await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    body = await reader.readexactly(int(lengths[0].split(b":")[1]))
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"{head.decode()}{body.decode()}")
