"""Photos in parts: begun, continued, refused, ended, and in the end photos like any other."""

import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest

from audit_api.uploads.records import CHUNK_BYTES
from tests.api import samples
from tests.api.cast import Cast
from tests.api.pictures import jpeg
from tests.api.server import ROUND_TRIPS
from tests.api.tus import TUS, PhotoUpload, encoded, metadata, noise, problem


@pytest.fixture
def upload(cast: Cast) -> PhotoUpload:
    return PhotoUpload(cast.shopper.http)


def test_a_photo_in_several_parts(upload: PhotoUpload, cast: Cast) -> None:
    begun = upload.begin()
    assert (begun.status_code, begun.headers["Location"], begun.headers["Upload-Offset"]) == (201, upload.path, "0")
    assert begun.content == b""
    expires = parsedate_to_datetime(begun.headers["Upload-Expires"])
    assert timedelta(days=29) < expires - datetime.now(UTC) <= timedelta(days=30)

    size, at = len(upload.content), 0
    for part in (1, 1000, size // 2, size):
        asked = upload.ask()
        assert (asked.headers["Upload-Offset"], asked.headers["Upload-Length"]) == (str(at), str(size))
        assert asked.headers["Cache-Control"] == "no-store"
        sent = upload.send(at, at + part)
        at = min(at + part, size)
        assert (sent.status_code, sent.headers["Upload-Offset"], sent.content) == (204, str(at), b"")
        assert ("Upload-Expires" in sent.headers) == (at < size)

    assert upload.offset() == size
    body = samples.submission(cast.assign(), photos=[upload.photo_id])
    receipt = cast.shopper.http.put(f"/api/audits/{uuid4()}", json=body).raise_for_status().json()
    [stored] = receipt["photos"]
    assert (stored["sha256"], stored["bytes"]) == (hashlib.sha256(upload.content).hexdigest(), size)


def test_a_piece_costs_four_round_trips(upload: PhotoUpload) -> None:
    upload.begin().raise_for_status()
    before = len(ROUND_TRIPS.commands)
    upload.send(0, 1000).raise_for_status()
    assert ROUND_TRIPS.commands[before:] == ["find", "find", "find", "insert"]


def test_a_large_photo_in_one_request(cast: Cast) -> None:
    upload = PhotoUpload(cast.shopper.http, noise(1400))
    assert len(upload.content) > 3 * CHUNK_BYTES
    upload.begin().raise_for_status()
    assert upload.send().status_code == 204
    assert upload.stored()


def test_it_is_the_same_photo_as_sent_at_once(upload: PhotoUpload, cast: Cast) -> None:
    upload.begin().raise_for_status()
    upload.send().raise_for_status()
    whole = cast.shopper.http.put(f"/api/photos/{upload.photo_id}", content=upload.content).raise_for_status().json()
    assert whole["sha256"] == hashlib.sha256(upload.content).hexdigest()
    other = cast.shopper.http.put(f"/api/photos/{upload.photo_id}", content=jpeg())
    assert (other.status_code, other.json()["code"]) == (409, "photo_differs")


def test_beginning_again_tells_how_far_it_has_come(upload: PhotoUpload) -> None:
    upload.begin().raise_for_status()
    upload.send(0, 1234).raise_for_status()
    again = upload.begin()
    assert (again.status_code, again.headers["Upload-Offset"], again.headers["Location"]) == (201, "1234", upload.path)
    upload.send(1234).raise_for_status()
    stored = upload.begin()
    assert (stored.status_code, stored.headers["Upload-Offset"]) == (201, str(len(upload.content)))
    assert "Upload-Expires" not in stored.headers


def test_begun_eight_times_at_once_it_is_one_upload(upload: PhotoUpload) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: upload.begin(), range(8)))
    assert {(answer.status_code, answer.headers["Upload-Offset"]) for answer in answers} == {(201, "0")}


