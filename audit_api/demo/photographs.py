"""Which picture stands behind a photo that an audit names, and the file a phone would make of it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from audit_api.demo.dice import dice
from audit_api.demo.encounter import photo_id
from audit_api.demo.fieldwork import Shop
from audit_api.demo.pictures.camera import as_file, as_taken
from audit_api.demo.pictures.canvas import Canvas, handheld
from audit_api.demo.pictures.indoors import draw_counter, draw_number_board, draw_waiting_area
from audit_api.demo.pictures.screens import GROUND, SIZE, Message, draw_screen
from audit_api.demo.pictures.shop_front import draw_shop_front
from audit_api.demo.pictures.signs import Signs, signs_of
from audit_api.demo.pictures.still_lifes import draw_goods, draw_receipt
from audit_api.demo.words import demo_data, words
from checklists.answers import DurationAnswer, PhotoAnswer, ScaleAnswer, Submission, YesNoAnswer

Scene = Callable[[Canvas, Signs], None]

INSIDE: tuple[Scene, ...] = (draw_waiting_area, draw_waiting_area, draw_number_board, draw_counter)
SCENES: dict[str, tuple[Scene, ...]] = {
    "front_photo": (draw_shop_front,),
    "waiting_photo": INSIDE,
    "goods_photo": (draw_goods,),
}
# Minutes into the audit at which each is taken, and whether it is taken at the branch.
MINUTES = {"front_photo": 1, "waiting_photo": 6, "receipt_photo": 21, "goods_photo": 60 * 26}
ELSEWHERE = frozenset({"goods_photo"})
COPIED = "front_photo"
ANOTHER_TOWN = 0.31  # degrees, some 34 kilometres
NO_POSITION = 0.12  # some people have location switched off


class PlannedPhoto(msgspec.Struct, frozen=True):
    id: UUID
    item: str
    taken_at: datetime


def photos_in(submission: Submission) -> Iterator[PlannedPhoto]:
    for key, answer in submission.answers.items():
        for n, photo in enumerate(answer.photos if isinstance(answer, PhotoAnswer) else []):
            minutes = timedelta(minutes=MINUTES.get(key, 60 * 49), seconds=17 * n)
            yield PlannedPhoto(photo, key, submission.started_at + minutes)


def photograph(seed: int, shop: Shop, submission: Submission, planned: PlannedPhoto) -> bytes:
    """The JPEG as the phone sends it: the same bytes every time."""
    if shop.copies is not None and planned.id == photo_id(seed, shop.audit_id, COPIED, 0):
        return _front(seed, shop.copies)
    if planned.item == "screenshots":
        screen = Canvas(dice(seed, "picture", planned.id), GROUND, SIZE)
        draw_screen(screen, _signs(shop), *_exchange(shop, submission))
        return as_file(screen.image)
    return _taken(seed, shop, planned)


def _taken(seed: int, shop: Shop, planned: PlannedPhoto) -> bytes:
    rng = dice(seed, "picture", planned.id)
    signs = _signs(shop)
    canvas = Canvas(rng, (200, 200, 200), place=dice(seed, "place", shop.branch.id))
    if planned.item == "receipt_photo":
        draw_receipt(canvas, signs, f"{_local(shop, planned.taken_at):%d.%m.%Y %H:%M}")
        picture = handheld(canvas, closeness=0.03)
    else:
        rng.choice(SCENES.get(planned.item, INSIDE))(canvas, signs)
        picture = handheld(canvas)
    offset = _local(shop, planned.taken_at).utcoffset() or timedelta()
    position = None if planned.item in ELSEWHERE else _position(rng, shop)
    return as_taken(picture, planned.taken_at, offset, position, shop.shopper.device)


@cache
def _all_signs() -> dict[str, Signs]:
    return msgspec.convert(demo_data("signs.yaml"), dict[str, Signs])


def _front(seed: int, shop: Shop) -> bytes:
    """The file that the shopper of another visit sent."""
    photo = photo_id(seed, shop.audit_id, COPIED, 0)
    return _taken(seed, shop, PlannedPhoto(photo, COPIED, shop.started_at + timedelta(minutes=MINUTES[COPIED])))


def _signs(shop: Shop) -> Signs:
    branch, country = shop.branch.branch, shop.branch.country
    return signs_of(
        _all_signs()[country.language],
        company=branch.name.split()[0],
        address=branch.address,
        currency=country.currency,
        competitor=branch.competitor,
    )


def _local(shop: Shop, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(shop.branch.branch.time_zone))


def _position(rng: Random, shop: Shop) -> tuple[float, float] | None:
    """Within some fifty metres of the branch."""
    if rng.random() < NO_POSITION:
        return None
    north, east = shop.branch.position
    north += ANOTHER_TOWN if shop.trick == "elsewhere" else 0
    return north + rng.gauss(0, 0.00025), east + rng.gauss(0, 0.0004)


def _exchange(shop: Shop, submission: Submission) -> tuple[list[Message], str]:
    """The messages on the screen, and a remark below when nobody replied."""
    letters, scenario = words(submission.language).letters, shop.scenario
    sent = _local(shop, submission.started_at)
    text = f"{letters.hello} {scenario.worry}. {scenario.wish} {letters.asks}?"
    messages = [Message(text=text, at=sent, mine=True)]
    if submission.answers.get("reply_received") != YesNoAnswer(value=True):
        return messages, letters.none
    tone = submission.answers.get("tone")
    level = tone.level if isinstance(tone, ScaleAnswer) else 3
    reply = letters.bad if level < 3 else letters.fair if level == 3 else letters.good
    waited = submission.answers.get("reply_time")
    after = timedelta(seconds=waited.seconds if isinstance(waited, DurationAnswer) else 2400)
    return [*messages, Message(text=reply, at=sent + after, mine=False)], ""
