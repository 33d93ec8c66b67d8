"""WebP chunks in their RIFF: sizes, metadata, and whether it moves."""

from collections.abc import Iterator
from typing import NamedTuple

from media.container import Container
from media.photos import PhotoRefused

PIXEL_CHUNKS = frozenset({b"VP8 ", b"VP8L", b"ALPH"})
ANIMATION_CHUNKS = frozenset({b"ANIM", b"ANMF"})
_RIFF_HEADER = 12
_CHUNK_HEADER = 8


class Chunk(NamedTuple):
    kind: bytes
    data: bytes


def read_webp(data: bytes) -> Container:
    """Take a WebP apart. Raises PhotoRefused: photo_truncated, photo_corrupt, photo_animated."""
    end = _CHUNK_HEADER + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise PhotoRefused("photo_truncated", "The WebP ends before the picture does.")
    chunks = list(_chunks(data[_RIFF_HEADER:end]))
    if any(chunk.kind in ANIMATION_CHUNKS for chunk in chunks):
        raise PhotoRefused("photo_animated", "The picture is animated; a photo is needed.")
    return Container(
        content_type="image/webp",
        pillow_format="WEBP",
        size=_size(chunks),
        end=end,
        foreign=tuple(chunk.data for chunk in chunks if chunk.kind not in PIXEL_CHUNKS),
        picture=data[:end],
        exif=next((chunk.data for chunk in chunks if chunk.kind == b"EXIF"), b"").removeprefix(b"Exif\0\0"),
        icc=next((chunk.data for chunk in chunks if chunk.kind == b"ICCP"), b""),
    )


def _chunks(body: bytes) -> Iterator[Chunk]:
    at = 0
    while at + _CHUNK_HEADER <= len(body):
        length = int.from_bytes(body[at + 4 : at + 8], "little")
        data_at = at + _CHUNK_HEADER
        if data_at + length > len(body):
            raise PhotoRefused("photo_corrupt", "The WebP's chunks are damaged.")
        yield Chunk(body[at : at + 4], body[data_at : data_at + length])
        at = data_at + length + length % 2


def _size(chunks: list[Chunk]) -> tuple[int, int]:
    """The larger of canvas and frame on each axis: a decoder allocates both."""
    sizes = [size for chunk in chunks if (size := _declared(chunk))]
    if not any(chunk.kind in (b"VP8 ", b"VP8L") for chunk in chunks) or not sizes:
        raise PhotoRefused("photo_corrupt", "The WebP holds no picture.")
    return max(width for width, _ in sizes), max(height for _, height in sizes)


def _declared(chunk: Chunk) -> tuple[int, int] | None:
    kind, data = chunk
    if kind == b"VP8X" and len(data) >= 10:
        return int.from_bytes(data[4:7], "little") + 1, int.from_bytes(data[7:10], "little") + 1
    if kind == b"VP8 " and len(data) >= 10:
        return int.from_bytes(data[6:8], "little") & 0x3FFF, int.from_bytes(data[8:10], "little") & 0x3FFF
    if kind == b"VP8L" and len(data) >= 5:
        bits = int.from_bytes(data[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None
