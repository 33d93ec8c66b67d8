"""A small network, filled in through the API: what the browser tests look at."""

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from PIL import Image, ImageDraw

from tests.api.process import PASSWORD
from tests.e2e import visits

LIBRARY = Path(__file__).parents[2] / "checklists" / "library"
MANY = 54  # more branches than one page of the list holds
KAUNAS = {"latitude": 54.8972, "longitude": 23.9119}
NOW = datetime.now(UTC).replace(microsecond=0)


@dataclass
class Network:
    """`audits` and `assignments` by what is special about them; every role's account is `<role>@test.example`."""

    http: dict[str, httpx.Client]
    users: dict[str, UUID]
    regions: dict[str, UUID]
    branches: dict[str, UUID]
    programme: UUID
    audits: dict[str, UUID] = field(default_factory=dict)
    assignments: dict[str, UUID] = field(default_factory=dict)

    def assign(self, branch: str, starts: timedelta = timedelta(days=-2), ends: timedelta = timedelta(days=5)) -> UUID:
        assignment_id = uuid4()
        body = {
            "branch_id": str(self.branches[branch]),
            "shopper_id": str(self.users["shopper"]),
            "checklist": {"key": visits.CHECKLIST, "version": 1},
            "channel": "visit",
            "scenario": "You want to exchange a present and worry that the guarantee is lost.\nYou have the receipt.",
            "window_starts_at": (NOW + starts).isoformat(),
            "window_ends_at": (NOW + ends).isoformat(),
        }
        self.http["admin"].put(f"/api/assignments/{assignment_id}", json=body).raise_for_status()
        return assignment_id

    def submit(
        self, branch: str, days_ago: int = 1, kind: bool = True, story: str | None = None, deed: str | None = None
    ) -> UUID:
        """A submitted audit with two photos, of a fresh assignment. What is told: of the treatment, `story`; of what
        nobody had to do, `deed`."""
        audit_id, began = uuid4(), NOW - timedelta(days=days_ago)
        photos = [self._photo("Shop front", (196, 206, 190)), self._photo("Receipt 14.90", (236, 230, 214))]
        answers = visits.kind_visit(began, photos) if kind else visits.unkind_visit(began, photos)
        if story:
            answers["tone_warmth"] = {**answers["tone_warmth"], "narrative": story}
        if deed:
            answers["anything_else"] = {**answers["anything_else"], "narrative": deed}
        body = visits.submission(self.assign(branch), began, answers)
        self.http["shopper"].put(f"/api/audits/{audit_id}", json=body).raise_for_status()
        return audit_id

    def review(self, audit_id: UUID, decision: str = "finalise", reason: str = "") -> UUID:
        body = {"decision": decision, "revision": 1, "reason": reason}
        self.http["reviewer"].put(f"/api/audits/{audit_id}/reviews/{uuid4()}", json=body).raise_for_status()
        return audit_id

    def _photo(self, words: str, colour: tuple[int, int, int]) -> UUID:
        photo_id = uuid4()
        # No two photos are the same, as from a camera.
        content = drawn(f"{words}\n{photo_id}", colour)
        answer = self.http["shopper"].put(
            f"/api/photos/{photo_id}", content=content, headers={"content-type": "image/jpeg"}
        )
        answer.raise_for_status()
        return photo_id


def drawn(words: str, colour: tuple[int, int, int]) -> bytes:
    image = Image.new("RGB", (960, 720), colour)
    draw = ImageDraw.Draw(image)
    draw.rectangle((120, 160, 840, 600), outline=(60, 70, 70), width=8)
    draw.text((160, 200), words, fill=(40, 50, 50), font_size=36)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def fill(address: str, admin_account: str) -> Network:
    admin = signed_in(address, admin_account)
    programme = {
        "name": "Autumn wave",
        "client": "Example Optics",
        "channels": ["visit", "call"],
        "tiers": ["basic", "standard", "premium"],
    }
    programme_id = uuid4()
    admin.put(f"/api/programmes/{programme_id}", json=programme).raise_for_status()
    for name in (visits.CHECKLIST, "mystery_call"):
        source = (LIBRARY / f"{name}.yaml").read_bytes()
        admin.post("/api/checklists", content=source, headers={"content-type": "application/yaml"}).raise_for_status()
    made = Network({"admin": admin}, {}, {}, {}, programme_id)
    for region in ("Lithuania", "Sweden"):
        made.regions[region] = uuid4()
        body = {"programme_id": str(programme_id), "name": region}
        admin.put(f"/api/regions/{made.regions[region]}", json=body).raise_for_status()
    _branches(made, programme_id)
    _people(made, address)
    _audits(made)
    return made


def signed_in(address: str, account: str) -> httpx.Client:
    http = httpx.Client(base_url=address, timeout=30)
    credentials = {"account": account, "password": PASSWORD, "transport": "bearer"}
    answer = http.post("/api/session", json=credentials)
    answer.raise_for_status()
    http.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    return http


def _branches(made: Network, programme_id: UUID) -> None:
    lithuania: list[dict[str, Any]] = [
        {"name": "Vilnius Old Town", "address": "Pilies g. 12, Vilnius", "tier": "premium"},
        {"name": "Šiauliai", "address": "Vilniaus g. 201, Šiauliai", "tier": "standard"},
        {"name": "Kaunas", "address": "Laisvės al. 60, Kaunas", "tier": "standard", "position": KAUNAS},
        {"name": "Rival Optics", "address": "Gedimino pr. 9, Vilnius", "tier": "standard", "competitor": True},
    ]
    sweden = [{"name": f"Malmö {n:02}", "address": f"Storgatan {n}, Malmö", "tier": "basic"} for n in range(1, MANY)]
    by_region = (("Lithuania", "Europe/Vilnius", lithuania), ("Sweden", "Europe/Stockholm", sweden))
    for region, zone, branches in by_region:
        for branch in branches:
            branch_id = made.branches[branch["name"]] = uuid4()
            place = {"programme_id": str(programme_id), "region_id": str(made.regions[region]), "time_zone": zone}
            made.http["admin"].put(f"/api/branches/{branch_id}", json={**branch, **place}).raise_for_status()


def _people(made: Network, address: str) -> None:
    names = {
        "reviewer": "Rasa Reviewer",
        "manager": "Marius Manager",
        "trainer": "Tove Trainer",
        "shopper": "Sam Shopper",
    }
    for role, name in names.items():
        user_id = made.users[role] = uuid4()
        regions = [str(made.regions["Lithuania"])] if role == "manager" else []
        account = f"{role}@test.example"
        body = {"account": account, "name": name, "role": role, "password": PASSWORD, "region_ids": regions}
        made.http["admin"].put(f"/api/users/{user_id}", json=body).raise_for_status()
        made.http[role] = signed_in(address, account)


def _audits(made: Network) -> None:
    made.audits["kind"] = made.review(made.submit("Vilnius Old Town", 3))
    made.audits["unkind"] = made.review(made.submit("Vilnius Old Town", 40, kind=False))
    made.audits["single"] = made.review(made.submit("Šiauliai", 10))
    made.audits["returned"] = made.review(
        made.submit("Kaunas", 6), "request_revision", "The photo of the receipt cannot be read. Please take it again."
    )
    made.audits["waiting"] = made.submit("Kaunas", 4, kind=False)
    made.assignments["open"] = made.assign("Vilnius Old Town")
    made.assignments["coming"] = made.assign("Šiauliai", timedelta(days=3), timedelta(days=9))
