"""Inside a branch: the waiting area, the counter, the board that calls numbers."""

from audit_api.demo.pictures.canvas import HEIGHT, WIDTH, Canvas
from audit_api.demo.pictures.colours import GLASS, INK, PAPER, WOOD, Colour, near, shade
from audit_api.demo.pictures.lettering import centred, write
from audit_api.demo.pictures.signs import Signs, logo

WALLS: tuple[Colour, ...] = ((232, 228, 218), (214, 224, 224), (228, 218, 206), (220, 226, 212), (226, 222, 232))
FLOORS: tuple[Colour, ...] = ((184, 158, 128), (158, 164, 168), (198, 186, 168), (140, 130, 120))
SEATS: tuple[Colour, ...] = ((62, 104, 112), (150, 84, 70), (94, 98, 106), (178, 142, 80))
LED: Colour = (255, 92, 62)
WALL_FLOOR = 760


def draw_waiting_area(canvas: Canvas, signs: Signs) -> None:
    _room(canvas)
    place = canvas.place
    if place.random() < 0.6:
        _outlook(canvas, place.randint(170, 330))
    _framed(canvas, place.randint(760, 900), 250)
    _small_board(canvas, 1240, 210, signs)
    if place.random() < 0.6:
        _water(canvas, 1430, 940)
    else:
        canvas.plant(1450, 960, 330)
    _chairs(canvas, place.randint(5, 6), near(place, place.choice(SEATS), 10))
    if place.random() < 0.6:
        _play_corner(canvas, 180, 1090)
    _low_table(canvas, place.randint(700, 900), 1085)


def draw_counter(canvas: Canvas, signs: Signs) -> None:
    _room(canvas)
    rng = canvas.rng
    logo(canvas, 800, 168, 50, signs.colour, PAPER)
    centred(canvas.draw, (800, 296), signs.company.upper(), 74, signs.colour, bold=True)
    centred(canvas.draw, (800, 364), signs.reception, 46, shade(INK, 1.25))
    for x in (330, 1230):
        _cupboard(canvas, x)
    for x in rng.sample((560, 800, 1040), rng.choice((1, 2, 2))):
        canvas.person(x, 1010, 560)
        _monitor(canvas, x + 118, 692)
    _desk(canvas, signs)
    for x in rng.sample((210, 1370, 1500), rng.choice((0, 1, 2))):
        canvas.shadow(x, 1160, 100)
        canvas.person(x, 1160, 660)
    canvas.plant(80, 1120, 420)


def draw_number_board(canvas: Canvas, signs: Signs) -> None:
    rng, place = canvas.rng, canvas.place
    wall = near(place, place.choice(WALLS), 5)
    canvas.fade((0, 0, WIDTH, HEIGHT), wall, shade(wall, 0.84))
    canvas.box(0, 1010, WIDTH, 1024, shade(wall, 0.7))
    canvas.box(250, 170, 1350, 850, (30, 33, 38), 26)
    canvas.box(280, 200, 1320, 330, signs.colour, 12)
    write(canvas.draw, (320, 286), signs.now_serving, 62, PAPER, bold=True)
    write(canvas.draw, (1010, 286), signs.desk, 62, PAPER, bold=True)
    letter, number = rng.choice("ABC"), rng.randint(12, 160)
    for n in range(3):
        y = 470 + n * 150
        write(canvas.draw, (330, y), f"{letter}{number - n:03d}", 136, LED if n == 0 else shade(LED, 0.62), bold=True)
        write(canvas.draw, (1070, y), str(rng.randint(1, 5)), 136, LED if n == 0 else shade(LED, 0.62), bold=True)
        canvas.box(320, y + 34, 1280, y + 38, (58, 62, 68))
    centred(canvas.draw, (800, 122), signs.please_wait, 58, shade(INK, 1.2))
    for _ in range(rng.randint(2, 4)):
        canvas.person(rng.randint(90, 1510), 1650, 830)


def _room(canvas: Canvas) -> None:
    """A wall in front, a floor that runs towards it, a lit ceiling."""
    place = canvas.place
    wall, floor = near(place, place.choice(WALLS), 6), near(place, place.choice(FLOORS), 8)
    canvas.fade((0, 0, WIDTH, WALL_FLOOR), shade(wall, 1.2), shade(wall, 0.9))
    canvas.area((0, 0), (WIDTH, 0), (1410, 96), (190, 96), fill=shade(wall, 1.45))
    for x in (420, 800, 1180):
        canvas.area((x - 120, 22), (x + 120, 22), (x + 96, 62), (x - 96, 62), fill=(255, 253, 240))
    canvas.ground = floor
    canvas.fade((0, WALL_FLOOR, WIDTH, HEIGHT), shade(floor, 0.86), shade(floor, 1.12))
    for x in range(-1200, WIDTH + 1201, 200):
        canvas.line((800 + (x - 800) * 0.42, WALL_FLOOR), (x, HEIGHT), fill=shade(floor, 0.9), width=3)
    for depth in (0.08, 0.2, 0.38, 0.64):
        y = WALL_FLOOR + (HEIGHT - WALL_FLOOR) * depth
        canvas.line((0, y), (WIDTH, y), fill=shade(floor, 0.9), width=3)
    canvas.box(0, WALL_FLOOR - 20, WIDTH, WALL_FLOOR, shade(wall, 1.4))


def _outlook(canvas: Canvas, x: int) -> None:
    canvas.box(x - 14, 176, x + 344, 624, PAPER)
    canvas.fade((x, 190, x + 330, 610), (176, 206, 232), (226, 236, 236))
    for _ in range(7):
        canvas.disc(
            x + canvas.rng.randint(40, 290), canvas.rng.randint(470, 560), 52, near(canvas.rng, (120, 156, 110), 18)
        )
    canvas.box(x, 560, x + 330, 610, (150, 172, 130))
    canvas.box(x + 158, 190, x + 172, 610, PAPER)
    canvas.box(x - 26, 612, x + 356, 640, shade(PAPER, 0.92))