def test_something_else_under_the_id_is_refused(upload: PhotoUpload, cast: Cast) -> None:
    other = PhotoUpload(cast.shopper.http, photo_id=upload.photo_id)
    theirs = PhotoUpload(cast.other_shopper.http, upload.content, upload.photo_id)
    upload.begin().raise_for_status()
    assert problem(other.begin()) == problem(theirs.begin()) == (409, "photo_differs")
    upload.send().raise_for_status()
    assert problem(other.begin()) == problem(theirs.begin()) == (409, "photo_differs")


def test_an_upload_is_its_owners(upload: PhotoUpload, cast: Cast) -> None:
    upload.begin().raise_for_status()
    theirs = PhotoUpload(cast.other_shopper.http, upload.content, upload.photo_id)
    assert theirs.ask().status_code == 404
    assert problem(theirs.send()) == problem(theirs.end()) == (404, "not_found")
    assert upload.offset() == 0


def test_of_eight_at_the_same_offset_one_wins(upload: PhotoUpload) -> None:
    upload.begin().raise_for_status()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: upload.send(0, 1000 + n), range(8)))
    won = [answer for answer in answers if answer.status_code == 204]
    lost = [answer for answer in answers if answer.status_code != 204]
    assert len(won) == 1
    assert {problem(answer) for answer in lost} == {(409, "upload_offset")}
    assert {answer.headers["Upload-Offset"] for answer in [*won, *lost]} == {str(upload.offset())}
    upload.send(upload.offset()).raise_for_status()
    assert upload.stored()


def test_the_last_byte_sent_eight_times_makes_one_photo(upload: PhotoUpload) -> None:
    last = len(upload.content) - 1
    upload.begin().raise_for_status()
    upload.send(0, last).raise_for_status()
    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(answer.status_code for answer in pool.map(lambda _: upload.send(last), range(8)))
    assert 204 in statuses and set(statuses) <= {204, 409}
    assert upload.stored()


@pytest.mark.parametrize("offset", [0, 999, 1001])
def test_another_offset_is_refused_and_told(upload: PhotoUpload, offset: int) -> None:
    upload.begin().raise_for_status()
    upload.send(0, 1000).raise_for_status()
    answer = upload.patch(offset, b"x" * 10)
    assert problem(answer) == (409, "upload_offset")
    assert (answer.headers["Upload-Offset"], upload.offset()) == ("1000", 1000)


def test_more_bytes_than_announced_are_refused(upload: PhotoUpload) -> None:
    upload.begin().raise_for_status()
    assert problem(upload.patch(0, upload.content + b"x")) == (413, "upload_too_long")
    assert upload.offset() == 0
    # Without a length of the body it is noticed when the bytes are there; those that fit are kept.
    assert problem(upload.patch(0, iter([upload.content[:10], upload.content]))) == (413, "upload_too_long")
    assert upload.offset() in (0, 10)
    upload.send(upload.offset()).raise_for_status()
    assert problem(upload.patch(len(upload.content), b"x")) == (413, "upload_too_long")


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_checksum_lets_only_what_is_right_in(upload: PhotoUpload, algorithm: str) -> None:
    def checksum(body: bytes) -> dict[str, str]:
        return {"Upload-Checksum": f"{algorithm} {base64.b64encode(hashlib.new(algorithm, body).digest()).decode()}"}

    upload.begin().raise_for_status()
    upload.send(0, 1000, headers=checksum(upload.content[:1000])).raise_for_status()
    assert problem(upload.send(1000, 2000, headers=checksum(upload.content[1000:2001]))) == (460, "checksum_mismatch")
    assert upload.offset() == 1000
    upload.send(1000, headers=checksum(upload.content[1000:])).raise_for_status()
    assert upload.stored()


def test_a_file_that_is_not_the_announced_one_ends_the_upload(upload: PhotoUpload) -> None:
    upload.said["sha256"] = "0" * 64
    upload.begin().raise_for_status()
    assert problem(upload.send()) == (460, "checksum_mismatch")
    assert upload.ask().status_code == 404
    assert not upload.stored()


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "photo_empty"),
        (b"GIF89a" + b"\0" * 64, 415, "photo_type_unsupported"),
        (jpeg(1)[:2000], 422, "photo_truncated"),
    ],
)
def test_a_refused_picture_ends_the_upload(cast: Cast, content: bytes, status: int, code: str) -> None:
    upload = PhotoUpload(cast.shopper.http, content)
    begun = upload.begin()
    answer = upload.send() if content else begun
    assert problem(answer) == (status, code)
    assert upload.ask().status_code == 404


