"""Which kind of picture the bytes are, told by the bytes alone; names and declared types are not looked at."""

from media.container import Container
from media.jpeg import read_jpeg
from media.photos import PhotoLimits, PhotoRefused
from media.png import SIGNATURE as PNG_SIGNATURE
from media.png import read_png
from media.webp import read_webp


def recognise(data: bytes) -> Container:
    """Take a received file apart. Raises PhotoRefused: photo_type_unsupported, or the format's own codes."""
    if data.startswith(b"\xff\xd8\xff"):
        return read_jpeg(data)
    if data.startswith(PNG_SIGNATURE):
        return read_png(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return read_webp(data)
    if data[4:8] == b"ftyp":
        from media.heif import read_heif  # libheif is 10 MB of memory that most workers never need

        return read_heif(data)
    raise PhotoRefused("photo_type_unsupported", "Photos are taken as JPEG, PNG, WebP or HEIC.")


def check_size(size: tuple[int, int], limits: PhotoLimits) -> None:
    """Refuse by declared dimensions, before a pixel is decoded.

    Raises PhotoRefused: photo_dimensions, photo_too_many_pixels.
    """
    width, height = size
    if min(size) < limits.min_side:
        raise PhotoRefused(
            "photo_dimensions", f"The picture is {width} x {height} pixels; each side needs {limits.min_side}."
        )
    if width * height > limits.max_pixels:
        raise PhotoRefused(
            "photo_too_many_pixels",
            f"The picture has {width * height:,} pixels; {limits.max_pixels:,} are the most taken.",
        )
    if max(size) > limits.max_side:
        raise PhotoRefused(
            "photo_dimensions", f"The picture is {width} x {height} pixels; {limits.max_side} is the most per side."
        )
