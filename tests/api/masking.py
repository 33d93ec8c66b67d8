"""Words that hide who somebody is: by the command, and by hand."""

import os
import subprocess
import sys
from typing import Any
from uuid import UUID

from audit_api.settings import Settings
from tests.api.cast import Cast
from tests.api.examples import Json
from tests.api.process import ROOT

DOUBTFUL = "We were told to wait, and then Grobnik came back with a chair and a glass of water."


def mask_now(settings: Settings) -> str:
    """As the command does it."""
    environment = {
        **os.environ,
        "MONGODB_URI": settings.mongodb_uri or "",
        "MONGODB_DATABASE": settings.mongodb_database,
    }
    run = subprocess.run(
        [sys.executable, "-m", "audit_api", "examples", "mask"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


def waiting(cast: Cast, who: str = "reviewer") -> dict[str, Json]:
    page = cast.person(who).http.get("/api/maskings/waiting", params={"limit": 200}).raise_for_status().json()
    return {one["example_id"]: one for one in page["narratives"]}


def put(cast: Cast, example: UUID, spans: list[Json], narrative_hash: str, who: str = "reviewer") -> Any:
    body = {"narrative_hash": narrative_hash, "spans": spans}
    return cast.person(who).http.put(f"/api/examples/{example}/masking", json=body)
