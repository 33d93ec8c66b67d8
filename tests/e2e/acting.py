"""Action items, made past the pages, and on them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
from playwright.sync_api import Page

TODAY = datetime.now(UTC).date()


def put(http: httpx.Client, branch: object, **changes: Any) -> str:
    action_id = str(uuid4())
    body = {
        "branch_id": str(branch),
        "checklist": "branch_visit",
        "item": "tone_warmth",
        "owner_name": "Milda",
        "due_on": (TODAY + timedelta(days=9)).isoformat(),
        "plan": "Greet everybody who comes in.",
        "revision": 0,
        **changes,
    }
    http.put(f"/api/actions/{action_id}", json=body).raise_for_status()
    return action_id


def card(page: Page, text: str) -> Any:
    return page.get_by_role("listitem").filter(has_text=text).filter(has=page.get_by_role("button", name="Change"))
