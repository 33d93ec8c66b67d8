"""The front of a branch, seen from across the street."""

from audit_api.demo.pictures.canvas import HEIGHT, WIDTH, Canvas
from audit_api.demo.pictures.colours import GLASS, INK, PAPER, Colour, near, shade
from audit_api.demo.pictures.lettering import centred, width_of
from audit_api.demo.pictures.signs import Signs, logo

SKIES: tuple[tuple[Colour, Colour], ...] = (
    ((118, 164, 208), (214, 230, 240)),
    ((168, 178, 188), (218, 222, 224)),
    ((132, 150, 184), (240, 206, 176)),
)
FACADES: tuple[Colour, ...] = (
    (222, 206, 178), (196, 120, 92), (206, 212, 206), (232, 226, 214), (176, 186, 196), (214, 178, 130),
    (188, 160, 148),
)  # fmt: skip
STREET: Colour = (104, 106, 110)
PAVEMENT: Colour = (176, 174, 168)
KERB, FLOOR = 985, 930


def draw_shop_front(canvas: Canvas, signs: Signs) -> None:
    rng = canvas.rng
    canvas.fade((0, 0, WIDTH, 500), *rng.choice(SKIES))
    place = canvas.place
    left, right, top = place.randint(110, 230), place.randint(1370, 1500), place.randint(90, 200)
    _neighbours(canvas, left, right)
    facade = near(place, place.choice(FACADES), 10)
    canvas.box(left, top, right, FLOOR, facade)
    _texture(canvas, left, right, top, facade)
    canvas.box(left - 12, top - 22, right + 12, top + 10, shade(facade, 0.78))
    _upper_windows(canvas, left, right, top, facade)
    _ground_floor(canvas, left, right, facade, signs)
    _street(canvas)
    _passers_by(canvas, left, right)


def _neighbours(canvas: Canvas, left: int, right: int) -> None:
    for edge, far in ((left, -60), (right, WIDTH + 60)):
        colour = near(canvas.place, canvas.place.choice(FACADES), 16)
        top = canvas.place.randint(150, 330)
        canvas.box(min(edge, far), top, max(edge, far), FLOOR, shade(colour, 0.9))
        for row in range(top + 60, FLOOR - 150, 190):
            x = (edge + far) / 2
            canvas.box(x - 48, row, x + 48, row + 112, shade(GLASS, 0.62))
            canvas.line((x, row), (x, row + 112), fill=shade(colour, 1.3), width=6)


