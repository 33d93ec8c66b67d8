"""Takes regions out of a picture so that they cannot be brought back.

A blur, and pixels as large as you like, still follow from what was there: text and faces have been read back from
both. So the new pixels are made of the picture *outside* the regions alone. Two pictures that differ inside only
become the same file, which a test holds.
"""

import hashlib
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageStat

from media.pixels import encoded, shrunk
from media.regions import Box, RedactedPicture, Region, Stroke

QUALITY = 85
THUMBNAIL_QUALITY = 78
THUMBNAIL_SIDE = 480
TILES = 48
"""Along the longer side: a pattern says that something was taken out, where one colour could be part of a wall."""
CONTRAST = 14
GREY = (128, 128, 128)


def redact(data: bytes, regions: list[Region]) -> RedactedPicture:
    picture = without(Image.open(BytesIO(data), formats=["JPEG"]).convert("RGB"), regions)
    image = encoded(picture, QUALITY)
    return RedactedPicture(
        image=image,
        thumbnail=encoded(shrunk(picture, THUMBNAIL_SIDE), THUMBNAIL_QUALITY),
        width=picture.width,
        height=picture.height,
        sha256=hashlib.sha256(image).hexdigest(),
    )


def without(picture: Image.Image, regions: list[Region]) -> Image.Image:
    hidden = mask_of(picture.size, regions)
    clean = picture.copy()
    clean.paste(_tiles(picture, hidden), mask=hidden)
    return clean


def mask_of(size: tuple[int, int], regions: list[Region]) -> Image.Image:
    """White where it is to be hidden. Hard edges: a soft one would let something through."""
    mask = Image.new("L", size, 0)
    draw = ImageDraw.Draw(mask)
    for region in regions:
        if isinstance(region, Box):
            _draw_box(draw, size, region)
        else:
            _draw_stroke(draw, size, region)
    return mask


def _draw_box(draw: ImageDraw.ImageDraw, size: tuple[int, int], box: Box) -> None:
    width, height = size
    left, top = int(box.x * width), int(box.y * height)
    draw.rectangle((left, top, int((box.x + box.width) * width) + 1, int((box.y + box.height) * height) + 1), fill=255)


def _draw_stroke(draw: ImageDraw.ImageDraw, size: tuple[int, int], stroke: Stroke) -> None:
    radius = max(1, round(stroke.radius * max(size)))
    points = [(x * size[0], y * size[1]) for x, y in stroke.points]
    draw.line(points, fill=255, width=2 * radius, joint="curve")
    for x, y in points:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)


def _tiles(picture: Image.Image, hidden: Image.Image) -> Image.Image:
    """Two shades of what the rest of the picture is like, by turns."""
    shown = ImageChops.invert(hidden)
    mean = GREY if shown.getextrema() == (0, 0) else tuple(round(part) for part in ImageStat.Stat(picture, shown).mean)
    side = max(4, max(picture.size) // TILES)
    columns, rows = -(-picture.width // side), -(-picture.height // side)
    shades = [tuple(min(255, max(0, part + sign * CONTRAST)) for part in mean) for sign in (-1, 1)]
    small = Image.new("RGB", (columns, rows))
    small.putdata([shades[(column + row) % 2] for row in range(rows) for column in range(columns)])
    large = small.resize((columns * side, rows * side), Image.Resampling.NEAREST)
    return large.crop((0, 0, *picture.size))
