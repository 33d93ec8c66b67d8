"""Pictures that tests send."""

import io
from random import Random

from PIL import Image, ImageDraw


def jpeg(seed: int | None = None, width: int = 640, height: int = 480) -> bytes:
    """A drawn JPEG; without a seed no two are alike."""
    random = Random(seed)
    image = Image.new("RGB", (width, height), (random.randrange(256), random.randrange(256), random.randrange(256)))
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = random.randrange(width), random.randrange(height)
        draw.ellipse((x, y, x + 60, y + 60), fill=(random.randrange(256), random.randrange(256), 80))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()
