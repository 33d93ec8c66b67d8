"""Photos made by hand for the tests: honest ones, broken ones, and ones that are something else besides."""

import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pillow_heif
from PIL import Image, ImageDraw
from PIL.ExifTags import GPS, IFD, Base

from media.develop import develop
from media.photos import KeptPhoto, PhotoLimits, PhotoRefused

pillow_heif.register_heif_opener()

SIZE = (96, 64)
LIMITS = PhotoLimits()
METADATA_TRACES = (b"Exif", b"GPS", b"http", b"xmp", b"ICC_PROFILE", b"MPF", b"Photoshop", b"SECRET", b"iPhone")

UNTURNED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera held that way lays an upright picture into the file."""


def drawn(size: tuple[int, int] = SIZE, mode: str = "RGB") -> Image.Image:
    """No two corners alike, so that every wrong turn shows."""
    width, height = size
    image = Image.new("RGB", size, "navy")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2, height // 2), fill="red")
    draw.rectangle((width // 2, height // 2, width, height), fill="yellow")
    draw.rectangle((0, height // 2, width // 4, height), fill="white")
    return image.convert(mode)


def noise(size: tuple[int, int] = (320, 240)) -> Image.Image:
    return Image.merge("RGB", [Image.effect_noise(size, 80) for _ in range(3)])


def exif(orientation: int = 1, *, camera: dict[int, Any] | None = None, gps: dict[int, Any] | None = None) -> bytes:
    """An EXIF block without its prefix, with a place, a time and a device unless told otherwise."""
    block = Image.Exif()
    block[Base.Orientation] = orientation
    block[Base.Make], block[Base.Model] = "Apple", "iPhone SECRET"
    block.get_ifd(IFD.Exif).update(camera if camera is not None else {Base.DateTimeOriginal: "2026:11:20 14:05:09"})
    block.get_ifd(IFD.GPSInfo).update(gps if gps is not None else place())
    return block.tobytes().removeprefix(b"Exif\0\0")


def place() -> dict[int, Any]:
    """Vilnius, give or take 12 metres."""
    return {
        GPS.GPSLatitudeRef: "N",
        GPS.GPSLatitude: (54.0, 41.0, 13.2),
        GPS.GPSLongitudeRef: "E",
        GPS.GPSLongitude: (25.0, 16.0, 46.8),
        GPS.GPSHPositioningError: 12.0,
    }


def encoded(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    output = BytesIO()
    image.save(output, form, **options)
    return output.getvalue()


def with_exif(image: Image.Image, form: str, block: bytes) -> bytes:
    return encoded(image, form, exif=b"Exif\0\0" + block)


def segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload


def with_segment(jpeg: bytes, marker: int, payload: bytes) -> bytes:
    """The segment goes right behind the start of the image."""
    return jpeg[:2] + segment(marker, payload) + jpeg[2:]


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def with_chunk(png: bytes, kind: bytes, data: bytes) -> bytes:
    """The chunk goes right behind the header."""
    return png[:33] + chunk(kind, data) + png[33:]


def declared_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes that declares any size."""
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def animation(form: str) -> bytes:
    frames = [drawn(), noise(SIZE)]
    return encoded(frames[0], form, save_all=True, append_images=frames[1:], duration=100)


def archive() -> bytes:
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as file:
        file.writestr("payload.txt", "SECRET")
    return output.getvalue()


def movie() -> bytes:
    """Boxes of an MP4 whose media data holds, by chance, what a search must not trip over."""
    media = b"PK\x03\x04 MZ <script> <?php " * 20
    boxes = ((b"ftyp", b"mp42\0\0\0\0isommp42"), (b"mdat", media), (b"moov", b"\0" * 64))
    return b"".join((len(data) + 8).to_bytes(4, "big") + kind + data for kind, data in boxes)


SOUND: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: encoded(drawn(), quality=90),
    "jpeg with exif": lambda: with_exif(drawn(), "JPEG", exif(6)),
    "progressive jpeg": lambda: encoded(drawn(), progressive=True),
    "png": lambda: with_exif(drawn(), "PNG", exif()),
    "webp": lambda: with_exif(drawn(), "WEBP", exif()),
    "heic": lambda: with_exif(drawn(), "HEIF", exif()),
}


def taken_in(content: bytes, limits: PhotoLimits = LIMITS) -> KeptPhoto:
    with NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        return develop(Path(file.name), limits)


def refusal(content: bytes, limits: PhotoLimits = LIMITS) -> str | None:
    """The code with which the photo is refused, None if it is kept."""
    try:
        taken_in(content, limits)
    except PhotoRefused as refused:
        return refused.code
    return None


def opened(jpeg: bytes) -> Image.Image:
    with Image.open(BytesIO(jpeg), formats=["JPEG"]) as image:
        image.load()
        return image
