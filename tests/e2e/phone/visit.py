"""A filled visit, and whether the server has exactly it."""

import hashlib
from dataclasses import dataclass
from typing import Any

from tests.e2e.phone.fieldwork import Assignment
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.proxy import Proxy
from tests.e2e.phone.truth import StoredAudit, uploaded
from tests.e2e.phone.world import World

ANSWERS: dict[str, Any] = {
    "greeted": True,
    "warmth": 4,
    "minutes": 7,
    "reason": "One till",
    "memory": "“Take your time.”",
}


@dataclass(frozen=True)
class Visit:
    """What the shopper put in: plain answers, and the numbers that the photos show."""

    shop: Assignment
    audit_id: str
    answers: dict[str, Any]
    photos: list[int]


def fill(phone: Phone, shop: Assignment, album: Album, photos: int = 3) -> Visit:
    """Filled in and not submitted."""
    audit_id = phone.begin(shop)
    for key, value in ANSWERS.items():
        phone.answer(key, value)
    taken = [album.take() for _ in range(photos)]
    for _, path in taken:
        phone.photo("shelf", path)
    return Visit(shop, audit_id, dict(ANSWERS), [number for number, _ in taken])


def submit(phone: Phone, shop: Assignment, album: Album, photos: int = 3) -> Visit:
    visit = fill(phone, shop, album, photos)
    phone.submit()
    return visit


def check(visit: Visit, phone: Phone, world: World, proxy: Proxy) -> StoredAudit:
    """Exactly one audit, its answers, and its photos: the right pictures, with the very bytes that the phone sent."""
    audit = world.truth.audit(visit.shop.id)
    assert audit.id == visit.audit_id
    stored = {key: audit.value(key) for key, answer in audit.answers.items() if answer["kind"] != "photo"}
    assert stored == visit.answers
    assert audit.numbers("shelf") == visit.photos
    for photo in audit.photos.get("shelf", []):
        assert hashlib.sha256(uploaded(proxy, photo.id)).hexdigest() == photo.sha256
    receipt = phone.receipt(visit.shop.id)
    named = [(photo["id"], photo["sha256"]) for photo in receipt["photos"]]
    assert sorted(named) == sorted((photo.id, photo.sha256) for photo in audit.photos.get("shelf", []))
    assert phone.memory().draft(visit.shop.id) is None
    return audit


def check_all(visits: list[Visit], phone: Phone, world: World, proxy: Proxy) -> None:
    """`check` for each of them, and nothing else of this shopper is on the server."""
    for visit in visits:
        check(visit, phone, world, proxy)
    assert world.truth.audits_of(phone.shopper.id) == len(visits)
    assert world.truth.photos_of(phone.shopper.id) == sum(len(visit.photos) for visit in visits)
    assert phone.memory().tables["bytes"] == []
