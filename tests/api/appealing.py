"""A manager appeals, and the office decides, as the pages of both do it."""

from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.api.cast import Cast

Json = dict[str, Any]
WARMER = {"tone": {"kind": "scale", "level": 5}}


def appeal(cast: Cast, audit_id: UUID, appeal_id: UUID | None = None, who: str = "manager", **change: Any) -> Any:
    body = {"items": ["tone"], "reason": "She did greet.", **change}
    return cast.person(who).http.put(f"/api/audits/{audit_id}/appeals/{appeal_id or uuid4()}", json=body)


def appealed(cast: Cast, **change: Any) -> tuple[UUID, str]:
    """A finalised audit with an open appeal."""
    audit_id = cast.finalised()
    made: Json = appeal(cast, audit_id, **change).raise_for_status().json()
    return audit_id, made["id"]


def decide(cast: Cast, appeal_id: str, decision_id: UUID | None = None, **change: Any) -> httpx.Response:
    body = {"outcome": "changed", "reason": "The photo shows it.", "corrections": WARMER, **change}
    return cast.reviewer.http.put(f"/api/appeals/{appeal_id}/decisions/{decision_id or uuid4()}", json=body)


def upheld(cast: Cast, appeal_id: str, decision_id: UUID | None = None, **change: Any) -> httpx.Response:
    return decide(cast, appeal_id, decision_id, **{"outcome": "upheld", "corrections": {}, **change})


def problem(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]
