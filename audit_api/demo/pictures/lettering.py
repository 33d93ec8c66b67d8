"""Text in pictures. Pillow's own typeface is always there but knows no accents, so they are drawn on top."""

from functools import cache
from unicodedata import normalize

from PIL import ImageDraw, ImageFont

from audit_api.demo.pictures.colours import Colour

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

REPLACED = str.maketrans(
    {"„": '"', "“": '"', "”": '"', "\u2013": "-", "…": "...", "ß": "ss", "\u2019": "'", "€": "EUR"}
)
DOTLESS_I = "\u0131"
DIAERESIS, RING, CARON, DOT, MACRON, BREVE, ACUTE = "\u0308", "\u030a", "\u030c", "\u0307", "\u0304", "\u0306", "\u0301"
OGONEK, CEDILLA = "\u0328", "\u0327"


@cache
def font(size: int) -> Font:
    return ImageFont.load_default(size)


def width_of(text: str, size: int) -> float:
    return sum(_advance(base, size) for base, _ in _letters(text))


def write(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, fill: Colour, *, bold: bool = False
) -> float:
    """Writes on the baseline `at` and returns where the text ends."""
    x, y = at
    for base, marks in _letters(text):
        if base == DOTLESS_I:
            _stem(draw, x, y, size, fill, bold)
        else:
            draw.text((x, y), base, font=font(size), fill=fill, anchor="ls", stroke_width=size // 26 if bold else 0)
        for mark in marks:
            _mark(draw, mark, base, (x, y), size, fill)
        x += _advance(base, size)
    return x


def centred(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, fill: Colour, *, bold: bool = False
) -> None:
    write(draw, (at[0] - width_of(text, size) / 2, at[1]), text, size, fill, bold=bold)


def wrapped(text: str, size: int, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _advance(base: str, size: int) -> float:
    return float(font(size).getlength("i" if base == DOTLESS_I else base))


def _letters(text: str) -> list[tuple[str, str]]:
    """Each letter as its plain form and its accents."""
    decomposed = [normalize("NFD", letter) for letter in text.translate(REPLACED)]
    return [(letters[0], letters[1:]) for letters in decomposed]


def _stem(draw: ImageDraw.ImageDraw, x: float, y: float, size: int, fill: Colour, bold: bool) -> None:
    """The Turkish i without its dot."""
    middle = x + _advance(DOTLESS_I, size) / 2
    half = size * (0.075 if bold else 0.045)
    draw.rectangle((middle - half, y - size * 0.5, middle + half, y - 1), fill=fill)


def _mark(draw: ImageDraw.ImageDraw, mark: str, base: str, at: tuple[float, float], size: int, fill: Colour) -> None:
    left, top, right, _ = font(size).getbbox(base, anchor="ls")
    x, unit, thick = at[0] + (left + right) / 2, size / 15, max(1, round(size / 15))
    over, under = at[1] + top - unit * 1.3, at[1]
    if mark == DIAERESIS:
        for side in (-1.7, 1.7):
            _dot(draw, x + side * unit, over, unit * 0.9, fill)
    elif mark == DOT:
        _dot(draw, x, over, unit * 0.95, fill)
    elif mark == RING:
        draw.ellipse((x - 1.8 * unit, over - 2.6 * unit, x + 1.8 * unit, over + unit), outline=fill, width=thick)
    elif mark in (CARON, BREVE):
        points = [(x - 2 * unit, over - 1.6 * unit), (x, over + 0.4 * unit), (x + 2 * unit, over - 1.6 * unit)]
        draw.line(points, fill=fill, width=thick, joint="curve")
    elif mark == MACRON:
        draw.line((x - 2.2 * unit, over, x + 2.2 * unit, over), fill=fill, width=thick)
    elif mark == ACUTE:
        draw.line((x - 0.4 * unit, over + unit * 0.6, x + 1.6 * unit, over - 1.8 * unit), fill=fill, width=thick)
    elif mark in (OGONEK, CEDILLA):
        shift = 1.6 * unit if mark == OGONEK else 0.0
        box = (x - 1.4 * unit + shift, under - 0.6 * unit, x + 1.6 * unit + shift, under + 3 * unit)
        start, end = (60, 270) if mark == OGONEK else (-90, 140)
        draw.arc(box, start, end, fill=fill, width=thick)


def _dot(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, fill: Colour) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)
