"""Helpers of the tests of examples: made, masked and released as the parts of the application do it."""

import subprocess
import sys
from typing import Any
from uuid import UUID, uuid4

from pymongo.database import Database

from audit_api.examples.word_forms import forms_of
from audit_api.examples.writes import DERIVED
from audit_api.settings import Settings
from checklists.coaching import example_id
from tests.api import samples
from tests.api.cast import Cast
from tests.api.pictures import jpeg
from tests.api.process import ROOT, environment_of

Json = dict[str, Any]
Mongo = Database[Json]
COLD = "Nobody at the counter looked up, and Anna Kern told me to wait."
BOX = {"shape": "box", "x": 0.1, "y": 0.1, "width": 0.4, "height": 0.4}
WARM = "She came round the counter, smiled and asked what I was looking for."


def answers(level: int, narrative: str | None, **more: Json) -> Json:
    tone = {"kind": "scale", "level": level} | ({"narrative": narrative} if narrative else {})
    wait = {"kind": "duration", "seconds": 12, "typed_by_hand": True}
    return {**samples.submission(uuid4())["answers"], "tone": tone, "queue_wait": wait, **more}


def told(cast: Cast, level: int = 1, narrative: str = COLD, **changes: Any) -> UUID:
    """The example in a fresh finalised audit."""
    return example_id(cast.finalised(answers=answers(level, narrative), **changes), "tone")


def mask(mongo: Mongo, example: UUID, words: str = "Nobody at the counter looked up.") -> None:
    """As the masking writes it."""
    language = mongo.examples.find_one({"_id": example})["language"]  # type: ignore[index]
    changed = {"masked": {"$literal": words}, "terms": forms_of(words, language), "masking": "done"}
    bend(mongo, example, changed)


def bend(mongo: Mongo, example: UUID, changed: Json) -> None:
    """Writes to it, and what follows from that, behind the back of the application."""
    before: Any = mongo.examples.find_one_and_update({"_id": example}, [{"$set": changed}, *DERIVED])
    after: Any = mongo.examples.find_one({"_id": example})
    for facet in {before["facet"], after["facet"]}:
        mongo.example_tallies.update_one({"_id": facet}, {"$set": {"due": uuid4()}}, upsert=True)


RECOUNT = """
import asyncio, os
from audit_api.database import bind_documents, connect
from audit_api.examples.tallies import recount_all
async def main():
    client = connect(os.environ["MONGODB_URI"])
    await bind_documents(client[os.environ["MONGODB_DATABASE"]])
    print(await recount_all())
    await client.close()
asyncio.run(main())
"""


def recounted(settings: Settings) -> int:
    """In a process of its own, as a server does it every ten minutes; how many numbers were wrong."""
    given = environment_of(settings.mongodb_uri or "", settings.mongodb_database)
    command = [sys.executable, "-c", RECOUNT]
    return int(subprocess.run(command, cwd=ROOT, env=given, check=True, capture_output=True).stdout)


def release(cast: Cast, example: UUID, who: str = "reviewer") -> Json:
    found: Json = cast.person(who).http.put(f"/api/examples/{example}/release").raise_for_status().json()
    return found


def shown(cast: Cast, mongo: Mongo, **given: Any) -> UUID:
    """One that trainers see."""
    example = told(cast, **given)
    release(cast, example)
    mask(mongo, example)
    return example


def pictured(cast: Cast) -> tuple[UUID, UUID]:
    photo = uuid4()
    cast.shopper.http.put(f"/api/photos/{photo}", content=jpeg(seed=photo.int % 1000)).raise_for_status()
    return photo, example_id(cast.finalised(photos=[photo]), "solved")


def decide(cast: Cast, photo: UUID, who: str = "reviewer", **change: Any) -> Json:
    body = {"decision": "redact", "regions": [BOX]} | change
    found: Json = cast.person(who).http.put(f"/api/photos/{photo}/redaction", json=body).raise_for_status().json()
    return found


def listed(cast: Cast, who: str = "trainer", **query: Any) -> Json:
    found: Json = cast.person(who).http.get("/api/examples", params=query).raise_for_status().json()
    return found


def ids(page: Json) -> list[str]:
    return [example["id"] for example in page["examples"]]


def status(cast: Cast, who: str, example: UUID) -> int:
    return cast.person(who).http.get(f"/api/examples/{example}").status_code
