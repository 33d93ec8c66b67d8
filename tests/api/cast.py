"""The fixed cast of the API tests: one person per role, neighbours who must not see, and an outsider."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.api import samples
from tests.api.process import PASSWORD

Json = dict[str, Any]


@dataclass
class Person:
    """`http` sends this person's bearer token with every request."""

    role: str
    id: UUID
    account: str
    http: httpx.Client


@dataclass
class Cast:
    """Everyone works on one programme; `manager` has region A, `neighbour` region B."""

    admin: Person
    reviewer: Person
    manager: Person
    neighbour: Person
    trainer: Person
    shopper: Person
    other_shopper: Person
    outsider: httpx.Client
    programme: UUID
    region: UUID
    other_region: UUID
    branch: UUID
    other_branch: UUID
    extra: dict[str, Any] = field(default_factory=dict)

    def person(self, role: str) -> Person:
        found: Person = getattr(self, role)
        return found

    def assign(self, shopper: Person | None = None, branch: UUID | None = None, version: int = 1) -> UUID:
        """A fresh assignment of the sample checklist."""
        assignment_id = uuid4()
        body = {
            "branch_id": str(branch or self.branch),
            "shopper_id": str((shopper or self.shopper).id),
            "checklist": {"key": samples.CHECKLIST_KEY, "version": version},
            "channel": "visit",
            "scenario": "You look for a present and cannot decide.",
            "window_starts_at": samples.BEGAN.isoformat(),
            "window_ends_at": (samples.BEGAN + timedelta(days=7)).isoformat(),
        }
        self.admin.http.put(f"/api/assignments/{assignment_id}", json=body).raise_for_status()
        return assignment_id

    def submit(self, shopper: Person | None = None, branch: UUID | None = None, **changes: Any) -> UUID:
        """A submitted audit of a fresh assignment."""
        person = shopper or self.shopper
        audit_id, assignment_id = uuid4(), self.assign(person, branch)
        body = samples.submission(assignment_id, **changes)
        person.http.put(f"/api/audits/{audit_id}", json=body).raise_for_status()
        return audit_id

    def review(self, audit_id: UUID, decision: str = "finalise", reason: str = "", revision: int = 1) -> httpx.Response:
        body = {"decision": decision, "revision": revision, "reason": reason}
        return self.reviewer.http.put(f"/api/audits/{audit_id}/reviews/{uuid4()}", json=body)

    def finalised(self, **changes: Any) -> UUID:
        audit_id = self.submit(**changes)
        self.review(audit_id).raise_for_status()
        return audit_id


def signed_in(http: httpx.Client, account: str) -> httpx.Client:
    """`http` with the account's bearer token from now on."""
    credentials = {"account": account, "password": PASSWORD, "transport": "bearer"}
    answer = http.post("/api/session", json=credentials)
    answer.raise_for_status()
    http.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    return http


def person(admin: httpx.Client, new_client: Any, role: str, regions: list[UUID] | None = None) -> Person:
    user_id, account = uuid4(), f"{role}-{uuid4().hex[:8]}@test.example"
    body = {
        "account": account,
        "name": role.title(),
        "role": role,
        "password": PASSWORD,
        "region_ids": [str(region) for region in regions or []],
    }
    admin.put(f"/api/users/{user_id}", json=body).raise_for_status()
    return Person(role=role, id=user_id, account=account, http=signed_in(new_client(), account))


def network(admin: httpx.Client) -> dict[str, Any]:
    """One programme with two regions, a branch in each, and the sample checklist."""
    ids: dict[str, Any] = {name: uuid4() for name in ("programme", "region", "other_region", "branch", "other_branch")}
    programme = {
        "name": "Service wave",
        "client": "Client",
        "channels": ["visit", "call"],
        "tiers": ["basic", "standard", "premium"],
    }
    admin.put(f"/api/programmes/{ids['programme']}", json=programme).raise_for_status()
    for region, branch in (("region", "branch"), ("other_region", "other_branch")):
        body: Json = {"programme_id": str(ids["programme"]), "name": region}
        admin.put(f"/api/regions/{ids[region]}", json=body).raise_for_status()
        body |= {"region_id": str(ids[region]), "name": branch, "tier": "standard", "time_zone": "Europe/Vilnius"}
        admin.put(f"/api/branches/{ids[branch]}", json=body).raise_for_status()
    admin.post("/api/checklists", json=samples.checklist()).raise_for_status()
    return ids


def new_branch(cast: Cast, **changes: Any) -> UUID:
    branch = uuid4()
    body = {
        "programme_id": str(cast.programme),
        "region_id": str(cast.region),
        "name": f"Branch {branch.hex[:6]}",
        "tier": "standard",
        "time_zone": "Europe/Vilnius",
        **changes,
    }
    cast.admin.http.put(f"/api/branches/{branch}", json=body).raise_for_status()
    return branch
