"""What the server and its photo workers say to each other: msgpack behind a four-byte length."""

import msgspec

from media.photos import KeptPhoto, PhotoLimits, RefusalCode

LENGTH_BYTES = 4


class Job(msgspec.Struct, frozen=True):
    path: str
    limits: PhotoLimits


class Refused(msgspec.Struct, frozen=True, tag=True):
    code: RefusalCode
    detail: str


class Unreadable(msgspec.Struct, frozen=True, tag=True):
    """The file could not be read: the server's fault, not the photo's."""

    detail: str


Answer = KeptPhoto | Refused | Unreadable
_answers: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)


def framed(message: Job | Answer) -> bytes:
    body = msgspec.msgpack.encode(message)
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def length_of(header: bytes) -> int:
    return int.from_bytes(header, "big")


def read_job(body: bytes) -> Job:
    return msgspec.msgpack.decode(body, type=Job)


def read_answer(body: bytes) -> Answer:
    return _answers.decode(body)
