"""Uploads that break off: cut connections, silent ones, killed servers, and servers that died at the worst moment."""

import hashlib
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from random import Random
from threading import Event
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from pymongo.database import Database

from audit_api.photos import arrivals
from audit_api.uploads.bodies import QUIET_SECONDS, verified
from audit_api.uploads.tus import Checksum
from media.intake import PhotoIntake, PhotoInterrupted
from tests.api.cast import Cast, person, signed_in
from tests.api.pictures import jpeg
from tests.api.process import ServerProcess, create_admin
from tests.api.tus import PART, TUS, PhotoUpload, noise, problem

ADMIN = "admin@test.example"
Mongo = Database[dict[str, Any]]


@pytest.fixture
def upload(cast: Cast) -> PhotoUpload:
    upload = PhotoUpload(cast.shopper.http, noise(1100))
    upload.begin().raise_for_status()
    return upload


def _begin_sending(upload: PhotoUpload, start: int, stop: int, **headers: str) -> socket.socket:
    """A connection that promises all bytes from `start` on, and brings those before `stop`."""
    url = urlsplit(str(upload.http.base_url))
    given = {**PART, "Host": "x", "Authorization": upload.http.headers["Authorization"], **headers}
    given |= {"Upload-Offset": str(start), "Content-Length": str(len(upload.content) - start)}
    lines = [f"PATCH {upload.path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items()), "", ""]
    connection = socket.create_connection((url.hostname or "", url.port or 0))
    connection.sendall("\r\n".join(lines).encode() + upload.content[start:stop])
    return connection


def _until(reached: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not (done := reached()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return done


def _cut_at(upload: PhotoUpload, stop: int) -> bool:
    """Whether it is there that it goes on. What a busy server had not read yet when the line went is sent again."""
    for pause in (0.3, 1, 3, 9):
        with _begin_sending(upload, upload.offset(), stop):
            time.sleep(pause)
        if _until(lambda: upload.offset() == stop, pause):
            return True
    return False


def _finish(upload: PhotoUpload) -> None:
    """The end of a request that was cut may still be stored while the next one begins."""
    assert _until(lambda: upload.send(upload.offset()).is_success)
    assert upload.stored()


@pytest.mark.parametrize("cut", [1, 65_537, 300_001])
def test_a_cut_request_goes_on_at_the_byte(upload: PhotoUpload, cut: int) -> None:
    assert _cut_at(upload, cut)
    assert _cut_at(upload, cut + 777)
    _finish(upload)


def test_a_cut_without_a_pause_may_cost_bytes_but_not_the_photo(upload: PhotoUpload) -> None:
    at = 0
    for stop in (100_000, 200_000, 300_000):
        _begin_sending(upload, at, stop).close()
        time.sleep(0.3)
        assert at <= upload.offset() <= stop
        at = upload.offset()
    _finish(upload)


def test_of_a_silent_connection_is_kept_what_came(upload: PhotoUpload) -> None:
    """A phone in a tunnel: nobody closes anything. It comes back on another connection, and the old one wakes up."""
    with _begin_sending(upload, 0, 100_001) as silent:
        assert _until(lambda: upload.offset() == 100_001, QUIET_SECONDS + 5)
        upload.send(100_001, 200_000).raise_for_status()
        silent.sendall(upload.content[100_001:])
        assert b" 409 " in silent.recv(1000)
    upload.send(200_000).raise_for_status()
    assert upload.stored()


def test_of_a_cut_request_with_a_checksum_nothing_is_kept(upload: PhotoUpload, monkeypatch: pytest.MonkeyPatch) -> None:
    arrived: list[int] = []
    ended = Event()

    async def watched(pieces: AsyncIterator[bytes], checksum: Checksum, size: int) -> AsyncIterator[bytes]:
        async def counted() -> AsyncIterator[bytes]:
            async for piece in pieces:
                arrived.append(len(piece))
                yield piece

        try:
            async for chunk in verified(counted(), checksum, size):
                yield chunk
        finally:
            ended.set()

    monkeypatch.setattr("audit_api.uploads.routes.verified", watched)
    with _begin_sending(upload, 0, 300_001, **{"Upload-Checksum": "sha1 AAAA"}):
        assert _until(lambda: sum(arrived) == 300_001)
        assert not ended.wait(QUIET_SECONDS + 0.5)
    assert ended.wait(10)
    assert upload.offset() == 0


def _died_before_keeping(upload: PhotoUpload, mongo: Mongo) -> None:
    """The last bytes are stored, and the process that took them was killed at once."""
    upload.send(0, 1000).raise_for_status()
    attempt = mongo.uploads.find_one({"_id": upload.photo_id})
    assert attempt is not None
    data = upload.content[1000:]
    mongo.upload_chunks.insert_one({"attempt": attempt["attempt"], "start": 1000, "length": len(data), "data": data})
    assert not upload.stored()


@pytest.mark.parametrize("repeat", ["ask", "begin", "send nothing"])
def test_whoever_asks_next_finishes_what_a_dead_process_left(cast: Cast, mongo: Mongo, repeat: str) -> None:
    upload = PhotoUpload(cast.shopper.http)
    upload.begin().raise_for_status()
    _died_before_keeping(upload, mongo)
    requests: dict[str, Callable[[], httpx.Response]] = {
        "ask": upload.ask,
        "begin": upload.begin,
        "send nothing": lambda: upload.send(len(upload.content)),
    }
    answer = requests[repeat]().raise_for_status()
    assert answer.headers["Upload-Offset"] == str(len(upload.content))
    assert upload.stored()
    assert mongo.uploads.find_one({"_id": upload.photo_id}) is None
    assert requests[repeat]().status_code == answer.status_code


def test_eight_who_ask_at_once_finish_it_once(cast: Cast, mongo: Mongo) -> None:
    upload = PhotoUpload(cast.shopper.http, noise(800))
    upload.begin().raise_for_status()
    _died_before_keeping(upload, mongo)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: upload.ask(), range(8)))
    assert {(answer.status_code, answer.headers["Upload-Offset"]) for answer in answers} == {
        (200, str(len(upload.content)))
    }
    assert upload.stored()
    assert mongo.photos.files.count_documents({"metadata.photo_id": upload.photo_id}) == 2  # with its thumbnail


def test_a_refusal_that_a_dead_process_left_is_told_in_the_end(cast: Cast, mongo: Mongo) -> None:
    upload = PhotoUpload(cast.shopper.http, jpeg()[:2000])
    tellers: list[Callable[[], httpx.Response]] = [upload.begin, lambda: upload.send(2000)]
    for tell in tellers:
        upload.begin().raise_for_status()
        _died_before_keeping(upload, mongo)
        assert problem(tell()) == (422, "photo_truncated")
    upload.begin().raise_for_status()
    _died_before_keeping(upload, mongo)
    assert upload.ask().status_code == 404  # an answer without a body; sending it again will tell


def test_an_upload_without_bytes_for_long_is_given_up(upload: PhotoUpload, mongo: Mongo) -> None:
    upload.send(0, 1000).raise_for_status()
    found = mongo.uploads.find_one_and_update(
        {"_id": upload.photo_id}, {"$set": {"expires_at": datetime.now(UTC) - timedelta(seconds=1)}}
    )
    assert found is not None
    assert upload.ask().status_code == 404
    assert problem(upload.send(1000)) == (404, "not_found")
    assert upload.begin().headers["Upload-Offset"] == "0"
    assert mongo.upload_chunks.count_documents({"attempt": found["attempt"]}) == 0
    upload.send().raise_for_status()
    assert upload.stored()


def test_bytes_put_the_end_off(upload: PhotoUpload, mongo: Mongo) -> None:
    soon = datetime.now(UTC) + timedelta(days=2)
    mongo.uploads.update_one({"_id": upload.photo_id}, {"$set": {"expires_at": soon}})
    assert abs(parsedate_to_datetime(upload.ask().headers["Upload-Expires"]) - soon) < timedelta(seconds=2)
    sent = upload.send(0, 1000).raise_for_status()
    assert parsedate_to_datetime(sent.headers["Upload-Expires"]) - soon > timedelta(days=27)


def test_nothing_is_left_of_an_upload_that_became_a_photo(upload: PhotoUpload, mongo: Mongo) -> None:
    upload.send(0, 1000).raise_for_status()
    attempt = (mongo.uploads.find_one({"_id": upload.photo_id}) or {})["attempt"]
    upload.send(1000).raise_for_status()
    assert mongo.uploads.find_one({"_id": upload.photo_id}) is None
    assert mongo.upload_chunks.count_documents({"attempt": attempt}) == 0


def test_no_chunk_is_larger_than_it_may_be(upload: PhotoUpload, mongo: Mongo) -> None:
    upload.send(0, len(upload.content) - 1).raise_for_status()
    attempt = (mongo.uploads.find_one({"_id": upload.photo_id}) or {})["attempt"]
    sizes = mongo.upload_chunks.aggregate(
        [{"$match": {"attempt": attempt}}, {"$project": {"n": {"$bsonSize": "$$ROOT"}}}]
    )
    assert max(chunk["n"] for chunk in sizes) <= 256 * 1024


class Servers:
    """Two processes on one database, and a shopper of theirs."""

    def __init__(self, mongodb_uri: str, **environment: str) -> None:
        database = f"uploads_{uuid4().hex[:8]}"
        create_admin(mongodb_uri, database, ADMIN)
        self.processes = [ServerProcess(mongodb_uri, database, **environment) for _ in range(2)]
        for process in self.processes:
            process.start()
        self.https = [httpx.Client(base_url=process.address, timeout=30) for process in self.processes]
        shopper = person(signed_in(self.https[0], ADMIN), lambda: self.https[1], "shopper")
        self.https[0].headers["Authorization"] = shopper.http.headers["Authorization"]

    def close(self) -> None:
        for http, process in zip(self.https, self.processes, strict=True):
            http.close()
            process.stop()


@pytest.fixture(scope="module")
def servers(mongodb_uri: str) -> Iterator[Servers]:
    servers = Servers(mongodb_uri, UPLOADS_MAX="5", UPLOADS_MAX_BYTES="1000000")
    yield servers
    servers.close()


def test_another_process_goes_on(servers: Servers) -> None:
    one, other = (PhotoUpload(http, jpeg(5), uuid4()) for http in servers.https)
    other.photo_id = one.photo_id
    one.begin().raise_for_status()
    one.send(0, 1000).raise_for_status()
    assert other.offset() == 1000
    other.send(1000, 2000).raise_for_status()
    one.send(2000).raise_for_status()
    assert other.offset() == len(one.content)
    assert other.stored()


def test_killed_servers_lose_nothing_that_they_acknowledged(servers: Servers) -> None:
    """Kills before, in and after the last byte; the other process goes on, and every photo is whole in the end."""
    random = Random(11)
    for n in range(8):
        photo_id, content = uuid4(), noise(300)
        one, other = (PhotoUpload(http, content, photo_id) for http in servers.https)
        one.begin().raise_for_status()
        one.send(0, 10_000).raise_for_status()
        middle = 20_000 if n % 2 else len(content)
        with _begin_sending(one, 10_000, middle):
            time.sleep(random.uniform(0, 0.12))
            servers.processes[0].kill()
        at = other.offset()
        assert 10_000 <= at <= middle
        if at < len(content):
            other.send(at).raise_for_status()
        assert other.stored()
        receipt = other.http.put(f"/api/photos/{photo_id}", content=content).raise_for_status().json()
        assert receipt["sha256"] == hashlib.sha256(content).hexdigest()
        servers.processes[0].start()


def test_an_upload_whose_development_is_interrupted_waits_for_the_next_try(
    upload: PhotoUpload, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine had no memory for it, or no time."""

    async def interrupted(*_: Any) -> None:
        raise PhotoInterrupted("workers ended with [-9, -9]")

    monkeypatch.setattr(PhotoIntake, "take_in", interrupted)
    answers = [upload.send(), upload.begin(), upload.http.put(f"/api/photos/{upload.photo_id}", content=upload.content)]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(503, "upload_delayed")}
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers)
    assert upload.ask().status_code == 503, "still there"
    monkeypatch.undo()
    assert upload.offset() == len(upload.content)
    assert upload.stored()


def test_nobody_hoards_photos_that_no_audit_names(
    cast: Cast, mongo: Mongo, new_client: Callable[[], httpx.Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole or in parts. Those that an audit names do not count, and what is on its way stays."""
    monkeypatch.setattr(arrivals, "COUNTED_EVERY", 1)
    shopper = person(cast.admin.http, new_client, "shopper")
    half, named = PhotoUpload(shopper.http), uuid4()
    half.begin().raise_for_status()
    shopper.http.put(f"/api/photos/{named}", content=jpeg()).raise_for_status()
    cast.submit(shopper, photos=[named])
    like = mongo.photos.find_one({"_id": named})
    assert like is not None
    mongo.photos.insert_many([{**like, "_id": uuid4()} for _ in range(1999)])
    last = uuid4()
    shopper.http.put(f"/api/photos/{last}", content=jpeg()).raise_for_status()
    refused = [
        shopper.http.put(f"/api/photos/{uuid4()}", content=jpeg()),
        PhotoUpload(shopper.http).begin(),
        half.send(),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {(429, "upload_quota")}
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in refused)
    cast.submit(shopper, photos=[last])
    half.ask().raise_for_status()
    assert half.stored()
    again = mongo.photos.find_one({"_id": half.photo_id})
    assert again is not None and again["owner_id"] == like["owner_id"]


def test_nobody_hoards_unfinished_uploads(servers: Servers) -> None:
    uploads = [PhotoUpload(servers.https[n % 2], jpeg(1)) for n in range(10)]
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(PhotoUpload.begin, uploads))
    refused = [answer for answer in answers if answer.status_code != 201]
    assert len(refused) >= 5
    assert {problem(answer) for answer in refused} == {(429, "too_many_uploads")}
    assert int(refused[0].headers["Retry-After"]) > 0
    begun = [upload for upload, answer in zip(uploads, answers, strict=True) if answer.status_code == 201]
    for upload in begun:
        assert upload.begin().status_code == 201
        upload.send().raise_for_status()
    larger = {"Upload-Length": "999999"}
    first, second = PhotoUpload(servers.https[0]), PhotoUpload(servers.https[0])
    assert first.begin(larger).status_code == 201
    assert problem(second.begin()) == (429, "too_many_uploads")
    assert servers.https[0].delete(first.path, headers=TUS).status_code == 204
    assert second.begin().status_code == 201
