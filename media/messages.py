"""What the server and its photo workers say to each other: msgpack behind a four-byte length."""

import msgspec

from media.photos import KeptPhoto, PhotoLimits, RefusalCode
from media.regions import RedactedPicture, Region, Sighting

LENGTH_BYTES = 4


class Develop(msgspec.Struct, frozen=True, tag=True):
    """Make the received file at `path` a kept photo."""

    path: str
    limits: PhotoLimits


class Look(msgspec.Struct, frozen=True, tag=True):
    """Look for faces and plates in a kept photo."""

    image: bytes
    limits: PhotoLimits


class Redact(msgspec.Struct, frozen=True, tag=True):
    """Take regions out of a kept photo."""

    image: bytes
    regions: list[Region]
    limits: PhotoLimits


Job = Develop | Look | Redact


class Refused(msgspec.Struct, frozen=True, tag=True):
    code: RefusalCode
    detail: str


class Unreadable(msgspec.Struct, frozen=True, tag=True):
    """The file could not be read: the server's fault, not the photo's."""

    detail: str


Answer = KeptPhoto | Sighting | RedactedPicture | Refused | Unreadable
_jobs: msgspec.msgpack.Decoder[Job] = msgspec.msgpack.Decoder(Job)
_answers: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)


def framed(message: Job | Answer) -> bytes:
    body = msgspec.msgpack.encode(message)
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def length_of(header: bytes) -> int:
    return int.from_bytes(header, "big")


def read_job(body: bytes) -> Job:
    return _jobs.decode(body)


def read_answer(body: bytes) -> Answer:
    return _answers.decode(body)
