"""Action items as tests make them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.api import samples
from tests.api.cast import Cast, Person

Json = dict[str, Any]
TODAY = datetime.now(UTC).date()


def body(cast: Cast, **changes: Any) -> Json:
    return {
        "branch_id": str(cast.branch),
        "checklist": samples.CHECKLIST_KEY,
        "item": "tone",
        "owner_name": "Mina of the late shift",
        "due_on": (TODAY + timedelta(days=14)).isoformat(),
        "plan": "Practise greeting by name every Monday.",
        "state": "open",
        "revision": 0,
        **changes,
    }


def put(person: Person, action_id: UUID, sent: Json) -> httpx.Response:
    return person.http.put(f"/api/actions/{action_id}", json=sent)


def made(cast: Cast, **changes: Any) -> UUID:
    action_id = uuid4()
    put(cast.manager, action_id, body(cast, **changes)).raise_for_status()
    return action_id