def test_what_is_never_taken_is_refused_before_it_is_sent(upload: PhotoUpload) -> None:
    assert problem(upload.begin({"Upload-Length": str(26 * 1024 * 1024)})) == (413, "photo_too_large")
    upload.said["filetype"] = "video/mp4"
    assert problem(upload.begin()) == (415, "photo_type_unsupported")
    assert upload.ask().status_code == 404


def test_an_ended_upload_is_gone_and_may_begin_anew(upload: PhotoUpload) -> None:
    upload.begin().raise_for_status()
    upload.send(0, 1000).raise_for_status()
    ended = upload.end()
    assert (ended.status_code, ended.headers["Tus-Resumable"]) == (204, "1.0.0")
    assert upload.ask().status_code == 404
    assert problem(upload.send(1000)) == problem(upload.end()) == (404, "not_found")
    assert upload.begin().headers["Upload-Offset"] == "0"
    upload.send().raise_for_status()
    assert problem(upload.end()) == (409, "photo_stored")
    assert upload.stored()


def test_what_the_server_speaks(cast: Cast) -> None:
    spoken = cast.outsider.options("/api/uploads")
    assert (spoken.status_code, spoken.content) == (204, b"")
    assert {name: value for name, value in spoken.headers.items() if name.startswith("tus-")} == {
        "tus-resumable": "1.0.0",
        "tus-version": "1.0.0",
        "tus-extension": "creation,expiration,termination,checksum",
        "tus-max-size": str(25 * 1024 * 1024),
        "tus-checksum-algorithm": "sha1,sha256",
    }


@pytest.mark.parametrize("version", [{}, {"Tus-Resumable": "0.2.2"}])
def test_another_version_of_the_protocol_is_refused(upload: PhotoUpload, version: dict[str, str]) -> None:
    upload.begin().raise_for_status()
    for method in ("POST", "PATCH", "DELETE"):
        path = "/api/uploads" if method == "POST" else upload.path
        answer = upload.http.request(method, path, headers=version)
        assert (*problem(answer), answer.headers["Tus-Version"]) == (412, "tus_version", "1.0.0")
    assert upload.http.head(upload.path, headers=version).status_code == 412
    assert upload.offset() == 0


def test_another_type_of_body_is_refused(upload: PhotoUpload) -> None:
    upload.begin().raise_for_status()
    answer = upload.send(headers={"Content-Type": "image/jpeg"})
    assert problem(answer) == (415, "unsupported_media_type")
    assert upload.offset() == 0


def _faults(answer: httpx.Response) -> set[tuple[str, str]]:
    assert problem(answer) == (400, "invalid_parameter")
    return {(fault["path"], fault["code"]) for fault in answer.json()["faults"]}


@pytest.mark.parametrize(
    ("headers", "path", "code"),
    [
        ({"Upload-Length": "-1"}, "Upload-Length", "malformed"),
        ({"Upload-Length": "much"}, "Upload-Length", "malformed"),
        ({"Upload-Defer-Length": "1"}, "Upload-Defer-Length", "unsupported"),
        ({"Upload-Metadata": "photo_id"}, "Upload-Metadata.photo_id", "malformed"),
        ({"Upload-Metadata": metadata({"photo_id": "one"})}, "Upload-Metadata.photo_id", "malformed"),
        ({"Upload-Metadata": metadata({"sha256": "0" * 64})}, "Upload-Metadata.photo_id", "missing"),
        ({"Upload-Metadata": metadata({"photo_id": str(uuid4())})}, "Upload-Metadata.sha256", "missing"),
        ({"Upload-Metadata": metadata({"sha256": "0" * 63})}, "Upload-Metadata.sha256", "malformed"),
        ({"Upload-Metadata": "sha256 ###"}, "Upload-Metadata.sha256", "malformed"),
        ({"Upload-Metadata": f"a {encoded('b')},a {encoded('c')}"}, "Upload-Metadata.a", "malformed"),
    ],
)
def test_a_wrong_header_is_named(upload: PhotoUpload, headers: dict[str, str], path: str, code: str) -> None:
    assert (path, code) in _faults(upload.begin(headers))


