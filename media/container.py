"""What a walk through a picture file finds before any pixel is decoded."""

from typing import Literal

import msgspec

PillowFormat = Literal["JPEG", "PNG", "WEBP", "HEIF"]


class Container(msgspec.Struct, frozen=True, kw_only=True):
    """One picture file, taken apart.

    `size` is the declared width and height in pixels. `end` is the offset just past the picture's logical end.
    `foreign` holds every part that is not pixels (comments, metadata, gaps): where another format could hide.
    `picture` is what the decoder gets to see, and `scans` the entropy-coded parts of it (JPEG only). `keepable`
    says that `picture` is a plain JPEG of allow-listed segments that may be stored as it is.
    """

    content_type: str
    pillow_format: PillowFormat
    size: tuple[int, int]
    end: int
    foreign: tuple[bytes, ...]
    picture: bytes
    scans: tuple[bytes, ...] = ()
    exif: bytes = b""
    icc: bytes = b""
    oriented_by_decoder: bool = False
    keepable: bool = False
