"""Health, errors, the description of the API, and what happens when MongoDB is away."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from audit_api.embedded import embedded_mongodb, free_port
from audit_api.problems import CATALOGUE
from tests.api.cast import Cast, signed_in
from tests.api.process import ServerProcess, create_admin

NewClient = Callable[[], httpx.Client]


def test_health(new_client: NewClient) -> None:
    http = new_client()
    assert http.get("/health/live").json() == {"status": "live"}
    assert http.get("/health/ready").json() == {"status": "ready"}


def test_every_answer_carries_a_request_id(new_client: NewClient) -> None:
    http = new_client()
    assert re.fullmatch(r"[0-9a-f]{32}", http.get("/health/live").headers["X-Request-Id"])
    assert http.get("/health/live", headers={"X-Request-Id": "mine-1"}).headers["X-Request-Id"] == "mine-1"
    forged = http.get("/health/live", headers={"X-Request-Id": 'x", "level": "info'})
    assert forged.headers["X-Request-Id"] != 'x", "level": "info'
    problem = http.get("/api/session", headers={"X-Request-Id": "mine-2"}).json()
    assert problem["request_id"] == "mine-2"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/nothing/here", 404, "not_found"),
        ("GET", "/api/audits/not-a-uuid", 404, "not_found"),
        ("GET", "/api/checklists/any/versions/99999999999999999999", 400, "invalid_parameter"),
        ("PATCH", "/api/audits", 405, "method_not_allowed"),
    ],
)
def test_what_the_framework_refuses_is_a_problem_too(
    cast: Cast, method: str, path: str, status: int, code: str
) -> None:
    answer = cast.admin.http.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_scripts_and_pages_travel_compressed(new_client: NewClient) -> None:
    http = new_client()
    page = http.get("/")
    scripts = [http.get(path) for path in re.findall(r'/assets/[^"]+\.js', page.text)]
    # A few hundred bytes would only grow.
    large = [script for script in scripts if len(script.content) > 10_000]
    assert large
    for answer in (page, *large):
        assert answer.headers["content-encoding"] == "gzip" and answer.headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in http.get("/", headers={"accept-encoding": "identity"}).headers


def test_a_problem_type_leads_to_its_meaning(new_client: NewClient) -> None:
    http = new_client()
    problem = http.get("/api/session").json()
    page = http.get(problem["type"]).raise_for_status().json()
    assert (page["code"], page["status"]) == ("not_signed_in", 401)
    assert http.get("/problems/unheard_of").status_code == 404


def test_the_description_resolves_and_lists_problems(new_client: NewClient) -> None:
    schema = new_client().get("/api/openapi.json").json()
    names = set(schema["components"]["schemas"])
    referred = set(re.findall(r'"#/components/schemas/([^"]+)"', msgspec.json.encode(schema).decode()))
    assert referred <= names
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], (method, path)
            known = [code for response in operation["responses"].values() for code in _codes(response)]
            assert set(known) <= set(CATALOGUE), (method, path)
            foreign = [s for s, r in operation["responses"].items() if s >= "400" and not _codes(r)]
            assert foreign == [], (method, path)


def _codes(response: dict[str, Any]) -> list[str]:
    is_problem = "application/problem+json" in response.get("content", {})
    return re.findall(r"`(\w+)`", response["description"]) if is_problem else []


def test_an_outage_is_said_and_ends(tmp_path: Path) -> None:
    """MongoDB goes away and comes back: requests get 503 meanwhile, and nobody restarts the server."""
    port = free_port()
    with embedded_mongodb(tmp_path, port) as uri:
        create_admin(uri, "outage", "admin@test.example")
        server = ServerProcess(f"{uri}&serverSelectionTimeoutMS=500", "outage", LOG_LEVEL="error")
        server.start()
        http = signed_in(httpx.Client(base_url=server.address, timeout=30), "admin@test.example")
    try:
        _check_outage(http, tmp_path, port)
    finally:
        http.close()
        server.stop()


def _check_outage(http: httpx.Client, data_dir: Path, port: int) -> None:
    away = http.get("/api/programmes")
    assert (away.status_code, away.json()["code"]) == (503, "database_unavailable")
    assert int(away.headers["Retry-After"]) > 0
    assert http.get("/health/ready").status_code == 503
    assert http.get("/health/live").status_code == 200
    with embedded_mongodb(data_dir, port):
        assert http.get("/api/programmes").status_code == 200
        assert http.get("/health/ready").status_code == 200
