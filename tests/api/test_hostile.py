"""What strangers, broken clients and wrong clocks send: a clear answer, never a 500, and nobody else waits."""

import json
import socket
from collections.abc import Callable
from queue import Queue
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest

from checklists.decoding import decode
from tests.api import samples
from tests.api.cast import Cast

NewClient = Callable[[], httpx.Client]
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "body",
    [
        b'{"account": 5, ',
        b'{"account": 5, "password": "\xff"}',
        b'{"account": 1e999, "password": "x"}',
        b'{"account": ' + b"9" * 3000 + b"}",
        b"[" * 3000,
        b"\x00",
        b'{"account": "\\ud800", "password": 1}',
    ],
)
def test_a_body_that_is_wrong_in_two_ways_is_still_answered(new_client: NewClient, body: bytes) -> None:
    answer = new_client().post("/api/session", content=body, headers=JSON)
    assert answer.status_code in (400, 422), answer.text
    assert answer.json()["code"] in ("malformed_request", "invalid_body")


def test_nobody_sends_large_credentials(new_client: NewClient) -> None:
    answer = new_client().post("/api/session", json={"account": "a", "password": "x", "more": ["x"] * 5000})
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_enormous_bodies_are_not_explained_one_by_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Explaining them all took longer by far than sending them, and everybody else waited."""
    explained: list[int] = []

    def explain(data: Any, wanted: Any) -> Any:
        explained.append(len(data["answers"]))
        return decode(data, wanted)

    monkeypatch.setattr("audit_api.http.bodies.decode", explain)
    body = samples.submission(cast.assign())
    codes = []
    for wrong in (5, 90_000):
        body["answers"] |= {f"k{n}": 5 for n in range(wrong)}
        answer = cast.shopper.http.put(f"/api/audits/{uuid4()}", json=body)
        codes.append((answer.status_code, answer.json()["faults"][0]["code"]))
    assert codes == [(422, "malformed"), (422, "too_large")]
    assert explained == [11]


@pytest.mark.parametrize("clock", ["2026-01-01T00:00:00", "yesterday", "", "9999-99-99T00:00:00Z"])
def test_a_senseless_device_clock_does_not_keep_an_audit_out(cast: Cast, clock: str) -> None:
    audit_id, body = uuid4(), samples.submission(cast.assign())
    cast.shopper.http.put(f"/api/audits/{audit_id}", json=body, headers={"Device-Clock": clock}).raise_for_status()
    assert cast.reviewer.http.get(f"/api/audits/{audit_id}").json()["device_skew_seconds"] is None


def test_an_audit_from_a_clock_in_the_future_counts_from_when_it_came(cast: Cast) -> None:
    today = f"{samples.BEGAN:%Y-%m-%d}"
    body = json.loads(json.dumps(samples.submission(cast.assign())).replace(today, "2099-11-02"))
    audit_id = uuid4()
    cast.shopper.http.put(f"/api/audits/{audit_id}", json=body).raise_for_status()
    seen = cast.reviewer.http.get(f"/api/audits/{audit_id}").json()
    assert seen["submission"]["started_at"].startswith("2099")
    listed = cast.reviewer.http.get("/api/audits", params={"since": "2098-01-01T00:00:00Z"}).json()["audits"]
    assert str(audit_id) not in [audit["id"] for audit in listed]


@pytest.mark.parametrize(
    "params", [{"since": "0001-01-01T00:00:00+14:00"}, {"until": "9999-12-31T23:59:59-14:00"}], ids=["first", "last"]
)
def test_moments_at_the_end_of_time(cast: Cast, params: dict[str, Any]) -> None:
    assert cast.reviewer.http.get("/api/audits", params=params).status_code in (200, 400)


@pytest.mark.parametrize("path", ["/%00", "/assets/%00", "/" + "a" * 5000, "/api/nothing"])
def test_addresses_that_cannot_exist(new_client: NewClient, path: str) -> None:
    assert new_client().get(path).status_code == 404


class Requests:
    """Takes the place of the log, and tells of each request how it ended."""

    def __init__(self) -> None:
        self._ended: Queue[dict[str, Any]] = Queue()

    def info(self, _: str, **request: Any) -> None:
        self._ended.put(request)

    def status_of(self, path: str) -> int:
        while (request := self._ended.get(timeout=30))["path"] != path:
            continue
        return int(request["status"])


def test_who_hangs_up_is_no_error_of_ours(
    cast: Cast, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    requests, path = Requests(), f"/api/audits/{uuid4()}"
    monkeypatch.setattr("audit_api.logs._log", requests)
    url = urlsplit(str(cast.shopper.http.base_url))
    token = cast.shopper.http.headers["Authorization"]
    head = f"PUT {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\nContent-Length: 1000\r\n\r\n{{"
    with socket.create_connection((url.hostname or "", url.port or 0)) as connection:
        connection.sendall(head.encode())
    assert requests.status_of(path) == 400
    assert "internal_error" not in capfd.readouterr().err


def test_a_refusal_by_the_framework_carries_a_request_id(new_client: NewClient) -> None:
    http = new_client()
    for method, path in (("GET", "/api/nothing"), ("DELETE", "/api/audits")):
        answer = http.request(method, path)
        assert answer.headers["X-Request-Id"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert http.get("/api/session").headers["Cache-Control"] == "no-store"
