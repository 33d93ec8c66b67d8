"""PDFs sent along: checked from outside, kept as they are, handed out as downloads only."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from audit_api.appeals.paper_records import UNCLAIMED_MAX
from audit_api.settings import Settings
from tests.api.appealing import problem
from tests.api.cast import Cast, person
from tests.api.pictures import jpeg, pdf


def send(cast: Cast, content: bytes, name: str = "roster.pdf", who: str = "manager", **more: Any) -> httpx.Response:
    paper_id = more.get("paper_id") or uuid4()
    return cast.person(who).http.put(f"/api/papers/{paper_id}", params={"name": name}, content=content)


def test_a_paper_is_served_as_a_download_and_nothing_else(cast: Cast) -> None:
    content = pdf()
    name = "Schichtplan “Mai”.pdf"
    receipt = send(cast, content, name).raise_for_status().json()
    assert (receipt["name"], receipt["bytes"]) == (name, len(content))
    got = cast.manager.http.get(f"/api/papers/{receipt['id']}")
    assert got.content == content
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-disposition"] == (
        "attachment; filename=\"paper.pdf\"; filename*=UTF-8''Schichtplan%20%E2%80%9CMai%E2%80%9D.pdf"
    )
    assert got.headers["content-security-policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 415, "paper_type_unsupported"),
        (b"<html><script>alert(1)</script>", 415, "paper_type_unsupported"),
        (b"<script>alert(1)</script>" + pdf(), 415, "paper_type_unsupported"),
        (jpeg(), 415, "paper_type_unsupported"),
        (pdf(tail=b"PK\x03\x04" + bytes(2000)), 415, "paper_type_unsupported"),
        (pdf()[:-8], 415, "paper_type_unsupported"),
        (pdf("<</S /JavaScript /JS (app.alert(1))>>"), 422, "paper_active"),
        (pdf("<</S /Launch /F (calc.exe)>>"), 422, "paper_active"),
        (pdf("<</Type /EmbeddedFile>>"), 422, "paper_active"),
    ],
    ids=["empty", "page", "page before", "picture", "archive behind", "cut off", "script", "launch", "file inside"],
)
def test_what_is_no_plain_pdf_is_refused(cast: Cast, content: bytes, status: int, code: str) -> None:
    paper_id = uuid4()
    assert problem(send(cast, content, paper_id=paper_id)) == (status, code)
    assert cast.manager.http.get(f"/api/papers/{paper_id}").status_code == 404


def test_a_large_file_is_refused(cast: Cast, api_settings: Settings) -> None:
    largest = pdf() + b"\n" * (api_settings.paper_max_bytes - len(pdf()))
    assert problem(send(cast, largest + b"\n")) == (413, "paper_too_large")
    body = pdf("x" * (api_settings.paper_max_bytes - len(pdf("")) - 1))
    send(cast, body).raise_for_status()


@pytest.mark.parametrize("name", ["", "a/b.pdf", "..\\a.pdf", "a\r\nX-Evil: 1.pdf", "a\x00.pdf", "x" * 121])
def test_a_name_is_one_name(cast: Cast, name: str) -> None:
    assert problem(send(cast, pdf(), name)) == (400, "invalid_parameter")


def test_a_paper_sent_again_is_one_paper(cast: Cast) -> None:
    paper_id, content = uuid4(), pdf()
    first = send(cast, content, paper_id=paper_id).raise_for_status().content
    assert send(cast, content, paper_id=paper_id).content == first
    assert problem(send(cast, pdf("other"), paper_id=paper_id)) == (409, "paper_differs")
    assert problem(send(cast, content, "other.pdf", paper_id=paper_id)) == (409, "paper_differs")
    assert problem(send(cast, content, who="neighbour", paper_id=paper_id)) == (409, "paper_differs")
    assert cast.neighbour.http.get(f"/api/papers/{paper_id}").status_code == 404
    assert cast.reviewer.http.get(f"/api/papers/{paper_id}").status_code == 404


def test_nobody_hoards_papers(cast: Cast, new_client: Any) -> None:
    hoarder = person(cast.admin.http, new_client, "manager", [cast.region])
    ids = [uuid4() for _ in range(UNCLAIMED_MAX)]
    for paper_id in ids:
        hoarder.http.put(f"/api/papers/{paper_id}", params={"name": "a.pdf"}, content=pdf()).raise_for_status()
    refused = hoarder.http.put(f"/api/papers/{uuid4()}", params={"name": "a.pdf"}, content=pdf())
    assert problem(refused) == (429, "too_many_uploads")
    audit_id, body = cast.finalised(), {"items": ["tone"], "reason": "See there.", "papers": [str(ids[0])]}
    hoarder.http.put(f"/api/audits/{audit_id}/appeals/{uuid4()}", json=body).raise_for_status()
    hoarder.http.put(f"/api/papers/{uuid4()}", params={"name": "a.pdf"}, content=pdf()).raise_for_status()
