"""Facts about the file as received; hostile EXIF is absent EXIF."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL.ExifTags import GPS, Base
from PIL.TiffImagePlugin import IFDRational

from media.exif import DEVICE_LENGTH, ExifFacts, read_exif
from media.photos import Position
from tests.unit.photo_samples import SIZE, SOUND, drawn, encoded, exif, place, taken_in, with_exif

VILNIUS = Position(latitude=54.687, longitude=25.2796667, accuracy=12.0)
RECEIVED_TYPES = {"jpeg with exif": "image/jpeg", "png": "image/png", "webp": "image/webp", "heic": "image/heic"}


@pytest.mark.parametrize("name", RECEIVED_TYPES)
def test_facts_are_read_from_every_format(name: str) -> None:
    content = SOUND[name]()
    evidence = taken_in(content).evidence
    assert evidence.received_sha256 == hashlib.sha256(content).hexdigest()
    assert (evidence.received_bytes, evidence.received_type) == (len(content), RECEIVED_TYPES[name])
    assert evidence.position == VILNIUS
    assert evidence.device == "Apple iPhone SECRET"
    assert (evidence.taken_local, evidence.taken_at) == ("2026-11-20T14:05:09", None)


def test_width_and_height_are_those_received() -> None:
    kept = taken_in(with_exif(drawn(), "JPEG", exif(6)))
    assert (kept.evidence.width, kept.evidence.height) == SIZE == (kept.height, kept.width)


def test_a_photo_without_exif_has_no_claims() -> None:
    evidence = taken_in(encoded(drawn())).evidence
    assert (evidence.taken_at, evidence.taken_local, evidence.position, evidence.device) == (None, None, None, None)


def taken(**tags: Any) -> ExifFacts:
    return read_exif(exif(camera={getattr(Base, name): value for name, value in tags.items()}))


@pytest.mark.parametrize(("offset", "hour"), [("+02:00", 12), ("-05:30", 19), ("+00:00", 14), ("+14:00", 0)], ids=str)
def test_a_named_offset_makes_an_instant(offset: str, hour: int) -> None:
    facts = taken(DateTimeOriginal="2026:11:20 14:05:09", OffsetTimeOriginal=offset)
    assert facts.taken_at is not None
    assert (facts.taken_at.tzinfo, facts.taken_at.hour, facts.taken_at_source) == (UTC, hour, "offset")


def test_without_an_offset_the_satellites_tell_the_instant() -> None:
    gps = place() | {GPS.GPSDateStamp: "2026:11:20", GPS.GPSTimeStamp: (12.0, 5.0, 9.0)}
    facts = read_exif(exif(gps=gps))
    assert (facts.taken_at, facts.taken_at_source) == (datetime(2026, 11, 20, 12, 5, 9, tzinfo=UTC), "gps")
    assert facts.taken_local == "2026-11-20T14:05:09"


@pytest.mark.parametrize("clock", ["0000:00:00 00:00:00", "2026:13:40 99:00:00", "soon", "", "1904:01:01 00:00:00", 7])
def test_an_impossible_time_is_no_time(clock: object) -> None:
    facts = taken(DateTimeOriginal=clock, OffsetTimeOriginal="+02:00")
    assert (facts.taken_local, facts.taken_at) == (None, None)


@pytest.mark.parametrize("offset", ["+99:00", "02:00", "+2", "\0", "+14:01"])
def test_an_impossible_offset_is_no_offset(offset: str) -> None:
    facts = taken(DateTimeOriginal="2026:11:20 14:05:09", OffsetTimeOriginal=offset)
    assert (facts.taken_local, facts.taken_at) == ("2026-11-20T14:05:09", None)


@pytest.mark.parametrize(
    "wrong",
    [
        {GPS.GPSLatitude: (91.0, 0.0, 0.0)},
        {GPS.GPSLongitude: (180.0, 0.0, 1.0)},
        {GPS.GPSLatitude: (54.0, 60.0, 0.0)},
        {GPS.GPSLatitude: (IFDRational(54, 0), IFDRational(0, 0), IFDRational(0, 1))},
        {GPS.GPSLatitude: (54.0, 41.0)},
        {GPS.GPSLatitudeRef: "X"},
        {GPS.GPSLatitudeRef: ""},
        {GPS.GPSLatitude: (0.0, 0.0, 0.0), GPS.GPSLongitude: (0.0, 0.0, 0.0)},
    ],
    ids=str,
)
def test_an_impossible_place_is_no_place(wrong: dict[int, Any]) -> None:
    assert read_exif(exif(gps=place() | wrong)).position is None


def test_south_and_west_are_negative() -> None:
    position = read_exif(exif(gps=place() | {GPS.GPSLatitudeRef: "S", GPS.GPSLongitudeRef: "W"})).position
    assert position is not None
    assert (position.latitude, position.longitude) == (-VILNIUS.latitude, -VILNIUS.longitude)


@pytest.mark.parametrize("error", [IFDRational(1, 0), 0.0, 1e9])
def test_an_impossible_accuracy_leaves_the_place(error: float) -> None:
    position = read_exif(exif(gps=place() | {GPS.GPSHPositioningError: error})).position
    assert position == Position(latitude=VILNIUS.latitude, longitude=VILNIUS.longitude)


def test_a_device_name_is_short_and_printable() -> None:
    block = exif().replace(b"iPhone SECRET", b"X\x1b[31m\r\n\x07 one")
    assert read_exif(block).device == "Apple X [31m one"
    assert read_exif(block.replace(b"Apple\0", b"Apple\xff")).device is not None


def test_a_device_name_is_cut() -> None:
    device = taken_in(with_exif(drawn(), "JPEG", exif().replace(b"iPhone SECRET", b"i" * 13))).evidence.device
    assert device is not None
    assert len(device) <= DEVICE_LENGTH


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_impossible_orientation_is_upright(orientation: int) -> None:
    assert read_exif(exif(orientation)).orientation == 1


@pytest.mark.parametrize("flaw", range(0, 400, 3))
def test_no_damaged_exif_raises(flaw: int) -> None:
    block = exif()
    read_exif(block[:flaw])
    read_exif(block[:flaw] + b"\xff" * 4 + block[flaw + 4 :])
    read_exif(block[:flaw] + b"\0" * 4 + block[flaw + 4 :])


def test_overlapping_tags_are_bounded() -> None:
    entries = b"".join(tag.to_bytes(2, "big") + b"\0\x02\0\0\xf0\0\0\0\0\x08" for tag in range(5000))
    assert read_exif(b"MM\0*\0\0\0\x08\x13\x88" + entries * 100) == ExifFacts()
