"""PNG chunks: sizes, metadata and the end of the picture, without inflating a byte."""

import zlib
from collections.abc import Iterator
from typing import NamedTuple

from media.container import Container
from media.photos import PhotoRefused

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PIXEL_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
ANIMATION_CHUNKS = frozenset({b"acTL", b"fcTL", b"fdAT"})
_IHDR_LENGTH = 13
_CHUNK_FRAME = 12
"""Length, type and checksum around a chunk's data."""


class Chunk(NamedTuple):
    kind: bytes
    data: bytes
    end: int


def read_png(data: bytes) -> Container:
    """Take a PNG apart up to its IEND. Raises PhotoRefused: photo_truncated, photo_corrupt, photo_animated."""
    chunks = list(_chunks(data))
    header = chunks[0]
    if header.kind != b"IHDR" or len(header.data) != _IHDR_LENGTH:
        raise PhotoRefused("photo_corrupt", "The PNG does not start with its header.")
    if any(chunk.kind in ANIMATION_CHUNKS for chunk in chunks):
        raise PhotoRefused("photo_animated", "The picture is animated; a photo is needed.")
    return Container(
        content_type="image/png",
        pillow_format="PNG",
        size=(int.from_bytes(header.data[:4], "big"), int.from_bytes(header.data[4:8], "big")),
        end=chunks[-1].end,
        foreign=tuple(chunk.data for chunk in chunks if chunk.kind not in PIXEL_CHUNKS),
        picture=_rebuilt(chunks),
        exif=next((chunk.data for chunk in chunks if chunk.kind == b"eXIf"), b""),
        icc=_profile(next((chunk.data for chunk in chunks if chunk.kind == b"iCCP"), b"")),
    )


def _chunks(data: bytes) -> Iterator[Chunk]:
    at = len(SIGNATURE)
    while True:
        if at + _CHUNK_FRAME > len(data):
            raise PhotoRefused("photo_truncated", "The PNG ends before the picture does.")
        kind, end = data[at + 4 : at + 8], at + _CHUNK_FRAME + int.from_bytes(data[at : at + 4], "big")
        if not kind.isalpha():
            raise PhotoRefused("photo_corrupt", "The PNG's chunks are damaged.")
        if end > len(data):
            raise PhotoRefused("photo_truncated", "The PNG ends before the picture does.")
        if zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise PhotoRefused("photo_corrupt", "A checksum in the PNG is wrong.")
        yield Chunk(kind, data[at + 8 : end - 4], end)
        if kind == b"IEND":
            return
        at = end


def _rebuilt(chunks: list[Chunk]) -> bytes:
    """The picture's own chunks only: Pillow never sees a text bomb, a profile or a second opinion about the size."""
    return SIGNATURE + b"".join(_written(chunk) for chunk in chunks if chunk.kind in PIXEL_CHUNKS)


def _written(chunk: Chunk) -> bytes:
    body = chunk.kind + chunk.data
    return len(chunk.data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


MAX_PROFILE_BYTES = 4 * 1024 * 1024
"""The largest printer profiles; a profile is compressed, so its size has to be bounded while inflating."""


def _profile(chunk: bytes) -> bytes:
    _name, _, rest = chunk.partition(b"\0")
    try:
        return zlib.decompressobj().decompress(rest[1:], MAX_PROFILE_BYTES)
    except zlib.error:
        return b""
