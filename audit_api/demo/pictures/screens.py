"""Screenshots of a written contact."""

from datetime import datetime

import msgspec

from audit_api.demo.pictures.canvas import Canvas
from audit_api.demo.pictures.colours import INK, PAPER, Colour, shade
from audit_api.demo.pictures.lettering import centred, width_of, wrapped, write
from audit_api.demo.pictures.signs import Signs, logo

SIZE = (900, 1600)
GROUND: Colour = (242, 243, 245)
MINE: Colour = (214, 232, 224)
TEXT, MARGIN, LINE = 32, 40, 46


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """`mine`: written by the shopper."""

    text: str
    at: datetime
    mine: bool


def draw_screen(canvas: Canvas, signs: Signs, messages: list[Message], note: str = "") -> None:
    _status_bar(canvas, messages[-1].at)
    _header(canvas, signs)
    y = 250
    for message in messages:
        y = _bubble(canvas, message, y) + 34
    if note:
        centred(canvas.draw, (SIZE[0] / 2, y + 60), note, 30, (140, 90, 80))
    canvas.box(MARGIN, 1490, SIZE[0] - MARGIN, 1560, PAPER, 34)
    canvas.disc(SIZE[0] - MARGIN - 36, 1525, 26, signs.colour)


def _status_bar(canvas: Canvas, at: datetime) -> None:
    write(canvas.draw, (40, 46), f"{at:%H:%M}", 30, INK, bold=True)
    for n in range(4):
        canvas.box(700 + n * 16, 42 - n * 6, 710 + n * 16, 46, INK)
    canvas.box(790, 24, 846, 48, INK, 6)
    canvas.box(796, 28, 796 + canvas.rng.randint(10, 44), 44, GROUND)


def _header(canvas: Canvas, signs: Signs) -> None:
    canvas.box(0, 70, SIZE[0], 200, signs.colour)
    logo(canvas, 92, 135, 40, PAPER, signs.colour)
    write(canvas.draw, (160, 130), signs.company, 42, PAPER, bold=True)
    write(canvas.draw, (160, 174), signs.inbox, 28, shade(signs.colour, 1.7))


def _bubble(canvas: Canvas, message: Message, top: int) -> int:
    wide = 660
    lines = wrapped(message.text, TEXT, wide - 2 * 28)
    left = SIZE[0] - MARGIN - wide if message.mine else MARGIN
    bottom = top + 34 + len(lines) * LINE + 44
    canvas.box(left, top, left + wide, bottom, MINE if message.mine else PAPER, 26)
    for n, line in enumerate(lines):
        write(canvas.draw, (left + 28, top + 54 + n * LINE), line, TEXT, INK)
    stamp = f"{message.at:%d.%m. %H:%M}"
    write(canvas.draw, (left + wide - 28 - width_of(stamp, 24), bottom - 16), stamp, 24, (130, 134, 138))
    return bottom
