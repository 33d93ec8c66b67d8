"""A hundred thousand examples: how long a search with facets takes, and a bare `find` of a page beside it."""

import random
from collections.abc import Callable, Iterator
from importlib.resources import files
from statistics import median
from time import perf_counter
from typing import Any
from uuid import uuid4

import httpx
import msgspec
import yaml
from pymongo import MongoClient
from pymongo.database import Database

from audit_api.documents import ExampleDocument
from audit_api.documents.seam import to_bson
from audit_api.example_sources import NO_STEMMER, STEMMERS, facet_of
from bench.network import ADMIN, bench_server
from checklists.coaching import GivenAnswer, Reason, Worth, kind_of_score
from checklists.definition import Checklist, ChecklistRef, items_of
from checklists.themes import theme_of
from tests.api.cast import person, signed_in

EXAMPLES = 100_000
RUNS = 30
BATCH = 5_000
CHECKLISTS = ("mystery_call", "branch_visit", "written_contact", "delivery_after_sale", "internal_customer")
WORDS = 8_000
"""Different words of a language; the n-th is 1/n as frequent as the first."""

Json = dict[str, Any]
Mongo = Database[Json]


class Figures(msgspec.Struct, kw_only=True):
    """Milliseconds, medians; `worst` is the slowest of all runs."""

    bare_find: float
    searches: dict[str, float]
    worst: dict[str, float]


def main(mongodb_uri: str) -> Figures:
    with bench_server(mongodb_uri) as server:
        client: MongoClient[Json] = MongoClient(mongodb_uri, uuidRepresentation="standard", tz_aware=True)
        admin = signed_in(httpx.Client(base_url=server.address, timeout=60), ADMIN)
        definitions = [_published(admin, key) for key in CHECKLISTS]
        _fill(client[server.database], definitions)
        trainer = person(admin, lambda: httpx.Client(base_url=server.address, timeout=60), "trainer").http
        times = {name: _times(lambda query=query: _search(trainer, query)) for name, query in QUERIES.items()}  # type: ignore[misc]
        bare = _times(lambda: _bare_find(client[server.database]))
        client.drop_database(server.database)
        client.close()
    return Figures(
        bare_find=_ms(median(bare)),
        searches={name: _ms(median(each)) for name, each in times.items()},
        worst={name: _ms(max(each)) for name, each in times.items()},
    )


QUERIES: dict[str, Json] = {
    "everything": {},
    "a theme": {"theme": "tone"},
    "one item, bad, with a photo, in Swedish": {
        "item": "branch_visit.tone.tone_warmth",
        "kind": "bad",
        "photo": True,
        "language": "sv",
    },
    "a rare word": {"q": "w900"},
    "a frequent word": {"q": "w3"},
    "three words and a theme": {"q": "w40 w77 w300", "theme": "delight"},
}


def _search(http: httpx.Client, query: Json) -> None:
    answer = http.get("/api/examples", params={"limit": 25, **query}).raise_for_status().json()
    assert answer["examples"] and answer["facets"], query


def _bare_find(database: Mongo) -> None:
    """A page of the same documents in the same order, without anything around it."""
    assert len(list(database.examples.find({"visible": True}).sort([("rank", -1), ("_id", -1)]).limit(26))) == 26


def _times(call: Callable[[], None]) -> list[float]:
    call()
    times = []
    for _ in range(RUNS):
        began = perf_counter()
        call()
        times.append(perf_counter() - began)
    return times


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


def _published(admin: httpx.Client, key: str) -> Checklist:
    definition = yaml.safe_load(files("checklists").joinpath(f"library/{key}.yaml").read_bytes())
    admin.post("/api/checklists", json=definition).raise_for_status()
    return msgspec.convert(definition, Checklist)


def _fill(database: Mongo, definitions: list[Checklist]) -> None:
    dice = random.Random(5)
    programme = {"name": "P", "client": "C", "channels": ["visit"], "tiers": ["standard"]}
    places = [uuid4(), uuid4(), [uuid4() for _ in range(200)]]
    database.programmes.insert_one({"_id": places[0], "programme": programme})
    made = _examples(dice, definitions, places)
    while batch := [row for _, row in zip(range(BATCH), made, strict=False)]:
        database.examples.insert_many(batch, ordered=False)


def _examples(dice: random.Random, definitions: list[Checklist], places: list[Any]) -> Iterator[Json]:
    weights = [1 / n for n in range(1, WORDS + 1)]
    words = [f"w{n}" for n in range(1, WORDS + 1)]
    scored = [(one, section, item) for one in definitions for section, item in items_of(one) if item.weight]
    for _ in range(EXAMPLES):
        checklist, section, item = dice.choice(scored)
        score, language = dice.choice([0.0, 0.25, 0.5, 1.0, 1.0]), dice.choice(["en", "de", "sv", "lt", "tr"])
        rank = round(dice.random(), 6)
        worth = Worth(
            item=item.key,
            section=section.key,
            pillar=section.pillar,
            level=section.level,
            channel=checklist.channel,
            theme=theme_of(checklist.channel, section, item),
            kind=kind_of_score(score),
            score=score,
            delight=section.level == 3 and score > 0.7,
            answered=GivenAnswer(level=3),
            narrative=None,
            photos=[uuid4()] if dice.random() < 0.1 else [],
            reasons=[Reason(code="very_good", strength=1.0), Reason(code="told", strength=0.7, count=28)],
            rank=rank,
        )
        masked = " ".join(dice.choices(words, weights, k=28))
        yield _row(checklist, worth, language, masked, places, dice)


def _row(
    checklist: Checklist, worth: Worth, language: str, masked: str, places: list[Any], dice: random.Random
) -> Json:
    programme, region, branches = places
    shared = {name: getattr(worth, name) for name in Worth.__struct_fields__ if name not in ("narrative", "photos")}
    document = ExampleDocument.model_construct(
        **shared,
        id=uuid4(),
        programme_id=programme,
        region_id=region,
        branch_id=dice.choice(branches),
        audit_id=uuid4(),
        audit_stamp="0",
        checklist=ChecklistRef(key=checklist.key, version=1),
        language=language,
        month=f"2026-{dice.randint(1, 11):02}",
        narrative_hash="0" * 64,
        content="0" * 64,
        automatic=False,
        facet=facet_of(checklist.channel, language, checklist.key, worth),
        stemmer=STEMMERS.get(language, NO_STEMMER),
        masking="done",
        masked=masked,
        state="released",
        ready=True,
        visible=True,
    )
    row: Json = to_bson(document.as_stored())
    return row
