"""A picture under way: shapes in pixels of a 1600 x 1200 photo, and what a camera in a hand makes of it."""

from functools import cache
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from audit_api.demo.pictures.colours import CLOTHES, INK, LEAF, SKIN, Colour, near, shade

WIDTH, HEIGHT = 1600, 1200
TAKEN = (1440, 1080)
Point = tuple[float, float]
SHAKE = 34
"""How many pixels a corner may be off: nobody holds a phone straight while pretending to read a message."""
GRAIN = 0.035
LIGHTS: tuple[tuple[float, float, float], ...] = (
    (1.0, 0.985, 0.95),
    (0.97, 0.99, 1.0),
    (1.0, 1.0, 0.985),
    (0.95, 0.95, 0.95),
)


class Canvas:
    """`place` draws what stays the same each time a place is seen, `rng` what is of the moment."""

    def __init__(
        self, rng: Random, colour: Colour, size: tuple[int, int] = (WIDTH, HEIGHT), *, place: Random | None = None
    ) -> None:
        self.rng, self.place = rng, place or rng
        self.image = Image.new("RGB", size, colour)
        self.draw = ImageDraw.Draw(self.image)
        self.ground = colour

    def box(self, left: float, top: float, right: float, bottom: float, fill: Colour, radius: int = 0) -> None:
        if radius:
            self.draw.rounded_rectangle((left, top, right, bottom), radius, fill=fill)
        else:
            self.draw.rectangle((left, top, right, bottom), fill=fill)

    def area(self, *points: Point, fill: Colour) -> None:
        self.draw.polygon(points, fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: Colour, squeeze: float = 1.0) -> None:
        self.draw.ellipse((x - radius, y - radius * squeeze, x + radius, y + radius * squeeze), fill=fill)

    def line(self, *points: Point, fill: Colour, width: int = 3) -> None:
        self.draw.line(points, fill=fill, width=width, joint="curve")

    def fade(self, box: tuple[int, int, int, int], top: Colour, bottom: Colour) -> None:
        """A vertical gradient."""
        left, upper, right, lower = box
        ramp = _ramp().resize((right - left, lower - upper))
        self.image.paste(ImageOps.colorize(ramp, top, bottom), (left, upper))

    def person(self, x: float, floor: float, height: float) -> None:
        """A standing figure without a face."""
        skin, coat, legs = self.rng.choice(SKIN), near(self.rng, self.rng.choice(CLOTHES)), shade(INK, 1.15)
        head, waist = height * 0.075, floor - height * 0.46
        for side in (-1, 1):
            self.box(x + side * head * 0.75 - head * 0.55, waist, x + side * head * 0.75 + head * 0.55, floor, legs)
        self._torso(x, floor - height * 0.84, waist + head * 0.6, head * 1.75, coat)
        self._head(x, floor - height * 0.92, head, skin)

    def seated(self, x: float, seat: float, height: float) -> None:
        """A figure on a chair, seen from the front; `height` is from seat to crown."""
        skin, coat = self.rng.choice(SKIN), near(self.rng, self.rng.choice(CLOTHES))
        head = height * 0.15
        for side in (-1, 1):
            left = x + side * head * 1.0 - head * 0.6
            self.box(left, seat - head * 0.2, left + head * 1.2, seat + height * 0.62, shade(INK, 1.2), 10)
        self._torso(x, seat - height * 0.68, seat + head * 0.5, head * 1.75, coat)
        self._head(x, seat - height * 0.84, head, skin)

    def plant(self, x: float, floor: float, height: float) -> None:
        pot = height * 0.16
        for _ in range(13):
            tip = (x + self.rng.uniform(-0.34, 0.34) * height, floor - height * self.rng.uniform(0.55, 1.0))
            leaf = near(self.rng, LEAF, 20)
            self.area(
                (x, floor - pot * 1.6),
                (tip[0] - 9, tip[1] + height * 0.16),
                tip,
                (tip[0] + 14, tip[1] + height * 0.2),
                fill=leaf,
            )
        self.area(
            (x - pot, floor - pot * 2),
            (x + pot, floor - pot * 2),
            (x + pot * 0.75, floor),
            (x - pot * 0.75, floor),
            fill=(186, 170, 150),
        )

    def shadow(self, x: float, y: float, radius: float) -> None:
        """On `ground`, which whoever draws a floor sets."""
        self.disc(x, y, radius, shade(self.ground, 0.8), 0.16)

    def cast(self, blur: int, *points: Point) -> None:
        """A soft shadow of an object that stands on these points; made small, because it is blurred anyway."""
        margin = blur * 2
        left, top = (max(0, int(min(p[axis] for p in points)) - margin) for axis in (0, 1))
        right, bottom = (int(max(p[axis] for p in points)) + margin for axis in (0, 1))
        small = Image.new("L", ((right - left) // 8 + 1, (bottom - top) // 8 + 1), 0)
        ImageDraw.Draw(small).polygon([((x - left) / 8, (y - top) / 8) for x, y in points], fill=120)
        mask = small.filter(ImageFilter.GaussianBlur(blur / 8)).resize((right - left, bottom - top))
        self.image.paste((24, 18, 12), (left, top), mask)

    def _torso(self, x: float, top: float, bottom: float, half: float, coat: Colour) -> None:
        self.box(x - half, top, x + half, bottom, coat, int(half * 0.55))
        for side in (-1, 1):
            sleeve = x + side * half * 0.95
            self.box(
                sleeve - half * 0.24,
                top + half * 0.35,
                sleeve + half * 0.24,
                bottom - half * 0.1,
                shade(coat, 0.86),
                12,
            )
        self.line((x, top + half * 0.5), (x, bottom), fill=shade(coat, 0.85), width=3)

    def _head(self, x: float, y: float, radius: float, skin: Colour) -> None:
        hair = self.rng.choice(((52, 40, 34), (112, 78, 48), (168, 140, 98), (150, 150, 150), (36, 34, 36)))
        self.disc(x, y - radius * 0.16, radius * 1.1, hair, 1.1)
        self.disc(x, y + radius * 0.2, radius * 0.88, skin, 1.0)


def handheld(canvas: Canvas, closeness: float = 0.16) -> Image.Image:
    """The scene as a phone in a hand saw it: from more or less near, askew, darker at the edges, a little noisy."""
    rng = canvas.rng
    near_by = 1 - rng.uniform(0, closeness)
    left, top = rng.uniform(0, 1 - near_by) * WIDTH, rng.uniform(0, 1 - near_by) * HEIGHT
    right, bottom = left + near_by * WIDTH, top + near_by * HEIGHT

    def off() -> float:
        return rng.uniform(0, SHAKE)

    corners = (
        left + off(), top + off(), left + off(), bottom - off(),
        right - off(), bottom - off(), right - off(), top + off(),
    )  # fmt: skip
    seen = canvas.image.transform(TAKEN, Image.Transform.QUAD, corners, Image.Resampling.BILINEAR)
    seen = ImageChops.multiply(seen, _light(rng.randrange(len(LIGHTS))))
    grain = Image.frombytes("L", (TAKEN[0] // 4, TAKEN[1] // 4), rng.randbytes(TAKEN[0] // 4 * (TAKEN[1] // 4)))
    return Image.blend(seen, grain.resize(TAKEN, Image.Resampling.BILINEAR).convert("RGB"), GRAIN)


@cache
def _ramp() -> Image.Image:
    return Image.linear_gradient("L")


@cache
def _light(kind: int) -> Image.Image:
    """What to multiply a picture with: the tint of its light, and corners that get less of it."""
    bright = [255 - round(max(0, value - 120) * 0.36) for value in range(256)]
    falling = Image.radial_gradient("L").point(bright).resize(TAKEN, Image.Resampling.BILINEAR)
    return Image.merge("RGB", [falling.point([round(v * part) for v in range(256)]) for part in LIGHTS[kind]])
