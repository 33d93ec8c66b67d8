"""A decision about an audit is in its branch's standing, whatever else writes that standing at the same time."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest

from audit_api.settings import Settings
from tests.api import samples
from tests.api.cast import Cast, new_branch
from tests.api.examples import Mongo
from tests.api.process import ROOT, environment_of

# Reads the audits, says so, and goes on once it is told to; whatever is read again later is not held up.
HELD_UP = """
import asyncio, os, sys
from importlib import import_module
from uuid import UUID
from audit_api.database import bind_documents, connect
module, reading, work, *arguments = sys.argv[1:]
module = import_module(module)
read = getattr(module, reading)
async def read_and_wait(*args):
    setattr(module, reading, read)
    found = await read(*args)
    print("read", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    return found
setattr(module, reading, read_and_wait)
async def main():
    client = connect(os.environ["MONGODB_URI"])
    await bind_documents(client[os.environ["MONGODB_DATABASE"]])
    await getattr(module, work)(*[UUID(one) if one.count("-") == 4 else one for one in arguments])
    await client.close()
asyncio.run(main())
"""
NIGHT = ("audit_api.calibration.every_league", "read_cells", "calibrate_everything")
DECISION = ("audit_api.calibration.refreshing", "read_branch_audits", "refresh_standing")


@contextmanager
def held_up(settings: Settings, *arguments: str) -> Iterator[None]:
    """Another process has read the audits, and writes after what happens here."""
    environment = environment_of(settings.mongodb_uri or "", settings.mongodb_database)
    command = [sys.executable, "-c", HELD_UP, *arguments]
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **pipes) as process:
        assert process.stdin and process.stdout and process.stdout.readline() == "read\n"
        yield
        process.stdin.write("go on\n")
        process.stdin.close()
        assert process.wait() == 0


def standing(mongo: Mongo, branch: UUID) -> dict[str, Any] | None:
    found: dict[str, Any] | None = mongo.standings.find_one({"branch_id": branch})
    return found


def counted(mongo: Mongo, branch: UUID) -> int:
    found = standing(mongo, branch)
    return found["audits"] if found else 0


def exclude(cast: Cast, audit: UUID) -> None:
    body = {"cause": "fraud", "reason": "Invented."}
    cast.reviewer.http.put(f"/api/audits/{audit}/exclusions/{uuid4()}", json=body).raise_for_status()


@pytest.fixture
def branch(cast: Cast) -> UUID:
    return new_branch(cast)


def test_a_night_keeps_what_was_decided_while_it_ran(
    cast: Cast, mongo: Mongo, api_settings: Settings, branch: UUID
) -> None:
    first, doubtful, emptied = new_branch(cast), new_branch(cast), new_branch(cast)
    cast.finalised(branch=branch)
    fraud, _, only = (cast.finalised(branch=where) for where in (doubtful, doubtful, emptied))
    with held_up(api_settings, *NIGHT):
        cast.finalised(branch=branch)
        cast.finalised(branch=first)
        exclude(cast, fraud)
        exclude(cast, only)
    found = [counted(mongo, one) for one in (branch, first, doubtful, emptied)]
    assert found == [2, 1, 1, 0], "a second audit, a first one, one excluded of two, the only one excluded"
    untouched = mongo.standings.count_documents({"refreshed_at": None})
    with held_up(api_settings, *NIGHT):
        pass
    assert mongo.standings.count_documents({"refreshed_at": None}) == untouched + 3, "all others are the night's"


def test_of_two_decisions_at_one_branch_none_is_forgotten(
    cast: Cast, mongo: Mongo, api_settings: Settings, branch: UUID
) -> None:
    asked = (*DECISION, str(branch), samples.CHECKLIST_KEY)
    only = cast.finalised(branch=branch)
    with held_up(api_settings, *asked):
        cast.finalised(branch=branch)
    assert counted(mongo, branch) == 2
    with held_up(api_settings, *asked):
        exclude(cast, only)
    assert counted(mongo, branch) == 1
    last = mongo.audits.find_one({"branch_id": branch, "status": "finalised"})
    with held_up(api_settings, *asked):
        exclude(cast, last["_id"] if last else uuid4())
    assert standing(mongo, branch) is None
