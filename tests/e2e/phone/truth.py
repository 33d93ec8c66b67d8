"""What MongoDB holds in the end: read past the API, so that no route can flatter itself."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions
from gridfs import GridFSBucket
from pymongo import MongoClient

from tests.e2e.phone.pictures import number_of
from tests.e2e.phone.proxy import Proxy

Row = dict[str, Any]


@dataclass(frozen=True)
class StoredPhoto:
    """`sha256` of what was received; `number` is what the kept picture shows."""

    id: str
    sha256: str
    number: int


@dataclass(frozen=True)
class StoredAudit:
    """`photos` of each photo item, in order."""

    id: str
    revision: int
    answers: dict[str, Row]
    photos: dict[str, list[StoredPhoto]]

    def numbers(self, item: str) -> list[int]:
        return [photo.number for photo in self.photos.get(item, [])]

    def value(self, item: str) -> Any:
        """The plain value of an answer; None when there is none."""
        answer = self.answers.get(item, {})
        return next((answer[name] for name in ("value", "level", "text", "option", "seconds") if name in answer), None)


class Truth:
    """The database of the running server."""

    def __init__(self, mongodb_uri: str, database: str) -> None:
        options: CodecOptions[Row] = CodecOptions(tz_aware=True, uuid_representation=UuidRepresentation.STANDARD)
        self._client: MongoClient[Row] = MongoClient(mongodb_uri)
        self._database = self._client.get_database(database, codec_options=options)
        self._bucket = GridFSBucket(self._database, bucket_name="photos")

    def audits(self, *assignments: UUID) -> list[StoredAudit]:
        """Every audit of these assignments: one each, or something was lost or doubled."""
        found = self._database.audits.find({"assignment_id": {"$in": list(assignments)}})
        return [self._audit(row) for row in found]

    def audit(self, assignment: UUID) -> StoredAudit:
        found = self.audits(assignment)
        assert len(found) == 1, f"{len(found)} audits of assignment {assignment}"
        return found[0]

    def photos_of(self, owner: UUID) -> int:
        """How many photos this shopper has on the server, named by an audit or not."""
        return self._database.photos.count_documents({"owner_id": owner})

    def audits_of(self, shopper: UUID) -> int:
        return self._database.audits.count_documents({"shopper_id": shopper})

    def notes(self, assignment: UUID) -> list[Row]:
        row = self._database.assignments.find_one({"_id": assignment}) or {}
        return list(row.get("notes", []))

    def end_sessions(self, user: UUID) -> None:
        """As if the office had ended them, or they had run out."""
        assert self._database.sessions.delete_many({"user_id": user}).deleted_count

    def close(self) -> None:
        self._client.close()

    def _audit(self, row: Row) -> StoredAudit:
        answers = row["submission"]["answers"]
        photos = {
            key: [self._photo(UUID(str(photo_id))) for photo_id in answer["photos"]]
            for key, answer in answers.items()
            if answer["kind"] == "photo"
        }
        return StoredAudit(str(row["_id"]), row["submission"]["revision"], answers, photos)

    def _photo(self, photo_id: UUID) -> StoredPhoto:
        row = self._database.photos.find_one({"_id": photo_id})
        assert row is not None, f"photo {photo_id} is named and not there"
        kept = self._bucket.open_download_stream(row["image_id"]).read()
        assert hashlib.sha256(kept).hexdigest() == row["sha256"], f"photo {photo_id} changed in storage"
        return StoredPhoto(str(photo_id), row["evidence"]["received_sha256"], number_of(kept))


def uploaded(proxy: Proxy, photo_id: str) -> bytes:
    """The bytes of an upload as they passed the proxy, each put where its request said it belongs."""
    content = bytearray()
    for one in proxy.requests("PATCH", f"/api/uploads/{photo_id}$"):
        offset = int(one.headers["upload-offset"])
        content[offset : offset + len(one.body)] = one.body
    return bytes(content)
