"""What is written down of a request."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from audit_api import logs


def logged(path: str, monkeypatch: pytest.MonkeyPatch) -> str:
    said: list[dict[str, Any]] = []
    monkeypatch.setattr(logs, "_log", SimpleNamespace(info=lambda _, **facts: said.append(facts)))

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def sent(message: Any) -> None:
        pass

    scope: Any = {"type": "http", "method": "GET", "path": path, "headers": []}
    served: Any = logs.request_logging(app)
    asyncio.run(served(scope, sent, sent))
    return str(said[0]["path"])


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/api/shared/s3cret", "/api/shared/…"),
        ("/api/shared/s3cret/pictures/1/thumbnail", "/api/shared/…/pictures/1/thumbnail"),
        ("/api/audits", "/api/audits"),
    ],
)
def test_whoever_reads_the_logs_cannot_open_a_share_link(
    path: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert logged(path, monkeypatch) == expected
