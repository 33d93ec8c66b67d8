"""What is written on walls, boards and receipts of a branch, in the language of its country."""

import msgspec

from audit_api.demo.pictures.canvas import Canvas
from audit_api.demo.pictures.colours import BRAND, OTHER_BRAND, Colour


class Signs(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`services`: what is sold over the counter, with its lowest and highest price."""

    company: str = ""
    colour: Colour = BRAND
    address: str = ""
    currency: str = ""
    open: str
    hours: str
    opening: list[str]
    reception: str
    please_wait: str
    now_serving: str
    desk: str
    receipt: str
    total: str
    tax: str
    tax_percent: int
    paid: str
    thanks: str
    services: list[tuple[str, float, float]]
    goods: list[str]
    inbox: str


def signs_of(words: Signs, company: str, address: str, currency: str, *, competitor: bool) -> Signs:
    colour = OTHER_BRAND if competitor else BRAND
    return msgspec.structs.replace(words, company=company, colour=colour, address=address, currency=currency)


def logo(canvas: Canvas, x: float, y: float, radius: float, colour: Colour, ground: Colour) -> None:
    """A disc with a leaf-shaped cut."""
    canvas.disc(x, y, radius, colour)
    canvas.area(
        (x - radius * 0.55, y + radius * 0.45),
        (x - radius * 0.2, y - radius * 0.5),
        (x + radius * 0.6, y - radius * 0.55),
        (x + radius * 0.3, y + radius * 0.35),
        fill=ground,
    )
