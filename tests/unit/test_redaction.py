"""Faces and plates: how many the detectors propose, and that what is taken out cannot be brought back."""

import asyncio
from io import BytesIO

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from media.detection import detect
from media.intake import PhotoIntake
from media.redaction import redact
from media.regions import Box, Proposal, Region, Stroke

BOX = Box(x=0.25, y=0.25, width=0.5, height=0.5)
PLATES = ["B MW 1234", "KAU 482", "34 ABC 123", "LZR 731", "HH AB 901", "XKR 29T"]
FACES_FOUND, PLATES_FOUND, NO_FACES_FOUND = 75, 5, 2
"""Of 100 and 6; the figures in docs/coaching.md."""


def jpeg(picture: Image.Image) -> bytes:
    output = BytesIO()
    picture.convert("RGB").save(output, "JPEG", quality=90)
    return output.getvalue()


def noise(seed: int, size: tuple[int, int] = (160, 120)) -> Image.Image:
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), np.uint8))


def covers(proposal: Proposal, x: float, y: float) -> bool:
    box = proposal.box
    return box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height


def real_faces() -> list[Image.Image]:
    """A hundred faces of Labeled Faces in the Wild, 25 pixels wide; made larger, they are as blurred as far ones."""
    import skimage.data

    return [
        Image.fromarray((face * 255).astype(np.uint8)).resize((75, 75), Image.Resampling.LANCZOS)
        for face in skimage.data.lfw_subset()[:100]
    ]


def test_most_real_faces_are_proposed() -> None:
    found = 0
    for face in real_faces():
        scene = Image.new("L", (320, 240), 150)
        scene.paste(face, (120, 80))
        found += any(one.kind == "face" and covers(one, 157 / 320, 117 / 240) for one in detect(jpeg(scene)))
    assert found >= FACES_FOUND


def test_hardly_anything_else_is_taken_for_a_face() -> None:
    """Of the same collection, cut from beside the faces."""
    import skimage.data

    found = 0
    for piece in skimage.data.lfw_subset()[100:]:
        picture = Image.fromarray((piece * 255).astype(np.uint8)).resize((75, 75), Image.Resampling.LANCZOS)
        scene = Image.new("L", (320, 240), 150)
        scene.paste(picture, (120, 80))
        found += any(one.kind == "face" for one in detect(jpeg(scene)))
    assert found <= NO_FACES_FOUND


def test_a_portrait_is_sure() -> None:
    import skimage.data

    portrait = Image.fromarray(skimage.data.astronaut())
    faces = [one for one in detect(jpeg(portrait)) if one.kind == "face" and covers(one, 0.44, 0.22)]
    assert any(one.sure for one in faces)


def test_drawn_plates_are_proposed() -> None:
    found = 0
    for plate in PLATES:
        scene = _car(plate)
        found += any(one.kind == "plate" and covers(one, 0.5, 0.725) for one in detect(jpeg(scene)))
    assert found >= PLATES_FOUND


def test_an_empty_wall_has_nobody() -> None:
    assert detect(jpeg(Image.new("RGB", (640, 480), (180, 170, 160)))) == []


regions = st.lists(
    st.builds(
        Box,
        x=st.floats(0, 0.9),
        y=st.floats(0, 0.9),
        width=st.floats(0.02, 0.5),
        height=st.floats(0.02, 0.5),
    )
    | st.builds(
        Stroke,
        points=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=4),
        radius=st.floats(0.01, 0.2),
    ),
    min_size=1,
    max_size=4,
)


@given(regions, st.integers(0, 1000))
@settings(max_examples=50)
def test_nothing_of_what_was_there_is_left(wanted: list[Region], seed: int) -> None:
    """Two pictures that differ in the regions only become the same file, byte for byte."""
    one = noise(1)
    where = np.asarray(_where(one.size, wanted))
    other = np.where(where[..., None], np.asarray(noise(seed + 2)), np.asarray(one))
    assert _redacted_lossless(one, wanted) == _redacted_lossless(Image.fromarray(other.astype(np.uint8)), wanted)


def test_what_is_outside_stays() -> None:
    picture = noise(3).filter(ImageFilter.GaussianBlur(6))
    made = redact(jpeg(picture), [BOX])
    after = np.asarray(Image.open(BytesIO(made.image)), np.int16)
    before = np.asarray(picture, np.int16)
    assert np.abs(after[:20] - before[:20]).mean() < 4
    assert np.abs(after[40:80, 50:110] - before[40:80, 50:110]).mean() > 4
    assert Image.open(BytesIO(made.image)).getexif() == {}
    assert (made.width, made.height) == picture.size
    assert max(Image.open(BytesIO(made.thumbnail)).size) <= 480


def test_all_may_be_hidden() -> None:
    made = redact(jpeg(noise(4)), [Box(x=0, y=0, width=1, height=1)])
    assert np.asarray(Image.open(BytesIO(made.image))).std() < 30


@pytest.mark.parametrize(
    "bad",
    [
        {"shape": "box", "x": -0.1, "y": 0, "width": 0.5, "height": 0.5},
        {"shape": "box", "x": 0.1, "y": 0, "width": 0, "height": 0.5},
        {"shape": "stroke", "points": [], "radius": 0.1},
        {"shape": "stroke", "points": [[0.5, 1.5]], "radius": 0.1},
        {"shape": "circle"},
    ],
)
def test_a_region_lies_in_the_picture(bad: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(bad, Region)


def test_workers_look_and_redact() -> None:
    async def run() -> None:
        intake = PhotoIntake(workers=1)
        try:
            picture = jpeg(noise(5, (640, 480)))
            assert await intake.look(picture) is not None
            made = await intake.redact(picture, [BOX])
            assert made == redact(picture, [BOX])
        finally:
            await intake.close()

    asyncio.run(run())


def _redacted_lossless(picture: Image.Image, wanted: list[Region]) -> bytes:
    """`redact` reads a JPEG, whose blocks reach over edges; here only what it does with pixels is looked at."""
    from media.redaction import without

    return without(picture.convert("RGB"), wanted).tobytes()


def _where(size: tuple[int, int], wanted: list[Region]) -> Image.Image:
    from media.redaction import mask_of

    return mask_of(size, wanted)


def _car(plate: str) -> Image.Image:
    scene = Image.new("RGB", (640, 400), (96, 110, 128))
    draw = ImageDraw.Draw(scene)
    draw.rectangle((80, 120, 560, 340), fill=(60, 64, 72))
    draw.rectangle((220, 262, 420, 318), fill="black")
    draw.rectangle((223, 265, 417, 315), fill="white")
    font = ImageFont.load_default(34)
    width = draw.textlength(plate, font)
    draw.text((320 - width / 2, 268), plate, fill="black", font=font, stroke_width=1)
    return scene.filter(ImageFilter.GaussianBlur(0.8))
