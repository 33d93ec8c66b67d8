"""Audits that deserve a second look, sent as a phone would, and their photos with what a camera writes."""

import io
import time
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from PIL import Image, ImageDraw

from tests.e2e import visits
from tests.e2e.network import KAUNAS, NOW, Network

VILNIUS = {"latitude": 54.6872, "longitude": 25.2797}
PATIENCE_SECONDS = 30
SAID = (
    "She asked what the glasses were for, showed me three frames that fit my face, and wrote down by hand what the two "
    "kinds of lenses cost, so that I could think about it at home without anybody waiting for my answer."
)


def scene(seed: int | None = None) -> Image.Image:
    """A street, more or less: full of edges, and like no other."""
    dice = Random(seed)
    image = Image.new("RGB", (1200, 900), (140, 160, 180))
    draw = ImageDraw.Draw(image)
    for _ in range(60):
        x, y = dice.randrange(1150), dice.randrange(850)
        colour = tuple(dice.randrange(30, 240) for _ in range(3))
        draw.rectangle((x, y, x + dice.randrange(40, 320), y + dice.randrange(40, 240)), fill=colour)
    return image


def file_of(image: Image.Image, taken: datetime | None = None, where: dict[str, float] | None = None) -> bytes:
    exif = Image.Exif()
    if taken:
        exif[0x010F], exif[0x0110] = "Google", "Pixel 8a"
        exif.get_ifd(0x8769).update({0x9003: f"{taken:%Y:%m:%d %H:%M:%S}", 0x9011: "+00:00"})
    if where:
        exif.get_ifd(0x8825).update({1: "N", 2: _degrees(where["latitude"]), 3: "E", 4: _degrees(where["longitude"])})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=85)
    return out.getvalue()


def send(network: Network, content: bytes) -> UUID:
    photo = uuid4()
    network.http["shopper"].put(f"/api/photos/{photo}", content=content).raise_for_status()
    return photo


def submit(network: Network, branch: str, photos: list[bytes], answers: Any = None, **changes: Any) -> UUID:
    """`photos`: of the front and of the receipt. Returns once its flags are worked out."""
    audit_id, began = uuid4(), NOW - timedelta(days=1)
    sent = [send(network, content) for content in photos]
    filled = visits.kind_visit(began, sent) | (answers or {})
    body = visits.submission(network.assign(branch), began, filled, **changes)
    network.http["shopper"].put(f"/api/audits/{audit_id}", json=body).raise_for_status()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not dossier(network, audit_id)["examined"]:
        assert time.monotonic() < deadline, "nobody examines"
        time.sleep(0.2)
    return audit_id


def dossier(network: Network, audit_id: UUID) -> dict[str, Any]:
    found: dict[str, Any] = network.http["reviewer"].get(f"/api/audits/{audit_id}/dossier").raise_for_status().json()
    return found


def honest(network: Network, branch: str = "Kaunas") -> UUID:
    began = NOW - timedelta(days=1)
    photos = [file_of(scene(), began + timedelta(minutes=n), KAUNAS) for n in (1, 20)]
    return submit(network, branch, photos)


def suspicious(network: Network) -> tuple[UUID, UUID]:
    """An audit whose front another one has, whose receipt was photographed in another town, with pasted words and a
    time typed by hand; and that other one."""
    began, picture, words = NOW - timedelta(days=1), scene(), f"{SAID} {uuid4()}"
    memory = {"memory": {"kind": "text", "text": words}}
    first = submit(network, "Vilnius Old Town", [file_of(picture), file_of(scene())], memory)
    smaller = file_of(picture.resize((800, 600)), began + timedelta(minutes=1), KAUNAS)
    away = file_of(scene(), began - timedelta(days=6), VILNIUS)
    typed = {"queue_wait": {"kind": "duration", "seconds": 95, "typed_by_hand": True}}
    second = submit(network, "Kaunas", [smaller, away], memory | typed)
    return second, first


def _degrees(value: float) -> tuple[float, float, float]:
    minutes = value % 1 * 60
    return float(int(value)), float(int(minutes)), round(minutes % 1 * 60, 2)
