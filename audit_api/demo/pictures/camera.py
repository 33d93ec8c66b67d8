"""What a phone writes beside the picture: when, where, with what."""

from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.TiffImagePlugin import IFDRational

QUALITY = 84
MAKERS = {"Pixel": "Google", "Galaxy": "samsung", "iPhone": "Apple", "Xperia": "Sony", "Redmi": "Xiaomi"}


def as_taken(
    picture: Image.Image, taken_at: datetime, offset: timedelta, position: tuple[float, float] | None, device: str
) -> bytes:
    """The JPEG file. `taken_at` is UTC, `offset` what the phone's clock is ahead of it."""
    exif = Image.Exif()
    exif[Base.Make], exif[Base.Model] = MAKERS.get(device.split()[0], ""), device
    local = taken_at + offset
    exif[Base.DateTime] = f"{local:%Y:%m:%d %H:%M:%S}"
    camera = exif.get_ifd(IFD.Exif)
    camera[Base.DateTimeOriginal] = f"{local:%Y:%m:%d %H:%M:%S}"
    camera[Base.OffsetTimeOriginal] = _offset(offset)
    camera[Base.ExposureTime], camera[Base.FNumber] = IFDRational(1, 120), IFDRational(18, 10)
    if position is not None:
        exif.get_ifd(IFD.GPSInfo).update(_satellites(position, taken_at))
    return as_file(picture, exif)


def as_file(picture: Image.Image, exif: Image.Exif | None = None) -> bytes:
    output = BytesIO()
    picture.save(output, "JPEG", quality=QUALITY, exif=exif or Image.Exif())
    return output.getvalue()


def _offset(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _satellites(position: tuple[float, float], taken_at: datetime) -> dict[int, object]:
    north, east = position
    return {
        GPS.GPSLatitudeRef: "N" if north >= 0 else "S",
        GPS.GPSLatitude: _degrees(abs(north)),
        GPS.GPSLongitudeRef: "E" if east >= 0 else "W",
        GPS.GPSLongitude: _degrees(abs(east)),
        GPS.GPSHPositioningError: IFDRational(9, 1),
        GPS.GPSDateStamp: f"{taken_at:%Y:%m:%d}",
        GPS.GPSTimeStamp: (IFDRational(taken_at.hour), IFDRational(taken_at.minute), IFDRational(taken_at.second)),
    }


def _degrees(value: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    minutes = value % 1 * 60
    return IFDRational(int(value)), IFDRational(int(minutes)), IFDRational(round(minutes % 1 * 60 * 100), 100)
