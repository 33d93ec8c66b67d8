"""The demo's photos: the same bytes every time, no two alike, with what a phone writes beside them."""

from datetime import timedelta
from io import BytesIO
from math import hypot
from pathlib import Path

import pytest
from PIL import Image

from audit_api.demo.fieldwork import Shop
from audit_api.demo.history import received_at
from audit_api.demo.photographs import PlannedPhoto, photograph, photos_in
from audit_api.demo.pictures.lettering import width_of, wrapped
from checklists.answers import Submission
from media.develop import develop
from media.photos import KeptPhoto, PhotoLimits
from tests.unit.demo_year import submitted, year

PHONE = (1440, 1080)
SCREEN = (900, 1600)
Named = tuple[Shop, Submission, PlannedPhoto]


def _named(most_of_an_item: int = 100) -> list[Named]:
    named: dict[str, list[Named]] = {}
    for shop, _, sent in submitted(year()):
        if shop.trick:  # a reviewer is to find something in their photos
            continue
        for planned in photos_in(sent):
            named.setdefault(planned.item, []).append((shop, sent, planned))
    return [each for found in named.values() for each in found[:most_of_an_item]]


def _kept(content: bytes, folder: Path) -> KeptPhoto:
    path = folder / "photo.jpg"
    path.write_bytes(content)
    return develop(path, PhotoLimits())


def test_a_year_needs_a_few_hundred_photos() -> None:
    names = [planned.id for _, _, planned in _named(10_000)]
    assert 150 < len(names) < 350
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("item", ["front_photo", "waiting_photo", "receipt_photo", "goods_photo", "screenshots"])
def test_a_photo_is_the_same_each_time(item: str) -> None:
    shop, sent, planned = next(each for each in _named() if each[2].item == item)
    first = photograph(1, shop, sent, planned)
    assert first == photograph(1, shop, sent, planned)
    with Image.open(BytesIO(first)) as picture:
        assert picture.size == (SCREEN if item == "screenshots" else PHONE)
    assert 20_000 < len(first) < 500_000


def test_no_two_photos_are_alike(tmp_path: Path) -> None:
    hashes = [
        _kept(photograph(1, *each), tmp_path).evidence.perceptual_hash
        for each in _named(6)
        if each[2].item != "screenshots"
    ]
    assert len(set(hashes)) == len(hashes)


def test_a_phone_says_when_where_and_with_what(tmp_path: Path) -> None:
    placed = 0
    for shop, sent, planned in _named(4):
        if planned.item == "screenshots":
            continue
        evidence = _kept(photograph(1, shop, sent, planned), tmp_path).evidence
        assert evidence.taken_at == planned.taken_at
        assert evidence.taken_at >= sent.started_at
        assert evidence.device is not None and evidence.device.endswith(shop.shopper.device)
        if evidence.position is not None:
            north, east = shop.branch.position
            assert hypot(evidence.position.latitude - north, evidence.position.longitude - east) < 0.005
            placed += 1
    assert placed > 4


def test_a_photo_is_taken_during_the_audit() -> None:
    for shop, sent, planned in _named(10_000):
        assert sent.started_at <= planned.taken_at <= received_at(shop, sent) + timedelta(minutes=1)


def test_lettering_knows_accents_and_breaks_lines() -> None:
    assert width_of("Åž\u0131ğö", 40) == pytest.approx(width_of("Azigo", 40))
    assert wrapped("one two three", 30, width_of("one two", 30) + 1) == ["one two", "three"]
