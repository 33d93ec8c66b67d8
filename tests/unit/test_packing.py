"""What is compressed arrives as it was, whatever its size and pieces; what should not be compressed is left alone."""

import asyncio
import gzip
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_api.http.packing import AT_ONCE_BYTES, LEAST_BYTES, MOST_BYTES, packing

Headers = dict[str, str]
JSON = {"content-type": "application/json"}


def answered(
    pieces: list[bytes], headers: Headers, *, accepts: str = "gzip", method: str = "GET", status: int = 200
) -> tuple[Headers, list[bytes]]:
    """Headers and pieces that reach the client."""
    sent: list[Any] = []

    async def app(_: Any, __: Any, send: Any) -> None:
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        for n, piece in enumerate(pieces, 1):
            await send({"type": "http.response.body", "body": piece, "more_body": n < len(pieces)})

    async def send(message: Any) -> None:
        sent.append(message)

    scope: Any = {"type": "http", "method": method, "headers": [(b"accept-encoding", accepts.encode())]}
    asyncio.run(packing(app)(scope, None, send))  # type: ignore[arg-type]
    found = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return found, [message["body"] for message in sent[1:]]


def sized(body: bytes, **headers: str) -> Headers:
    return {**JSON, "content-length": str(len(body)), **headers}


@given(st.integers(LEAST_BYTES, 3 * AT_ONCE_BYTES), st.integers(1, 4))
def test_it_arrives_as_it_was(size: int, parts: int) -> None:
    body = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    pieces = [body[n * size // parts : (n + 1) * size // parts] for n in range(parts)]
    headers, [packed] = answered(pieces, sized(body))
    assert gzip.decompress(packed) == body
    assert (headers["content-encoding"], headers["content-length"]) == ("gzip", str(len(packed)))
    assert headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        ({"content-type": "image/jpeg"}, {}),
        ({"content-type": "text/html", "content-encoding": "br"}, {}),
        (JSON, {"accepts": "identity"}),
        (JSON, {"accepts": "br, gzip;q=0"}),
        (JSON, {"method": "POST"}),
        (JSON, {"method": "HEAD"}),
        (JSON, {"status": 206}),
        (JSON, {"status": 404}),
    ],
)
def test_what_is_not_to_be_compressed_is_left_alone(headers: Headers, asked: dict[str, Any]) -> None:
    body = b"x" * 5_000
    given_headers = {**headers, "content-length": "5000"}
    found, pieces = answered([body], given_headers, **asked)
    assert pieces == [body]
    assert {name: found[name] for name in given_headers} == given_headers


@pytest.mark.parametrize("size", [0, LEAST_BYTES - 1, MOST_BYTES + 1])
def test_what_is_too_small_or_too_large_is_left_alone(size: int) -> None:
    body = b"x" * size
    assert answered([body], sized(body))[1] == [body]


def test_a_stream_goes_on_piece_by_piece() -> None:
    pieces = [b"data: 1\n\n" * 500, b"data: 2\n\n" * 500]
    headers, sent = answered(pieces, {"content-type": "text/event-stream"})
    assert sent == pieces
    assert "content-encoding" not in headers


def test_its_version_is_a_weak_one() -> None:
    body = b"x" * 5_000
    assert answered([body], sized(body, etag='"7"'))[0]["etag"] == 'W/"7"'
    assert answered([body], sized(body, etag='"7"'), accepts="")[0]["etag"] == '"7"'
