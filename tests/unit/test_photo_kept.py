"""What comes out: upright, small enough, without a trace of metadata, and never encoded twice without need."""

import hashlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from media.photos import PhotoLimits
from tests.unit.photo_samples import (
    METADATA_TRACES,
    SIZE,
    SOUND,
    UNTURNED,
    drawn,
    encoded,
    exif,
    noise,
    opened,
    segment,
    taken_in,
    with_exif,
    with_segment,
)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two pictures, 0 to 255."""
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


def lying(orientation: int) -> Image.Image:
    turn = UNTURNED[orientation]
    return drawn() if turn is None else drawn().transpose(turn)


@pytest.mark.parametrize("name", SOUND)
def test_every_format_becomes_an_upright_jpeg_and_a_thumbnail(name: str) -> None:
    kept = taken_in(SOUND[name](), PhotoLimits(thumbnail_side=48))
    assert kept.content_type == "image/jpeg"
    assert opened(kept.image).size == (kept.width, kept.height)
    assert opened(kept.thumbnail).size == (kept.thumbnail_width, kept.thumbnail_height)
    assert max(kept.thumbnail_width, kept.thumbnail_height) == 48
    assert kept.sha256 == hashlib.sha256(kept.image).hexdigest()


@pytest.mark.parametrize("name", SOUND)
def test_no_metadata_survives(name: str) -> None:
    kept = taken_in(SOUND[name]())
    for trace in METADATA_TRACES:
        assert trace not in kept.image + kept.thumbnail
    assert not opened(kept.image).getexif()


@pytest.mark.parametrize("orientation", UNTURNED)
def test_all_orientations_give_the_same_upright_pixels(orientation: int) -> None:
    lossless = taken_in(with_exif(lying(orientation), "PNG", exif(orientation)))
    assert lossless.image == taken_in(encoded(drawn(), "PNG")).image
    assert lossless.evidence.perceptual_hash == taken_in(encoded(drawn(), "PNG")).evidence.perceptual_hash


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "HEIF"])
@pytest.mark.parametrize("orientation", UNTURNED)
def test_lossy_formats_are_turned_upright(form: str, orientation: int) -> None:
    kept = taken_in(with_exif(lying(orientation), form, exif(orientation)))
    assert (kept.width, kept.height) == SIZE
    assert difference(opened(kept.image), drawn()) < 12


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"subsampling": 0}, {"restart_marker_rows": 1}])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_jpeg_that_needs_no_change_keeps_its_exact_pixels(mode: str, options: dict[str, Any]) -> None:
    received = encoded(noise().convert(mode), quality=88, comment=b"SECRET", exif=b"Exif\0\0" + exif(), **options)
    kept = taken_in(received)
    assert opened(kept.image).tobytes() == opened(received).tobytes()
    assert b"SECRET" not in kept.image
    assert len(kept.image) < len(received)


def test_keeping_a_kept_photo_changes_nothing() -> None:
    once = taken_in(SOUND["jpeg with exif"]())
    assert taken_in(once.image).image == once.image


def test_everything_behind_the_picture_is_dropped() -> None:
    received = SOUND["jpeg"]()
    assert taken_in(received + b"SECRET trailer of a camera").image == taken_in(received).image


@pytest.mark.parametrize("marker", [*range(0xE0, 0xF0), 0xFE])
def test_no_application_segment_or_comment_survives(marker: int) -> None:
    received = with_segment(SOUND["jpeg"](), marker, b"SECRET")
    assert b"SECRET" not in taken_in(received).image


def test_a_segment_between_scans_does_not_survive() -> None:
    received = SOUND["progressive jpeg"]()
    second_scan = received.index(b"\xff\xda", received.index(b"\xff\xda") + 2)
    kept = taken_in(received[:second_scan] + segment(0xFE, b"SECRET") + received[second_scan:])
    assert b"SECRET" not in kept.image
    assert opened(kept.image).tobytes() == opened(received).tobytes()


def test_a_message_in_a_huffman_table_does_not_survive() -> None:
    table = bytes((0, *([0] * 7), 120, *([0] * 8))) + b"SECRET" * 20
    assert b"SECRET" not in taken_in(with_segment(SOUND["jpeg"](), 0xC4, table)).image


def test_colour_follows_the_marker_that_decided_it() -> None:
    received = encoded(drawn(), quality=95, keep_rgb=True)  # RGB stored as such, told by an Adobe marker
    assert difference(opened(taken_in(received).image), drawn()) < 6


def test_large_photos_are_shrunk_and_small_ones_never_grown() -> None:
    limits = PhotoLimits(kept_side=200, thumbnail_side=100)
    large, small = taken_in(encoded(drawn((800, 600))), limits), taken_in(encoded(drawn()), limits)
    assert (large.width, large.height, large.thumbnail_width, large.thumbnail_height) == (200, 150, 100, 75)
    assert (small.width, small.height, small.thumbnail_width) == (*SIZE, 96)
    assert difference(opened(large.image), drawn((200, 150))) < 3


def test_a_needlessly_heavy_jpeg_is_encoded_anew() -> None:
    heavy = encoded(noise(), quality=100)
    assert len(taken_in(heavy, PhotoLimits(kept_bytes=len(heavy) // 2)).image) < len(heavy) // 2


def test_extreme_panoramas_keep_at_least_one_pixel() -> None:
    kept = taken_in(encoded(drawn((16_000, 16)), "PNG"), PhotoLimits(kept_side=200))
    assert (kept.width, kept.height) == (200, 1)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_png_mode_is_taken(mode: str) -> None:
    picture = drawn(mode="L").convert(mode)
    assert difference(opened(taken_in(encoded(picture, "PNG")).image), picture) < 6


def test_sixteen_bit_greys_keep_their_brightness() -> None:
    picture = Image.new("I;16", SIZE, 0x8000)
    assert opened(taken_in(encoded(picture, "PNG")).image).getpixel((5, 5)) == 0x80


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_transparency_becomes_white_paper(form: str) -> None:
    received = encoded(Image.new("RGBA", SIZE, (255, 0, 0, 0)), form)
    assert opened(taken_in(received).image).getpixel((10, 10)) == (255, 255, 255)


def test_a_transparent_palette_becomes_white_paper() -> None:
    received = encoded(drawn().convert("P"), "PNG", transparency=0)
    assert opened(taken_in(received).image).mode == "RGB"


def test_cmyk_becomes_rgb() -> None:
    kept = opened(taken_in(encoded(drawn(mode="CMYK"), quality=95)).image)
    assert kept.mode == "RGB"
    assert difference(kept, drawn()) < 6


def test_colours_of_another_profile_are_converted() -> None:
    lab_free_profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red, green = lab_free_profile.index(b"rXYZ"), lab_free_profile.index(b"gXYZ")
    swapped = bytearray(lab_free_profile)
    swapped[red : red + 4], swapped[green : green + 4] = b"gXYZ", b"rXYZ"
    swapped = swapped.replace(b"s\0R\0G\0B", b"o\0t\0h\0r").replace(b"sRGB", b"othr")
    received = encoded(Image.new("RGB", SIZE, "red"), "PNG", icc_profile=bytes(swapped))
    assert difference(opened(taken_in(received).image), Image.new("RGB", SIZE, (0, 255, 0))) < 6


@pytest.mark.parametrize("profile", [b"", b"SECRET", b"\0" * 128])
def test_a_broken_profile_is_as_good_as_none(profile: bytes) -> None:
    received = encoded(drawn(), icc_profile=profile or None)
    assert opened(taken_in(received).image).tobytes() == opened(received).tobytes()


def test_an_srgb_profile_is_no_reason_to_encode_again() -> None:
    received = encoded(drawn(), icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    assert opened(taken_in(received).image).tobytes() == opened(received).tobytes()


def test_near_duplicates_have_near_hashes() -> None:
    def bits(content: bytes) -> int:
        return int(taken_in(content).evidence.perceptual_hash, 16)

    scene = Image.effect_noise((12, 9), 120).resize((800, 600), Image.Resampling.BICUBIC).convert("RGB")
    original, resaved = bits(encoded(scene, quality=95)), bits(encoded(scene.resize((400, 300)), quality=50))
    other = bits(encoded(scene.transpose(Image.Transpose.ROTATE_180)))
    assert (original ^ resaved).bit_count() <= 4 < (original ^ other).bit_count()


def test_a_heic_with_a_second_picture_gives_the_primary_one() -> None:
    output = BytesIO()
    drawn().save(output, "HEIF", save_all=True, append_images=[noise((64, 64))], primary_index=0)
    assert (taken_in(output.getvalue()).width, taken_in(output.getvalue()).height) == SIZE
