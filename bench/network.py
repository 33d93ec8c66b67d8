"""A running server with a programme, and as many submissions of a 25-item audit as a bench wants."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec

from tests.api import samples
from tests.api.cast import Person, network, person, signed_in
from tests.api.process import ServerProcess, create_admin

ADMIN = "admin@bench.example"
CHECKLIST = "bench_visit"
ITEMS_PER_SECTION = {"understanding": 9, "valuing": 8, "creating_value": 8}


class BenchServer(ServerProcess):
    """The server process and the name of its database."""

    def __init__(self, mongodb_uri: str) -> None:
        self.database = f"bench_{uuid4().hex[:8]}"
        # Logs as in production: they are part of the cost.
        super().__init__(mongodb_uri, self.database, LOG_LEVEL="info")


@contextmanager
def bench_server(mongodb_uri: str) -> Iterator[BenchServer]:
    """A server of its own with an administrator; stopped afterwards."""
    server = BenchServer(mongodb_uri)
    create_admin(mongodb_uri, server.database, ADMIN)
    try:
        server.start()
        yield server
    finally:
        server.stop()


class BenchNetwork:
    """One branch and one shopper, whose bearer `token` submits."""

    def __init__(self, server: BenchServer) -> None:
        self._admin = signed_in(httpx.Client(base_url=server.address, timeout=60), ADMIN)
        self._ids = network(self._admin)
        self._admin.post("/api/checklists", json=checklist()).raise_for_status()
        self._address = server.address
        self.shopper = self.person("shopper")
        self.token = self.shopper.http.headers["Authorization"].removeprefix("Bearer ")

    def person(self, role: str) -> Person:
        """Somebody new, signed in."""
        return person(self._admin, lambda: httpx.Client(base_url=self._address, timeout=60), role)

    def submissions(self, count: int) -> list[bytes]:
        """Bodies for `count` fresh assignments."""
        return [msgspec.json.encode(submission(self._assign())) for _ in range(count)]

    def _assign(self) -> UUID:
        assignment_id = uuid4()
        body = {
            "branch_id": str(self._ids["branch"]),
            "shopper_id": str(self.shopper.id),
            "checklist": {"key": CHECKLIST, "version": 1},
            "channel": "visit",
            "scenario": "You compare two offers.",
            "window_starts_at": "2026-11-01T00:00:00Z",
            "window_ends_at": "2026-11-30T00:00:00Z",
        }
        self._admin.put(f"/api/assignments/{assignment_id}", json=body).raise_for_status()
        return assignment_id


def checklist() -> dict[str, Any]:
    sections = [
        {
            "key": pillar,
            "title": {"en": pillar},
            "pillar": pillar,
            "nature": "human",
            "items": [_item(f"{pillar}_{n}", n) for n in range(count)],
        }
        for pillar, count in ITEMS_PER_SECTION.items()
    ]
    return {
        "key": CHECKLIST,
        "title": {"en": "Bench visit"},
        "channel": "visit",
        "languages": ["en"],
        "sections": sections,
    }


def submission(assignment_id: UUID) -> dict[str, Any]:
    answers = {f"{pillar}_{n}": _answer(n) for pillar, count in ITEMS_PER_SECTION.items() for n in range(count)}
    changes: dict[str, Any] = {"checklist": {"key": CHECKLIST, "version": 1}, "answers": answers}
    return samples.submission(assignment_id, **changes)


def _item(key: str, n: int) -> dict[str, Any]:
    if n % 2:
        return {"kind": "yes_no", "key": key, "text": {"en": f"Question {key}"}}
    levels = [{"en": f"What a level of {level} looks like"} for level in range(1, 6)]
    return {"kind": "scale", "key": key, "text": {"en": f"Question {key}"}, "levels": levels}


def _answer(n: int) -> dict[str, Any]:
    if n % 2:
        return {"kind": "yes_no", "value": True}
    return {"kind": "scale", "level": 1 + n % 5, "narrative": "The colleague took time and explained both offers."}
