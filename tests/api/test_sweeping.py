"""What a sweep removes, what it must never touch, and what happens when somebody needs it in that very moment."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from bson import ObjectId
from pymongo import MongoClient
from pymongo.database import Database

from audit_api.embedded import free_port
from audit_api.settings import Settings
from tests.api import samples
from tests.api.cast import Cast
from tests.api.pictures import jpeg
from tests.api.process import ROOT
from tests.api.tus import PhotoUpload

LONG_AGO = timedelta(days=61)
CONDEMNED_LONG_AGO = timedelta(hours=13)
FILES = 2  # a photo and its thumbnail
# A server that asks every moment whether a sweep is due.
EAGER = """
import sys
from datetime import timedelta
from audit_api.removal import sweeping
from audit_api.__main__ import main
sweeping.LOOKS_EVERY = timedelta(seconds=0.2)
sys.argv = ["audit_api", "serve"]
sys.exit(main())
"""


class Sweeper:
    """`python -m audit_api sweep` on the database of the cast, and a look at what is stored there."""

    def __init__(self, mongo: Database[dict[str, Any]], settings: Settings) -> None:
        self.mongo = mongo
        given = {"MONGODB_URI": settings.mongodb_uri or "", "MONGODB_DATABASE": settings.mongodb_database}
        self._environment = {**os.environ, **given, "LOG_LEVEL": "error", "PORT": str(free_port())}

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, *(arguments or ("-m", "audit_api", "sweep"))]
        return subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=subprocess.PIPE, text=True)

    def run(self) -> dict[str, int]:
        """How many of each it removed."""
        process = self.start()
        printed = process.communicate(timeout=60)[0]
        assert process.returncode == 0
        return {what: int(count) for count, what in (line.split() for line in printed.splitlines())}

    def photo(self, photo_id: UUID) -> dict[str, Any] | None:
        return self.mongo.photos.find_one({"_id": photo_id})

    def wait_until_fewer(self, photos: list[UUID], number: int) -> None:
        deadline = time.monotonic() + 30
        while self.mongo.photos.count_documents({"_id": {"$in": photos}}) >= number:
            assert time.monotonic() < deadline
            time.sleep(0.001)

    def age(self, photo_ids: list[UUID], *, condemned: bool = False) -> None:
        """They came long ago, and maybe were condemned long ago, too."""
        change: dict[str, Any] = {"received_at": datetime.now(UTC) - LONG_AGO}
        if condemned:
            change["condemned_at"] = datetime.now(UTC) - CONDEMNED_LONG_AGO
        self.mongo.photos.update_many({"_id": {"$in": photo_ids}}, {"$set": change})

    def expire(self, upload: PhotoUpload) -> ObjectId:
        change = {"$set": {"expires_at": datetime.now(UTC) - timedelta(seconds=1)}}
        found = self.mongo.uploads.find_one_and_update({"_id": upload.photo_id}, change)
        assert found is not None
        attempt: ObjectId = found["attempt"]
        return attempt

    def free_lease(self) -> None:
        """As time would."""
        self.mongo.leases.update_many({}, {"$set": {"until": datetime(2000, 1, 1, tzinfo=UTC)}})


@pytest.fixture
def sweeper(mongodb_uri: str, api_settings: Settings, cast: Cast) -> Iterator[Sweeper]:
    with MongoClient[dict[str, Any]](mongodb_uri, uuidRepresentation="standard", tz_aware=True) as client:
        yield Sweeper(client[api_settings.mongodb_database], api_settings)


def _sent(cast: Cast, content: bytes | None = None) -> UUID:
    photo_id = uuid4()
    cast.shopper.http.put(f"/api/photos/{photo_id}", content=content or jpeg()).raise_for_status()
    return photo_id


def _readable(cast: Cast, photo_id: UUID) -> bool:
    http = cast.shopper.http
    return {http.get(f"/api/photos/{photo_id}{end}").status_code for end in ("", "/thumbnail")} == {200}


def _submit(cast: Cast, *photos: UUID) -> dict[str, Any]:
    body = samples.submission(cast.assign(), photos=list(photos))
    answer: dict[str, Any] = cast.shopper.http.put(f"/api/audits/{uuid4()}", json=body).json()
    return answer


def test_a_photo_that_nothing_names_goes_in_two_steps(cast: Cast, sweeper: Sweeper) -> None:
    content = jpeg()
    photo = _sent(cast, content)
    assert sweeper.run()["condemned"] == 0
    sweeper.age([photo])
    assert sweeper.run()["condemned"] == 1
    assert set(sweeper.run().values()) == {0}
    assert _readable(cast, photo)

    sweeper.age([photo], condemned=True)
    assert sweeper.run()["photos"] == 1
    assert cast.shopper.http.get(f"/api/photos/{photo}").status_code == 404
    assert sweeper.mongo.photos.files.count_documents({"metadata.photo_id": photo}) == 0
    cast.shopper.http.put(f"/api/photos/{photo}", content=content).raise_for_status()
    assert _submit(cast, photo)["photos"][0]["id"] == str(photo)


def test_what_is_named_is_never_condemned(cast: Cast, sweeper: Sweeper) -> None:
    taken, taken_back, reference = _sent(cast), _sent(cast), uuid4()
    cast.admin.http.put(f"/api/photos/{reference}", content=jpeg()).raise_for_status()
    definition = samples.checklist(key=f"shown_{uuid4().hex[:8]}")
    definition["sections"][0]["items"][0]["reference_photo"] = str(reference)
    cast.admin.http.post("/api/checklists", json=definition).raise_for_status()
    audit_id, assignment_id = uuid4(), cast.assign()
    first = samples.submission(assignment_id, photos=[taken, taken_back])
    cast.shopper.http.put(f"/api/audits/{audit_id}", json=first).raise_for_status()
    cast.review(audit_id, "request_revision", "One is blurred.").raise_for_status()
    second = samples.submission(assignment_id, photos=[taken], revision=2)
    cast.shopper.http.put(f"/api/audits/{audit_id}", json=second).raise_for_status()

    named = [taken, taken_back, reference]
    sweeper.age(named)
    sweeper.run()
    assert [(sweeper.photo(photo) or {})["condemned_at"] for photo in named] == [None] * 3
    # Also if their audit was being accepted while they were condemned.
    sweeper.age(named, condemned=True)
    assert sweeper.run()["photos"] == 0
    assert [(sweeper.photo(photo) or {})["condemned_at"] for photo in named] == [None] * 3


@pytest.mark.parametrize("asked", ["submitted", "sent again", "begun again", "asked for", "shown by a checklist"])
def test_a_condemned_photo_that_is_asked_for_stays(cast: Cast, sweeper: Sweeper, asked: str) -> None:
    http = cast.admin.http if asked == "shown by a checklist" else cast.shopper.http
    upload = PhotoUpload(http)
    http.put(f"/api/photos/{upload.photo_id}", content=upload.content).raise_for_status()
    sweeper.age([upload.photo_id], condemned=True)
    if asked == "submitted":
        assert _submit(cast, upload.photo_id)["photos"]
    elif asked == "sent again":
        http.put(f"/api/photos/{upload.photo_id}", content=upload.content).raise_for_status()
    elif asked == "begun again":
        upload.begin().raise_for_status()
    elif asked == "asked for":
        assert upload.offset() == len(upload.content)
    else:
        definition = samples.checklist(key=f"shown_{uuid4().hex[:8]}")
        definition["sections"][0]["items"][0]["reference_photo"] = str(upload.photo_id)
        http.post("/api/checklists", json=definition).raise_for_status()
    sweeper.run()
    assert upload.stored()


def test_audits_that_arrive_while_their_photos_are_removed(cast: Cast, sweeper: Sweeper) -> None:
    """Each either keeps its photo or is told that it is missing; nothing is accepted that cannot be shown."""
    content = jpeg()
    photos = [_sent(cast, content) for _ in range(80)]
    bodies = {photo: samples.submission(cast.assign(), photos=[photo]) for photo in photos}
    sweeper.age(photos, condemned=True)
    process = sweeper.start()
    sweeper.wait_until_fewer(photos, len(photos))

    def submit(photo: UUID) -> str:
        answer = cast.shopper.http.put(f"/api/audits/{uuid4()}", json=bodies[photo]).json()
        return str(answer.get("code", "accepted"))

    # From both ends: those that are just being removed, and those that have a moment left.
    order = [photo for pair in zip(photos, reversed(photos), strict=True) for photo in pair][: len(photos)]
    with ThreadPoolExecutor(4) as pool:
        ends = dict(zip(order, pool.map(submit, order), strict=True))
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert "photos_missing" in ends.values() and set(ends.values()) <= {"accepted", "photos_missing"}
    for photo, end in ends.items():
        assert _readable(cast, photo) == (end == "accepted")


def test_uploads_that_were_given_up_go_with_their_bytes(cast: Cast, sweeper: Sweeper) -> None:
    given_up, living = PhotoUpload(cast.shopper.http), PhotoUpload(cast.shopper.http)
    for upload in (given_up, living):
        upload.begin().raise_for_status()
        upload.send(0, 1000).raise_for_status()
        upload.send(1000, 2000).raise_for_status()
    attempt = sweeper.expire(given_up)
    stray = sweeper.mongo.upload_chunks.insert_one({"attempt": ObjectId(), "start": 5, "length": 1, "data": b"x"})
    swept = sweeper.run()
    assert (swept["uploads"], swept["chunks"]) == (1, 1)
    assert sweeper.mongo.upload_chunks.count_documents({"attempt": attempt}) == 0
    assert sweeper.mongo.upload_chunks.find_one({"_id": stray.inserted_id}) is None
    assert sweeper.mongo.uploads.find_one({"_id": given_up.photo_id}) is None
    living.send(2000).raise_for_status()
    assert living.stored()


def test_bytes_without_a_record_go(cast: Cast, sweeper: Sweeper) -> None:
    photo = _sent(cast)
    files, chunks = sweeper.mongo.photos.files, sweeper.mongo.photos.chunks
    old, half = (ObjectId.from_datetime(datetime.now(UTC) - timedelta(days=2, seconds=n)) for n in (1, 2))
    entry = {"length": 1, "chunkSize": 1, "uploadDate": datetime.now(UTC), "filename": "x"}
    files.insert_one({"_id": old, **entry, "metadata": {"photo_id": photo, "rendition": "image"}})
    chunks.insert_many([{"files_id": file_id, "n": 0, "data": b"x"} for file_id in (old, half)])
    assert sweeper.run()["files"] == 2
    assert files.count_documents({"_id": old}) == chunks.count_documents({"files_id": {"$in": [old, half]}}) == 0
    assert _readable(cast, photo)


def test_a_killed_sweep_is_ended_by_the_next(cast: Cast, sweeper: Sweeper) -> None:
    photos = [_sent(cast) for _ in range(30)]
    sweeper.age(photos, condemned=True)
    process = sweeper.start()
    sweeper.wait_until_fewer(photos, len(photos) - 5)
    process.kill()
    process.communicate()
    left = sweeper.mongo.photos.count_documents({"_id": {"$in": photos}})
    sweeper.free_lease()
    assert sweeper.run()["photos"] == left
    mine = {"metadata.photo_id": {"$in": photos}}
    assert sweeper.mongo.photos.files.count_documents(mine) <= FILES  # young bytes without a record: a day later


def test_one_process_at_a_time(sweeper: Sweeper) -> None:
    soon = datetime.now(UTC) + timedelta(minutes=1)
    sweeper.run()
    sweeper.mongo.leases.update_one({"_id": "sweep"}, {"$set": {"holder": "another", "until": soon}})
    process = sweeper.start()
    assert process.communicate(timeout=60)[0] == "Another process is sweeping.\n"
    sweeper.free_lease()
    assert "uploads" in sweeper.run()


def test_several_at_once_remove_everything_once(cast: Cast, sweeper: Sweeper) -> None:
    photos = [_sent(cast) for _ in range(20)]
    sweeper.age(photos, condemned=True)
    processes = [sweeper.start() for _ in range(3)]
    printed = "".join(process.communicate(timeout=60)[0] for process in processes)
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert sum(int(line.split()[0]) for line in printed.splitlines() if line.endswith(" photos")) == len(photos)


def test_a_server_sweeps_by_itself_and_not_too_often(cast: Cast, sweeper: Sweeper) -> None:
    sweeper.mongo.leases.delete_many({})
    uploads = [PhotoUpload(cast.shopper.http) for _ in range(2)]
    for upload in uploads:
        upload.begin().raise_for_status()
    sweeper.expire(uploads[0])
    server = sweeper.start("-c", EAGER)
    try:
        deadline = time.monotonic() + 20
        while not sweeper.mongo.leases.find_one({"done_at": {"$gt": datetime(2001, 1, 1, tzinfo=UTC)}}):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert sweeper.mongo.uploads.find_one({"_id": uploads[0].photo_id}) is None
        sweeper.expire(uploads[1])
        time.sleep(1)
        assert sweeper.mongo.uploads.find_one({"_id": uploads[1].photo_id}) is not None
    finally:
        server.terminate()
        server.communicate(timeout=30)