def _texture(canvas: Canvas, left: int, right: int, top: int, facade: Colour) -> None:
    """Courses of brick, or the joints of panels."""
    step = canvas.place.choice((22, 22, 88))
    for n, y in enumerate(range(top + 10, 560, step)):
        canvas.line((left, y), (right, y), fill=shade(facade, 0.93), width=2)
        wide = step * (2 if step == 22 else 3)
        for x in range(left + (n % 2) * wide // 2, right, wide):
            canvas.line((x, y), (x, y + step), fill=shade(facade, 0.95), width=1)


def _upper_windows(canvas: Canvas, left: int, right: int, top: int, facade: Colour) -> None:
    count = canvas.place.choice((3, 4, 5))
    room = (right - left) / count
    for n in range(count):
        x, y = left + room * (n + 0.5), top + 62
        canvas.box(x - 74, y - 8, x + 74, 452, shade(facade, 1.45))
        canvas.fade((int(x - 64), y, int(x + 64), 442), shade(GLASS, 0.9), shade(GLASS, 0.6))
        if canvas.rng.random() < 0.5:
            canvas.box(x - 64, y, x - 64 + canvas.rng.randint(20, 54), 442, (236, 230, 220))
        canvas.line((x, y), (x, 442), fill=shade(facade, 1.5), width=9)
        canvas.box(x - 84, 448, x + 84, 464, shade(facade, 0.72))


def _ground_floor(canvas: Canvas, left: int, right: int, facade: Colour, signs: Signs) -> None:
    canvas.box(left, 508, right, 608, signs.colour)
    canvas.box(left, 602, right, 612, shade(signs.colour, 0.7))
    size = 66
    middle = (left + right) / 2 + 44
    logo(canvas, middle - width_of(signs.company.upper(), size) / 2 - 88, 557, 36, PAPER, signs.colour)
    centred(canvas.draw, (middle, 581), signs.company.upper(), size, PAPER, bold=True)
    door = canvas.place.randint(left + 180, right - 380)
    _window(canvas, left + 46, door - 46, signs)
    _window(canvas, door + 246, right - 46, signs)
    _door(canvas, door, facade, signs)


def _window(canvas: Canvas, left: int, right: int, signs: Signs) -> None:
    if right - left < 90:
        return
    canvas.box(left - 10, 632, right + 10, 892, shade(INK, 1.15))
    canvas.fade((left, 642, right, 882), shade(GLASS, 0.72), shade(GLASS, 1.12))
    lamp = (250, 240, 208)
    for x in range(left + 60, right - 30, 130):
        canvas.disc(x, 668, 20, lamp, 0.4)
    if right - left > 330:
        canvas.person((left + right) / 2 + canvas.rng.randint(-70, 70), 882, 210)
        canvas.box(left + 20, 806, right - 20, 882, shade(signs.colour, 1.55))
    canvas.area((left + 26, 642), (left + 84, 642), (left + 30, 882), (left, 882), (left, 740), fill=shade(GLASS, 1.2))
    poster = min(right - left - 24, 108)
    canvas.box(right - poster - 12, 700, right - 12, 846, PAPER)
    canvas.box(right - poster - 4, 708, right - 20, 780, near(canvas.rng, shade(signs.colour, 1.3), 26))
    for n in range(3):
        canvas.box(right - poster, 792 + n * 16, right - 30 - n * 14, 798 + n * 16, (150, 154, 158))


def _door(canvas: Canvas, x: int, facade: Colour, signs: Signs) -> None:
    canvas.box(x - 16, 618, x + 216, FLOOR, shade(facade, 0.6))
    canvas.fade((x, 632, x + 200, FLOOR), shade(GLASS, 0.6), shade(GLASS, 1.0))
    canvas.line((x + 100, 632), (x + 100, FLOOR), fill=shade(INK, 1.2), width=10)
    for side in (82, 112):
        canvas.box(x + side, 760, x + side + 8, 850, (214, 214, 214))
    canvas.box(x + 4, 680, x + 94, 800, PAPER)
    canvas.box(x + 4, 680, x + 94, 700, signs.colour)
    centred(canvas.draw, (x + 49, 695), signs.hours, 11, PAPER)
    for n, row in enumerate(signs.opening[:5]):
        centred(canvas.draw, (x + 49, 721 + n * 18), row, 15, INK)
    centred(canvas.draw, (x + 154, 716), signs.open, 19, PAPER, bold=True)
    canvas.box(x - 36, FLOOR - 12, x + 236, FLOOR + 6, shade(PAVEMENT, 0.85))


def _street(canvas: Canvas) -> None:
    canvas.ground = PAVEMENT
    canvas.fade((0, FLOOR, WIDTH, KERB), shade(PAVEMENT, 0.92), PAVEMENT)
    for x in range(-200, WIDTH + 200, 150):
        canvas.line((800 + (x - 800) * 0.94, FLOOR), (x, KERB), fill=shade(PAVEMENT, 0.86), width=3)
    canvas.box(0, KERB, WIDTH, KERB + 16, shade(PAVEMENT, 0.74))
    canvas.fade((0, KERB + 16, WIDTH, HEIGHT), shade(STREET, 0.9), shade(STREET, 1.08))
    for x in range(canvas.rng.randint(-260, -60), WIDTH, 420):
        canvas.area((x, 1130), (x + 210, 1130), (x + 196, 1146), (x - 20, 1146), fill=(222, 222, 216))


def _passers_by(canvas: Canvas, left: int, right: int) -> None:
    rng = canvas.rng
    kind = canvas.place.choice(("tree", "lamp", "planters", "nothing"))
    x = canvas.place.choice((left + 20, right - 20))
    if rng.random() < 0.3:
        _bicycle(canvas, rng.randint(left + 100, right - 100), FLOOR + 28)
    if kind == "tree":
        canvas.box(x - 13, 420, x + 13, FLOOR + 24, (98, 76, 58))
        for _ in range(16):
            canvas.disc(
                x + rng.randint(-110, 110),
                360 + rng.randint(-150, 120),
                rng.randint(40, 84),
                near(rng, (92, 134, 78), 22),
            )
    elif kind == "lamp":
        canvas.box(x - 7, 250, x + 7, FLOOR + 26, (66, 70, 74))
        canvas.box(x - 26, 214, x + 26, 254, (238, 232, 206), 10)
    elif kind == "planters":
        for side in (-70, 60):
            canvas.plant(x + side, FLOOR + 26, 180)
    for _ in range(rng.choice((0, 1, 1, 2))):
        walker = rng.randint(left, right)
        canvas.shadow(walker, KERB - 18, 62)
        canvas.person(walker, KERB - 18, 290)


def _bicycle(canvas: Canvas, x: float, floor: float) -> None:
    frame = near(canvas.rng, (160, 60, 52), 40)
    for wheel in (-78, 78):
        canvas.draw.ellipse((x + wheel - 52, floor - 104, x + wheel + 52, floor), outline=INK, width=7)
    back, crank, head = (x - 78, floor - 52), (x - 6, floor - 50), (x + 52, floor - 130)
    canvas.line(back, (x - 30, floor - 132), head, crank, back, fill=frame, width=8)
    canvas.line(crank, (x - 36, floor - 152), fill=frame, width=8)
    canvas.line(head, (x + 78, floor - 52), fill=frame, width=8)
    canvas.box(x - 66, floor - 164, x - 8, floor - 150, INK, 6)
    canvas.line((x + 52, floor - 130), (x + 44, floor - 166), (x + 76, floor - 172), fill=INK, width=7)
