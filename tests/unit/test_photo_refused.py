"""What is not taken in, and under which code: by size, by kind, damaged, moving, or something else in disguise."""

import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from media.photos import PhotoLimits
from tests.unit.photo_samples import (
    SIZE,
    SOUND,
    animation,
    archive,
    chunk,
    declared_png,
    drawn,
    encoded,
    movie,
    noise,
    refusal,
    taken_in,
    with_chunk,
    with_segment,
)

JPEG = SOUND["jpeg"]()
PNG = SOUND["png"]()
HIDDEN: dict[str, bytes] = {
    "zip": archive(),
    "pdf": b"%PDF-1.7\n1 0 obj",
    "page": b"<!DOCTYPE html><html><script>alert(1)</script>",
    "script": b"\n<script>alert(1)</script>",
    "php": b"<?php system($_GET[0]); ?>",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "windows program": b"MZ\x90\0\x03\0\0\0",
    "linux program": b"\x7fELF\x02\x01\x01",
    "shell script": b"#!/bin/sh\nrm -rf /",
    "rar": b"Rar!\x1a\x07\x01\0",
    "7z": b"7z\xbc\xaf\x27\x1c\0\x04",
    "gzip": b"\x1f\x8b\x08\0",
}
"""Everything that must neither hide behind a picture nor inside its comments."""

OTHER_KINDS: dict[str, bytes] = {
    "gif": encoded(drawn(), "GIF"),
    "tiff": encoded(drawn(), "TIFF"),
    "bmp": encoded(drawn(), "BMP"),
    "pdf": encoded(drawn(), "PDF"),
    "avif": encoded(drawn(), "AVIF"),
    "jpeg 2000": encoded(drawn(), "JPEG2000"),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "page before a picture": b"<html>" + JPEG,
    "program before a picture": b"MZ" + JPEG,
    "text": b"hello",
    "one byte": b"\xff",
    "movie": movie(),
}


def broken_scan(at: float) -> bytes:
    """A JPEG with a marker in its pixel data that has no business there."""
    content = bytearray(encoded(noise()))
    place = int(len(content) * at)
    content[place : place + 2] = b"\xff\x9f"
    return bytes(content)


def many_scans() -> bytes:
    progressive = SOUND["progressive jpeg"]()
    start = progressive.rindex(b"\xff\xda")
    return progressive[:start] + progressive[start:-2] * 200 + b"\xff\xd9"


def declared_jpeg(width: int, height: int) -> bytes:
    frame = JPEG.index(b"\xff\xc0") + 5
    return JPEG[:frame] + height.to_bytes(2, "big") + width.to_bytes(2, "big") + JPEG[frame + 4 :]


def declared_webp(width: int, height: int) -> bytes:
    content = bytearray(encoded(Image.new("RGBA", SIZE, (0, 0, 0, 9)), "WEBP"))
    at = content.index(b"VP8X") + 12
    content[at : at + 6] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(content)


def test_nothing_is_refused_as_empty() -> None:
    assert refusal(b"") == "photo_empty"


def test_too_many_bytes_are_refused_without_looking_at_them() -> None:
    assert refusal(b"\0" * 1001, PhotoLimits(max_bytes=1000)) == "photo_too_large"
    assert refusal(JPEG, PhotoLimits(max_bytes=len(JPEG))) is None


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_other_kinds_of_file_are_refused(kind: str) -> None:
    assert refusal(OTHER_KINDS[kind]) == "photo_type_unsupported"


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_animations_are_refused(form: str) -> None:
    assert refusal(animation(form)) == "photo_animated"


def test_picture_sequences_are_refused() -> None:
    assert refusal(SOUND["heic"]().replace(b"ftypheic", b"ftyphevc")) == "photo_animated"


@pytest.mark.parametrize("declared", [declared_png, declared_jpeg])
@pytest.mark.parametrize(
    ("size", "code"),
    [
        ((16_000, 16_000), "photo_too_many_pixels"),
        ((16_383, 4_000), "photo_too_many_pixels"),
        ((1, 16_000), "photo_dimensions"),
        ((1, 1), "photo_dimensions"),
        ((15, 15), "photo_dimensions"),
    ],
)
def test_sizes_are_judged_as_declared(declared: Callable[[int, int], bytes], size: tuple[int, int], code: str) -> None:
    assert refusal(declared(*size)) == code


def test_a_bomb_of_a_few_bytes_is_refused_by_its_header() -> None:
    assert refusal(declared_png(60_000, 60_000)) == "photo_too_many_pixels"
    assert refusal(declared_png(1, 60_000)) == "photo_dimensions"
    assert refusal(declared_png(60_000, 1_000)) == "photo_dimensions"


def test_a_webp_is_judged_by_the_larger_of_canvas_and_frame() -> None:
    assert refusal(declared_webp(16_383, 16_383)) == "photo_too_many_pixels"
    assert refusal(declared_webp(1, 1)) == "photo_corrupt"


