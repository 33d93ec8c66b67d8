"""Pictures and papers that tests send."""

import io
from itertools import count
from random import Random

from PIL import Image, ImageDraw

_seeds = count(1_000_000)


def begin_anew() -> None:
    """So that the pictures of a file are the same ones whenever it runs."""
    global _seeds
    _seeds = count(1_000_000)


def jpeg(seed: int | None = None, width: int = 640, height: int = 480) -> bytes:
    """A drawn JPEG; without a seed no two are alike."""
    random = Random(next(_seeds) if seed is None else seed)
    image = Image.new("RGB", (width, height), (random.randrange(256), random.randrange(256), random.randrange(256)))
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = random.randrange(width), random.randrange(height)
        draw.ellipse((x, y, x + 60, y + 60), fill=(random.randrange(256), random.randrange(256), 80))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


def pdf(said: str = "%", tail: bytes = b"") -> bytes:
    """A PDF of one empty page with a comment, and something behind its end."""
    parts = [
        "%PDF-1.4",
        f"% {said}",
        "1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj",
        "2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj",
        "3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200]>> endobj",
        "trailer <</Root 1 0 R>>",
        "%%EOF",
        "",
    ]
    return "\n".join(parts).encode() + tail
