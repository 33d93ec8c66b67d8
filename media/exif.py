"""Facts in EXIF. Whoever wrote it is not trusted: a hostile field is an absent field, never an error, never a NaN."""

import math
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from media.photos import Position

MAX_EXIF_BYTES = 64 * 1024
"""What fits a JPEG segment. Other containers allow more, and overlapping tags multiply whatever they are given."""
DEVICE_LENGTH = 64
EARLIEST_YEAR = 1990
"""Older dates come from clocks that were never set."""
MAX_OFFSET = timedelta(hours=14)
MAX_ACCURACY_METRES = 100_000.0

Tags = Mapping[int, object]
TakenAtSource = Literal["offset", "gps"]


class ExifFacts(msgspec.Struct, frozen=True, kw_only=True):
    """`orientation` is 1 to 8 as in EXIF; the rest as in `PhotoEvidence`."""

    orientation: int = 1
    taken_at: datetime | None = None
    taken_at_source: TakenAtSource | None = None
    taken_local: str | None = None
    position: Position | None = None
    device: str | None = None


def read_exif(data: bytes) -> ExifFacts:
    """Read a TIFF-structured EXIF block (without its `Exif\\0\\0` prefix). Never raises."""
    main, camera, gps = _directories(data[:MAX_EXIF_BYTES])
    local = _local_time(camera) or _local_time(main)
    taken_at, source = _instant(local, camera, gps)
    orientation = main.get(Base.Orientation)
    return ExifFacts(
        orientation=orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1,
        taken_at=taken_at,
        taken_at_source=source,
        taken_local=local.isoformat() if local else None,
        position=_position(gps),
        device=_device(main),
    )


def _directories(data: bytes) -> tuple[Tags, Tags, Tags]:
    exif = Image.Exif()
    found: list[Tags] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns about each damaged tag
        for read in (lambda: _loaded(exif, data), lambda: exif.get_ifd(IFD.Exif), lambda: exif.get_ifd(IFD.GPSInfo)):
            try:
                found.append(read())
            except Exception:  # whatever a hostile directory provokes in the parser, the answer is "nothing there"
                found.append({})
    return found[0], found[1], found[2]


def _loaded(exif: Image.Exif, data: bytes) -> Tags:
    exif.load(data)
    return dict(exif)


def _local_time(tags: Tags) -> datetime | None:
    for tag in (Base.DateTimeOriginal, Base.DateTimeDigitized, Base.DateTime):
        moment = _parsed(_text(tags.get(tag)), "%Y:%m:%d %H:%M:%S")
        if moment:
            return moment
    return None


def _instant(local: datetime | None, camera: Tags, gps: Tags) -> tuple[datetime | None, TakenAtSource | None]:
    offset = _offset(_text(camera.get(Base.OffsetTimeOriginal)) or _text(camera.get(Base.OffsetTime)))
    if local and offset is not None:
        return (local - offset).replace(tzinfo=UTC), "offset"
    satellite = _gps_time(gps)
    return satellite, "gps" if satellite else None


def _offset(text: str) -> timedelta | None:
    moment = _parsed(text[1:], "%H:%M", earliest_year=1900) if text[:1] in ("+", "-") else None
    if moment is None:
        return None
    offset = timedelta(hours=moment.hour, minutes=moment.minute)
    return (-offset if text[0] == "-" else offset) if offset <= MAX_OFFSET else None


def _gps_time(gps: Tags) -> datetime | None:
    day = _parsed(_text(gps.get(GPS.GPSDateStamp)), "%Y:%m:%d")
    clock = _numbers(gps.get(GPS.GPSTimeStamp))
    if day is None or clock is None:
        return None
    seconds = clock[0] * 3600 + clock[1] * 60 + clock[2]
    if not 0 <= seconds < 86_400:
        return None
    return day.replace(tzinfo=UTC) + timedelta(seconds=int(seconds))


def _position(gps: Tags) -> Position | None:
    latitude = _degrees(gps.get(GPS.GPSLatitude), gps.get(GPS.GPSLatitudeRef), "N", "S", 90.0)
    longitude = _degrees(gps.get(GPS.GPSLongitude), gps.get(GPS.GPSLongitudeRef), "E", "W", 180.0)
    if latitude is None or longitude is None or latitude == longitude == 0:
        return None  # "null island" is what receivers write before they know
    return Position(latitude=latitude, longitude=longitude, accuracy=_accuracy(gps.get(GPS.GPSHPositioningError)))


def _degrees(value: object, reference: object, positive: str, negative: str, most: float) -> float | None:
    parts, side = _numbers(value), _text(reference).upper()
    if parts is None or side not in (positive, negative):
        return None
    degrees, minutes, seconds = parts
    if min(parts) < 0 or minutes >= 60 or seconds >= 60:
        return None
    total = degrees + minutes / 60 + seconds / 3600
    if total > most:
        return None
    return round(-total if side == negative else total, 7)


def _accuracy(value: object) -> float | None:
    metres = _number(value)
    return round(metres, 1) if metres is not None and 0 < metres <= MAX_ACCURACY_METRES else None


def _device(tags: Tags) -> str | None:
    make, model = _text(tags.get(Base.Make)), _text(tags.get(Base.Model))
    name = model if model.lower().startswith(make.lower()) else f"{make} {model}".strip()
    return name[:DEVICE_LENGTH].rstrip() or None


def _text(value: object) -> str:
    """Printable text on one line; no control, format or direction-changing characters."""
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    if not isinstance(value, str):
        return ""
    text = value.partition("\0")[0]
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _parsed(text: str, form: str, earliest_year: int = EARLIEST_YEAR) -> datetime | None:
    try:
        moment = datetime.strptime(text, form)  # noqa: DTZ007 - a camera's wall clock
    except ValueError:
        return None
    return moment if moment.year >= earliest_year else None


def _numbers(value: object) -> tuple[float, float, float] | None:
    if not isinstance(value, tuple) or len(value) != 3:
        return None
    first, second, third = (_number(part) for part in value)
    return None if first is None or second is None or third is None else (first, second, third)


def _number(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]  # Pillow's rationals declare no protocol; others raise here
    except (TypeError, ValueError, ArithmeticError):
        return None
    return number if math.isfinite(number) else None
