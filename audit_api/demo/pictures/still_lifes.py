"""What lies on a table: a receipt, an unpacked parcel."""

from math import cos, sin, tau

from PIL import Image

from audit_api.demo.pictures.canvas import HEIGHT, WIDTH, Canvas
from audit_api.demo.pictures.colours import INK, PAPER, WOOD, Colour, near, shade
from audit_api.demo.pictures.lettering import centred, width_of, wrapped, write
from audit_api.demo.pictures.signs import Signs, logo

TABLES: tuple[Colour, ...] = ((164, 118, 78), (196, 168, 132), (92, 70, 56), (206, 206, 202), (74, 78, 84))
CARDBOARD: Colour = (190, 148, 100)
RECEIPT = (560, 1060)


def draw_receipt(canvas: Canvas, signs: Signs, printed_at: str = "") -> None:
    _table(canvas)
    rng = canvas.rng
    _beside(canvas)
    paper = _printed(canvas, signs, printed_at)
    turned = paper.rotate(rng.uniform(-9, 9), Image.Resampling.BILINEAR, expand=True)
    left, top = rng.randint(430, 620), rng.randint(20, 50)
    mask = turned.getchannel("A")
    shadow = mask.point([value * 90 // 255 for value in range(256)]).reduce(8)
    dark = shadow.resize(turned.size, Image.Resampling.BILINEAR)
    canvas.image.paste((20, 16, 12), (left + 14, top + 18), dark)
    canvas.image.paste(turned.convert("RGB"), (left, top), mask)


def draw_goods(canvas: Canvas, signs: Signs) -> None:
    _table(canvas)
    rng = canvas.rng
    x, y = rng.randint(330, 430), rng.randint(330, 400)
    _open_box(canvas, x, y, signs)
    for n in range(rng.choice((1, 2, 2))):
        _product(canvas, rng.randint(880, 960) + n * 240, rng.randint(620, 740) - n * 90, signs)
    for _ in range(9):
        _crumpled(canvas, rng.randint(x + 20, x + 430), rng.randint(y - 10, y + 60))
    canvas.area((1120, 1010), (1400, 980), (1430, 1120), (1140, 1150), fill=PAPER)
    for n in range(5):
        canvas.line((1160, 1030 + n * 22), (1370 - n * 20, 1008 + n * 22), fill=(160, 160, 160), width=4)


def _table(canvas: Canvas) -> None:
    rng = canvas.rng
    top = near(rng, rng.choice(TABLES), 8)
    canvas.fade((0, 0, WIDTH, HEIGHT), shade(top, 0.9), shade(top, 1.06))
    for _ in range(36):
        y, bend = rng.randint(-40, HEIGHT), rng.randint(-26, 26)
        tone = shade(top, rng.choice((0.93, 0.96, 1.05)))
        canvas.line(
            (0, y), (500, y + bend), (1100, y - bend / 2), (WIDTH, y + bend), fill=tone, width=rng.randint(2, 5)
        )


def _beside(canvas: Canvas) -> None:
    """Something a table has on it."""
    rng = canvas.rng
    x, y = rng.choice((220, 1380)), rng.randint(240, 900)
    if rng.random() < 0.6:
        canvas.disc(x + 10, y + 16, 168, shade(WOOD, 0.5))
        canvas.disc(x, y, 164, (238, 236, 230))
        canvas.disc(x, y, 112, (224, 222, 216))
        canvas.disc(x, y, 92, (92, 60, 40))
        canvas.box(x + 100, y - 24, x + 196, y + 24, (232, 230, 224), 20)
    else:
        canvas.line((x - 90, y + 220), (x + 60, y - 200), fill=near(rng, (60, 80, 140), 40), width=26)
        canvas.line((x + 60, y - 200), (x + 76, y - 246), fill=(60, 60, 60), width=12)


def _printed(canvas: Canvas, signs: Signs, printed_at: str) -> Image.Image:
    """The paper with transparent surroundings."""
    rng, (wide, high) = canvas.rng, RECEIPT
    sheet = Canvas(rng, PAPER, RECEIPT)
    logo(sheet, wide / 2, 66, 34, INK, PAPER)
    centred(sheet.draw, (wide / 2, 146), signs.company.upper(), 44, INK, bold=True)
    for n, line in enumerate(wrapped(signs.address, 24, wide - 60)[:2]):
        centred(sheet.draw, (wide / 2, 186 + n * 30), line, 24, INK)
    write(sheet.draw, (36, 286), f"{signs.receipt} {rng.randint(1000, 98_000)}", 28, INK)
    _right(sheet, 286, printed_at, 28)
    bottom = _lines(sheet, signs)
    _dashes(sheet, bottom + 70)
    centred(sheet.draw, (wide / 2, bottom + 120), signs.thanks, 26, INK)
    for n in range(48):
        bar = rng.choice((3, 3, 6))
        sheet.box(90 + n * 8, bottom + 150, 90 + n * 8 + bar, bottom + 214, INK)
    fold = rng.randint(380, 640)
    sheet.line((0, fold), (wide, fold + rng.randint(-10, 10)), fill=shade(PAPER, 0.9), width=3)
    paper = sheet.image.convert("RGBA")
    return paper.crop((0, 0, wide, min(high, int(bottom + 250))))


def _lines(sheet: Canvas, signs: Signs) -> float:
    """Items, total and tax; the total is the sum of what is printed."""
    y, total = 350.0, 0.0
    for name, low, high in sheet.rng.sample(signs.services, sheet.rng.randint(2, 5)):
        price = round(sheet.rng.uniform(low, high) * 2) / 2
        total += price
        write(sheet.draw, (36, y), name, 28, INK)
        _right(sheet, y, f"{price:,.2f}", 28)
        y += 46
    _dashes(sheet, y - 10)
    write(sheet.draw, (36, y + 46), signs.total, 42, INK, bold=True)
    _right(sheet, y + 46, f"{total:,.2f} {signs.currency}", 38)
    tax = total - total / (1 + signs.tax_percent / 100)
    write(sheet.draw, (36, y + 92), f"{signs.tax} {signs.tax_percent} %", 24, INK)
    _right(sheet, y + 92, f"{tax:,.2f}", 24)
    write(sheet.draw, (36, y + 132), f"{signs.paid} **** ****", 24, INK)
    return y + 132


def _right(sheet: Canvas, y: float, text: str, size: int) -> None:
    write(sheet.draw, (RECEIPT[0] - 36 - width_of(text, size), y), text, size, INK)


def _dashes(sheet: Canvas, y: float) -> None:
    for x in range(36, RECEIPT[0] - 36, 16):
        sheet.line((x, y), (x + 9, y), fill=INK, width=2)


def _open_box(canvas: Canvas, x: int, y: int, signs: Signs) -> None:
    """A carton seen from above and in front, its flaps open."""
    card = near(canvas.rng, CARDBOARD, 10)
    canvas.cast(40, (x - 20, y + 90), (x + 520, y + 90), (x + 570, y + 600), (x - 60, y + 600))
    canvas.area((x, y), (x + 470, y), (x + 520, y + 120), (x - 40, y + 120), fill=shade(card, 0.5))
    canvas.area((x, y), (x - 130, y - 70), (x - 180, y + 40), (x - 40, y + 120), fill=shade(card, 0.92))
    canvas.area((x + 470, y), (x + 600, y - 70), (x + 660, y + 40), (x + 520, y + 120), fill=shade(card, 0.86))
    canvas.area((x, y), (x + 470, y), (x + 440, y - 130), (x + 30, y - 130), fill=shade(card, 1.08))
    canvas.area((x - 40, y + 120), (x + 520, y + 120), (x + 490, y + 560), (x - 10, y + 560), fill=card)
    canvas.area((x + 220, y + 120), (x + 262, y + 120), (x + 258, y + 560), (x + 224, y + 560), fill=shade(card, 0.86))
    canvas.box(x + 40, y + 220, x + 200, y + 330, PAPER)
    for n in range(4):
        canvas.box(x + 52, y + 236 + n * 18, x + 170 - n * 16, y + 244 + n * 18, (120, 120, 120))
    logo(canvas, x + 390, y + 290, 40, signs.colour, card)
    centred(canvas.draw, (x + 376, y + 380), signs.company.upper(), 36, signs.colour, bold=True)


def _product(canvas: Canvas, x: int, y: int, signs: Signs) -> None:
    rng = canvas.rng
    colour = near(rng, shade(signs.colour, rng.choice((1.0, 1.3, 0.8))), 20)
    wide, high = rng.randint(230, 330), rng.randint(210, 330)
    canvas.cast(26, (x, y + 60), (x + wide + 60, y + 40), (x + wide + 60, y + high + 30), (x - 10, y + high + 30))
    canvas.area((x, y), (x + 54, y - 60), (x + wide + 54, y - 60), (x + wide, y), fill=shade(colour, 1.3))
    canvas.area(
        (x + wide, y),
        (x + wide + 54, y - 60),
        (x + wide + 54, y + high - 70),
        (x + wide, y + high),
        fill=shade(colour, 0.7),
    )
    canvas.box(x, y, x + wide, y + high, colour)
    canvas.box(x, y + high * 0.55, x + wide, y + high * 0.86, PAPER)
    for n, line in enumerate(wrapped(rng.choice(signs.goods), 28, wide - 20)[:2]):
        centred(canvas.draw, (x + wide / 2, y + high * 0.69 + n * 32), line, 28, INK, bold=True)
    logo(canvas, x + wide / 2, y + high * 0.27, 34, PAPER, colour)


def _crumpled(canvas: Canvas, x: int, y: int) -> None:
    tone = near(canvas.rng, (226, 220, 206), 12)
    turns = [n * tau / 7 for n in range(7)]
    points = [
        (x + cos(turn) * canvas.rng.randint(26, 62), y + sin(turn) * canvas.rng.randint(18, 44)) for turn in turns
    ]
    canvas.draw.polygon(points, fill=tone)
    canvas.line(points[0], (x, y), points[3], fill=shade(tone, 0.86), width=3)
    canvas.line((x, y), points[5], fill=shade(tone, 0.9), width=3)
