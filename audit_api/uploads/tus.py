"""The words of tus 1.0.0, the protocol of resumable uploads: its version, metadata and checksums.

https://tus.io/protocols/resumable-upload
"""

import base64
import binascii
import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from audit_api.clock import to_milliseconds
from audit_api.problems import Problem
from checklists.faults import Fault, error
from media.photos import Position, ReportedFacts

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination,checksum"
CHECKSUMS = ("sha1", "sha256")
CONTENT_TYPE = "application/offset+octet-stream"
FILE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"})
SPOKEN = {"Tus-Resumable": VERSION}
FARTHEST = {"latitude": 90.0, "longitude": 180.0, "accuracy": 40_000_000.0}  # degrees; metres around the earth
SHA256_LENGTH = 64


class Announced(msgspec.Struct, frozen=True, kw_only=True):
    """What the metadata of a new upload says."""

    photo_id: UUID
    sha256: str
    reported: ReportedFacts | None


class Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...


class Checksum:
    """What `Upload-Checksum` says of one request's body, to be fed with that body."""

    def __init__(self, header: str) -> None:
        """Raises `invalid_parameter` for an unknown algorithm or an unreadable sum."""
        algorithm, _, encoded = header.strip().partition(" ")
        if algorithm not in CHECKSUMS:
            known = " and ".join(CHECKSUMS)
            raise wrong_header([error("Upload-Checksum", "unsupported", f"The algorithms are {known}.")])
        self.expected = _decoded(encoded)
        # SHA-1 is the one that every tus client knows; here it finds accidents, not attacks.
        self.digest: Digest = hashlib.sha256() if algorithm == "sha256" else hashlib.sha1(usedforsecurity=False)
        if self.expected is None:
            raise wrong_header([error("Upload-Checksum", "malformed", "The sum is not in Base64.")])

    def matches(self) -> bool:
        return self.digest.digest() == self.expected


async def check_version(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard. A coroutine though it awaits nothing: the framework would run a plain function in a thread."""
    if connection.headers.get("tus-resumable") != VERSION:
        raise Problem("tus_version", f"Send Tus-Resumable: {VERSION}.", headers={"Tus-Version": VERSION})


def http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)


def wrong_header(faults: list[Fault]) -> Problem:
    return Problem("invalid_parameter", f"{len(faults)} fault(s).", faults=faults)


def announced(header: str) -> Announced:
    """What `Upload-Metadata` says. Raises `invalid_parameter` with every fault, `photo_type_unsupported`."""
    faults: list[Fault] = []
    found = _pairs(header, faults)
    photo_id, sha256 = _photo_id(found, faults), _sha256(found, faults)
    reported = ReportedFacts(taken_at=_taken_at(found, faults), position=_position(found, faults))
    if faults or photo_id is None or sha256 is None:
        raise wrong_header(faults)
    if (file_type := found.get("filetype")) and file_type not in FILE_TYPES:
        raise Problem("photo_type_unsupported", f"Photos are {', '.join(sorted(FILE_TYPES))}.")
    return Announced(photo_id=photo_id, sha256=sha256, reported=None if reported == ReportedFacts() else reported)


def _pairs(header: str, faults: list[Fault]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in header.split(","):
        key, _, encoded = pair.strip().partition(" ")
        value = _decoded(encoded)
        try:
            text = value.decode() if value is not None else None
        except UnicodeDecodeError:
            text = None
        if text is None:
            faults.append(error(_in_metadata(key), "malformed", "The value is not UTF-8 in Base64."))
        elif key in found:
            faults.append(error(_in_metadata(key), "malformed", "The key is there twice."))
        else:
            found[key] = text
    return found


def _decoded(encoded: str) -> bytes | None:
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return None


def _photo_id(found: dict[str, str], faults: list[Fault]) -> UUID | None:
    try:
        return UUID(found["photo_id"])
    except KeyError:
        faults.append(error(_in_metadata("photo_id"), "missing", "The id of the photo is missing."))
    except ValueError:
        faults.append(error(_in_metadata("photo_id"), "malformed", "The id of the photo is not a UUID."))
    return None


def _sha256(found: dict[str, str], faults: list[Fault]) -> str | None:
    if "sha256" not in found:
        faults.append(error(_in_metadata("sha256"), "missing", "The SHA-256 of the whole file is missing."))
        return None
    text = found["sha256"].lower()
    if len(text) != SHA256_LENGTH or not set(text) <= set("0123456789abcdef"):
        faults.append(error(_in_metadata("sha256"), "malformed", "A SHA-256 has 64 hexadecimal digits."))
        return None
    return text


def _taken_at(found: dict[str, str], faults: list[Fault]) -> datetime | None:
    if "taken_at" not in found:
        return None
    try:
        moment = datetime.fromisoformat(found["taken_at"])
        if moment.tzinfo is None:
            raise ValueError("no offset")
        return to_milliseconds(moment.astimezone(UTC))
    except (ValueError, OverflowError):
        faults.append(error(_in_metadata("taken_at"), "malformed", "The time is not in ISO 8601 with an offset."))
    return None


def _position(found: dict[str, str], faults: list[Fault]) -> Position | None:
    given = {name: _number(found, name, faults) for name in FARTHEST if name in found}
    if not given:
        return None
    absent = [name for name in ("latitude", "longitude") if name not in given]
    faults.extend(error(_in_metadata(name), "missing", "A position has latitude and longitude.") for name in absent)
    latitude, longitude = given.get("latitude"), given.get("longitude")
    if latitude is None or longitude is None:
        return None
    return Position(latitude=latitude, longitude=longitude, accuracy=given.get("accuracy"))


def _number(found: dict[str, str], name: str, faults: list[Fault]) -> float | None:
    farthest = FARTHEST[name]
    try:
        number = float(found[name])
    except ValueError:
        faults.append(error(_in_metadata(name), "malformed", "This is not a number."))
        return None
    if not (0 if name == "accuracy" else -farthest) <= number <= farthest:  # also not for NaN
        faults.append(error(_in_metadata(name), "out_of_range", f"The number is beyond {farthest:g}."))
        return None
    return number


def _in_metadata(key: str) -> str:
    return f"Upload-Metadata.{key}"
