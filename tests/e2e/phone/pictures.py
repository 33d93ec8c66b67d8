"""Photos that can be told apart after the phone and the server have made them smaller: each shows its own number."""

import io
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

SIZE = (1200, 900)
COLUMNS, ROWS = 8, 4  # of black and white fields: the number in binary
NUMBERS = 2 ** (COLUMNS * ROWS)
DARK, LIGHT = (28, 32, 36), (232, 228, 220)
_MIDDLE = sum(DARK + LIGHT) / 2 / 3


def picture(number: int, size: tuple[int, int] = SIZE) -> bytes:
    """A JPEG that shows `number` (below 2**32) as a board of fields, with the noise of a small camera."""
    image = Image.new("RGB", size, LIGHT)
    draw = ImageDraw.Draw(image)
    for n, box in enumerate(_fields(size)):
        draw.rectangle(box, fill=DARK if number >> n & 1 else LIGHT)
    noise = Image.effect_noise(size, 24).convert("RGB")
    out = io.BytesIO()
    Image.blend(image, noise, 0.12).save(out, "JPEG", quality=88)
    return out.getvalue()


def number_of(content: bytes) -> int:
    """The number that a picture shows, whatever its size now."""
    image = Image.open(io.BytesIO(content)).convert("L")
    number = 0
    for n, (left, top, right, bottom) in enumerate(_fields(image.size)):
        middle = image.getpixel(((left + right) // 2, (top + bottom) // 2))
        assert isinstance(middle, int)
        number |= (middle < _MIDDLE) << n
    return number


class Album:
    """Files of distinct pictures in `folder`, as a camera leaves them."""

    def __init__(self, folder: Path, seed: int = 0) -> None:
        self._folder, self._random = folder, Random(seed)

    def take(self, size: tuple[int, int] = SIZE) -> tuple[int, Path]:
        """A new photo: the number it shows, and its file."""
        number = self._random.randrange(NUMBERS)
        path = self._folder / f"{number:010}.jpg"
        path.write_bytes(picture(number, size))
        return number, path


def _fields(size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    wide, high = size[0] // COLUMNS, size[1] // ROWS
    return [(x * wide, y * high, (x + 1) * wide - 1, (y + 1) * high - 1) for y in range(ROWS) for x in range(COLUMNS)]