def test_a_second_header_cannot_change_the_size() -> None:
    large = chunk(b"IHDR", (4000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0")
    assert refusal(PNG[:33] + large + PNG[33:]) == "photo_corrupt"


@pytest.mark.parametrize("name", SOUND)
def test_every_truncation_is_refused(name: str) -> None:
    content = SOUND[name]()
    for length in range(12, len(content), max(1, len(content) // 60)):
        assert refusal(content[:length]) in ("photo_truncated", "photo_corrupt"), length


@pytest.mark.parametrize("name", ["jpeg", "progressive jpeg", "png", "webp"])
def test_a_cut_off_upload_is_called_truncated(name: str) -> None:
    content = SOUND[name]()
    assert refusal(content[: len(content) * 2 // 3]) == "photo_truncated"
    assert refusal(content[:-1]) == "photo_truncated"


@pytest.mark.parametrize("at", [0.3, 0.5, 0.9])
def test_holes_in_a_jpegs_pixel_data_are_refused(at: float) -> None:
    assert refusal(broken_scan(at)) == "photo_corrupt"


def test_a_wrong_checksum_is_refused() -> None:
    content = bytearray(PNG)
    content[PNG.index(b"IDAT") + 8] ^= 1
    assert refusal(bytes(content)) == "photo_corrupt"


def test_thousands_of_scans_are_refused() -> None:
    assert refusal(many_scans()) == "photo_corrupt"


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_another_file_behind_the_picture_is_refused(name: str, hidden: str) -> None:
    assert refusal(SOUND[name]() + HIDDEN[hidden]) == "photo_polyglot"
    assert refusal(SOUND[name]() + b"\0" * 100 + HIDDEN[hidden]) == "photo_polyglot"


@pytest.mark.parametrize("hidden", HIDDEN)
def test_another_file_in_a_comment_is_refused(hidden: str) -> None:
    assert refusal(with_segment(JPEG, 0xFE, HIDDEN[hidden])) == "photo_polyglot"
    assert refusal(with_segment(JPEG, 0xEB, HIDDEN[hidden])) == "photo_polyglot"
    assert refusal(with_chunk(PNG, b"prVt", HIDDEN[hidden])) == "photo_polyglot"


@pytest.mark.parametrize("hidden", ["page", "script", "php", "pdf", "zip"])
def test_another_file_in_exif_is_refused(hidden: str) -> None:
    assert refusal(with_segment(JPEG, 0xE1, b"Exif\0\0" + b"MM\0*" + HIDDEN[hidden])) == "photo_polyglot"


def test_a_movie_trailer_may_not_be_followed_by_an_archive() -> None:
    assert refusal(JPEG + movie() + archive()) == "photo_polyglot"


def test_a_preview_trailer_may_not_carry_a_script() -> None:
    assert refusal(JPEG + with_segment(JPEG, 0xFE, HIDDEN["script"])) == "photo_polyglot"


GENUINE_TRAILERS: dict[str, bytes] = {
    "preview or gain map": JPEG,
    "padding and two previews": b"\0" * 64 + JPEG + b"\0" * 12 + JPEG,
    "motion photo": movie(),
    "gain map and motion photo": JPEG + movie(),
    "samsung record": b"\0\0\x30\x0a\x10\0\0\0MotionPhoto_Data" + movie() + b"SEFH\x6b\0\0\0\x01\0\0\0SEFT",
    "maker's notes": b'vivo{"mode":"night"}',
}


@pytest.mark.parametrize("kind", GENUINE_TRAILERS)
def test_what_cameras_append_is_accepted_and_dropped(kind: str) -> None:
    assert taken_in(JPEG + GENUINE_TRAILERS[kind]).image == taken_in(JPEG).image


@pytest.mark.parametrize("hidden", HIDDEN)
def test_pixels_that_spell_something_by_chance_are_no_polyglot(hidden: str) -> None:
    spelled = HIDDEN[hidden] if hidden != "zip" else b"PK\x03\x04 PK\x05\x06"
    row = b"\0" + (spelled * 99)[: SIZE[0] * 3]
    received = PNG[:33] + chunk(b"IDAT", zlib.compress(row * SIZE[1], level=0)) + chunk(b"IEND", b"")
    assert spelled in received
    assert spelled not in taken_in(received).image


@pytest.mark.parametrize(
    "spelled", [b"a message in plain sight", b"<?php echo 1;", b"<script>", b"%PDF-1.4", b"PK\x03\x04"]
)
def test_a_jpeg_whose_pixels_spell_something_is_encoded_anew(spelled: bytes) -> None:
    content = encoded(noise())
    middle = len(content) // 2
    received = content[:middle] + spelled + content[middle:]
    assert spelled not in taken_in(received).image