def _framed(canvas: Canvas, x: int, y: int) -> None:
    canvas.box(x, y, x + 250, y + 180, shade(WOOD, 0.7))
    canvas.box(x + 12, y + 12, x + 238, y + 168, near(canvas.rng, (206, 214, 200), 22))
    base = near(canvas.rng, (96, 134, 140), 30)
    canvas.area((x + 12, y + 168), (x + 96, y + 76), (x + 160, y + 168), fill=base)
    canvas.area((x + 100, y + 168), (x + 176, y + 98), (x + 238, y + 168), fill=shade(base, 0.8))


def _small_board(canvas: Canvas, x: int, y: int, signs: Signs) -> None:
    canvas.box(x, y, x + 270, y + 156, (30, 33, 38), 12)
    write(canvas.draw, (x + 20, y + 40), signs.now_serving, 24, PAPER)
    write(canvas.draw, (x + 20, y + 128), f"A{canvas.rng.randint(4, 99):03d}", 76, LED, bold=True)


def _water(canvas: Canvas, x: int, floor: int) -> None:
    canvas.shadow(x, floor, 84)
    canvas.box(x - 56, floor - 270, x + 56, floor, (236, 238, 240), 8)
    canvas.box(x - 46, floor - 440, x + 46, floor - 262, (150, 196, 222), 22)
    canvas.box(x - 22, floor - 220, x - 8, floor - 196, (60, 110, 190))
    canvas.box(x + 8, floor - 220, x + 22, floor - 196, (190, 70, 60))
    for n in range(4):
        canvas.box(x + 70, floor - 240 - n * 16, x + 96, floor - 228 - n * 16, PAPER)


def _chairs(canvas: Canvas, count: int, colour: Colour) -> None:
    rng = canvas.rng
    step = 1090 / count
    taken = set(rng.sample(range(count), rng.randint(0, count - 1)))
    for n in range(count):
        x = 240 + step * (n + 0.5)
        _chair(canvas, x, colour)
        if n in taken:
            canvas.seated(x, 852, 300 if rng.random() < 0.85 else 220)


def _chair(canvas: Canvas, x: float, colour: Colour) -> None:
    canvas.shadow(x, 1008, 92)
    for side in (-66, 58):
        canvas.box(x + side, 880, x + side + 9, 1010, (120, 124, 128))
    canvas.box(x - 74, 656, x + 74, 850, colour, 22)
    canvas.box(x - 66, 664, x + 66, 700, shade(colour, 1.12), 18)
    canvas.box(x - 82, 846, x + 82, 892, shade(colour, 0.84), 16)


def _low_table(canvas: Canvas, x: int, floor: int) -> None:
    canvas.shadow(x, floor + 30, 230)
    for side in (-180, 168):
        canvas.box(x + side, floor - 70, x + side + 14, floor + 30, shade(WOOD, 0.6))
    canvas.area((x - 170, floor - 120), (x + 170, floor - 120), (x + 230, floor - 62), (x - 230, floor - 62), fill=WOOD)
    for n in range(canvas.rng.randint(2, 4)):
        left = x - 150 + n * 76
        colour = near(canvas.rng, (180, 120, 110), 50)
        canvas.area(
            (left, floor - 112), (left + 62, floor - 112), (left + 58, floor - 78), (left - 12, floor - 78), fill=colour
        )


def _play_corner(canvas: Canvas, x: int, floor: int) -> None:
    canvas.disc(x + 30, floor, 190, (214, 196, 150), 0.24)
    for n, colour in enumerate(((206, 82, 70), (72, 132, 176), (226, 182, 70), (96, 158, 96))):
        left = x - 90 + n * 62
        canvas.box(left, floor - 62 - (n % 2) * 24, left + 50, floor - 12 - (n % 2) * 24, colour, 6)


def _cupboard(canvas: Canvas, x: int) -> None:
    canvas.box(x - 120, 300, x + 120, WALL_FLOOR, shade(WOOD, 1.35))
    for row in range(4):
        y = 320 + row * 110
        canvas.box(x - 106, y, x + 106, y + 92, shade(WOOD, 0.9))
        for n in range(7):
            canvas.box(x - 98 + n * 28, y + 12, x - 76 + n * 28, y + 90, near(canvas.rng, (170, 170, 176), 40))


def _monitor(canvas: Canvas, x: float, y: float) -> None:
    canvas.box(x - 92, y - 60, x + 92, y + 62, (44, 46, 52), 8)
    canvas.box(x - 84, y - 52, x + 84, y + 54, shade(GLASS, 0.55))
    canvas.box(x - 12, y + 62, x + 12, y + 96, (44, 46, 52))


def _desk(canvas: Canvas, signs: Signs) -> None:
    front = near(canvas.rng, (224, 216, 204), 10)
    canvas.area((150, 770), (1450, 770), (1500, 820), (100, 820), fill=shade(WOOD, 1.2))
    canvas.fade((112, 820, 1488, 1090), front, shade(front, 0.82))
    canvas.box(112, 900, 1488, 930, signs.colour)
    for x in range(240, 1488, 208):
        canvas.line((x, 930), (x, 1090), fill=shade(front, 0.74), width=3)
    canvas.box(660, 726, 760, 782, PAPER, 4)
    canvas.box(1130, 738, 1190, 786, (70, 74, 80), 6)
    canvas.disc(300, 776, 34, (216, 160, 90), 0.5)