def test_headers_that_are_missing_are_named(upload: PhotoUpload) -> None:
    assert ("Upload-Length", "missing") in _faults(upload.http.post("/api/uploads", headers=TUS))
    begun = upload.http.post("/api/uploads", headers={**TUS, "Upload-Length": "1"})
    assert _faults(begun) == {("Upload-Metadata.photo_id", "missing"), ("Upload-Metadata.sha256", "missing")}
    upload.begin().raise_for_status()
    body = {**TUS, "Content-Type": "application/offset+octet-stream"}
    assert "Upload-Offset" in {path for path, _ in _faults(upload.http.patch(upload.path, headers=body))}


@pytest.mark.parametrize(
    ("checksum", "code"), [("md5 AAAA", "unsupported"), ("sha1 ###", "malformed"), ("", "unsupported")]
)
def test_an_unreadable_checksum_is_named(upload: PhotoUpload, checksum: str, code: str) -> None:
    upload.begin().raise_for_status()
    answer = upload.send(headers={"Upload-Checksum": checksum})
    assert _faults(answer) == {("Upload-Checksum", code)}
    assert upload.offset() == 0


def _evidence(cast: Cast, upload: PhotoUpload) -> Any:
    audit_id = cast.finalised(photos=[upload.photo_id])
    seen = {}
    for who in ("reviewer", "manager", "shopper"):
        [photo] = cast.person(who).http.get(f"/api/audits/{audit_id}").json()["photos"]
        seen[who] = photo["evidence"]
    return seen


def test_what_the_phone_said_is_evidence_for_the_office(cast: Cast) -> None:
    said = {"taken_at": "2026-11-02T11:31:07.123456+02:00", "latitude": "54.68", "longitude": "25.28"}
    upload = PhotoUpload(cast.shopper.http, said={**said, "accuracy": "12.5", "filename": "IMG_1.jpg"})
    upload.begin().raise_for_status()
    upload.send().raise_for_status()
    seen = _evidence(cast, upload)
    assert (seen["manager"], seen["shopper"]) == (None, None)
    assert seen["reviewer"]["reported"] == {
        "taken_at": "2026-11-02T09:31:07.123000Z",
        "position": {"latitude": 54.68, "longitude": 25.28, "accuracy": 12.5},
    }
    assert (seen["reviewer"]["taken_at"], seen["reviewer"]["position"]) == (None, None)


def test_a_phone_that_says_nothing_reported_nothing(cast: Cast, upload: PhotoUpload) -> None:
    upload.begin().raise_for_status()
    upload.send().raise_for_status()
    assert _evidence(cast, upload)["reviewer"]["reported"] is None


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ({"taken_at": "2026-11-02T11:31:07"}, {("taken_at", "malformed")}),
        ({"taken_at": "soon"}, {("taken_at", "malformed")}),
        ({"taken_at": "0001-01-01T00:00:00+14:00"}, {("taken_at", "malformed")}),
        ({"latitude": "91", "longitude": "181"}, {("latitude", "out_of_range"), ("longitude", "out_of_range")}),
        ({"latitude": "nan", "longitude": "0"}, {("latitude", "out_of_range")}),
        ({"latitude": "north", "longitude": "0"}, {("latitude", "malformed")}),
        ({"latitude": "1"}, {("longitude", "missing")}),
        ({"accuracy": "5"}, {("latitude", "missing"), ("longitude", "missing")}),
        ({"latitude": "1", "longitude": "1", "accuracy": "-1"}, {("accuracy", "out_of_range")}),
    ],
)
def test_a_senseless_fact_is_named(upload: PhotoUpload, said: dict[str, str], faults: set[tuple[str, str]]) -> None:
    upload.said = said
    assert _faults(upload.begin()) == {(f"Upload-Metadata.{key}", code) for key, code in faults}
