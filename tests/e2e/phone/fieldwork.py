"""A network for phones: one programme, three checklists, and as many shoppers and assignments as a test asks for."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.api.process import PASSWORD
from tests.e2e.network import signed_in
from tests.e2e.phone import checklists

ADMIN = "admin@test.example"


@dataclass(frozen=True)
class Shopper:
    """`http` is signed in beside the phone, on a session of its own."""

    id: UUID
    account: str
    name: str
    http: httpx.Client


@dataclass(frozen=True)
class Assignment:
    """`branch` is a name that no other assignment has, so that it can be found on a screen."""

    id: UUID
    branch: str


class Fieldwork:
    """What the office did before the shopper took the phone."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.admin = signed_in(address, ADMIN)
        self._programme, self._region = uuid4(), uuid4()
        self._branches = 0
        self._clients = [self.admin]
        self._build()

    def shopper(self, name: str = "Sam Shopper") -> Shopper:
        user_id = uuid4()
        account = f"shopper-{user_id.hex[:8]}@test.example"
        facts = {"account": account, "name": name, "role": "shopper", "password": PASSWORD, "region_ids": []}
        self._put(f"/api/users/{user_id}", facts)
        http = signed_in(self._address, account)
        self._clients.append(http)
        return Shopper(user_id, account, name, http)

    def assign(self, shopper: Shopper, checklist: str = checklists.VISIT, **changes: Any) -> Assignment:
        """A fresh assignment at a branch of its own, open for days to both sides of now."""
        self._branches += 1
        made = Assignment(uuid4(), f"Branch {self._branches:04}")
        branch_id, now = uuid4(), datetime.now(UTC).replace(microsecond=0)
        place = {"programme_id": str(self._programme), "region_id": str(self._region), "time_zone": "Europe/Vilnius"}
        self._put(f"/api/branches/{branch_id}", {"name": made.branch, "tier": "standard", **place})
        body = {
            "branch_id": str(branch_id),
            "shopper_id": str(shopper.id),
            "checklist": {"key": checklist, "version": 1},
            "channel": "call" if checklist == checklists.CALL else "visit",
            "scenario": "You look for a present and cannot decide.",
            "window_starts_at": (now - timedelta(days=3)).isoformat(),
            "window_ends_at": (now + timedelta(days=5)).isoformat(),
        }
        self._put(f"/api/assignments/{made.id}", {**body, **changes})
        return made

    def cookie(self, shopper: Shopper) -> str:
        """A session of the shopper's as a browser sends it."""
        credentials = {"account": shopper.account, "password": PASSWORD, "transport": "cookie"}
        answer = httpx.post(f"{self._address}/api/session", json=credentials).raise_for_status()
        return answer.headers["set-cookie"].partition(";")[0]

    def close(self) -> None:
        for http in self._clients:
            http.close()

    def _build(self) -> None:
        programme = {
            "name": "Autumn wave",
            "client": "Example Optics",
            "channels": ["visit", "call"],
            "tiers": ["standard"],
        }
        self._put(f"/api/programmes/{self._programme}", programme)
        self._put(f"/api/regions/{self._region}", {"programme_id": str(self._programme), "name": "Lithuania"})
        for checklist in (checklists.visit(), checklists.call(), checklists.long()):
            self.admin.post("/api/checklists", json=checklist).raise_for_status()

    def _put(self, path: str, body: dict[str, Any]) -> None:
        self.admin.put(path, json=body).raise_for_status()


def audit_elsewhere(shopper: Shopper, shop: Assignment) -> None:
    """The same assignment, sent from another phone."""
    body = {
        "assignment_id": str(shop.id),
        "checklist": {"key": checklists.VISIT, "version": 1},
        "started_at": "2026-11-02T09:00:00Z",
        "finished_at": "2026-11-02T09:20:00Z",
        "language": "en",
        "answers": {"greeted": {"kind": "yes_no", "value": True}, "warmth": {"kind": "scale", "level": 4}},
    }
    shopper.http.put(f"/api/audits/{uuid4()}", json=body).raise_for_status()
