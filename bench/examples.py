"""Searches among 10,000 and among 100,000 examples, in turns, and a bare `find` of a page beside them.

`python -m bench.examples --on URI` uses the databases `examples_10000` and `examples_100000` of that MongoDB, and fills
them in where they are missing.
"""

import argparse
import asyncio
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.resources import files
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import yaml
from pymongo import MongoClient
from pymongo.database import Database

from audit_api.database import bind_documents, connect
from audit_api.documents import ExampleDocument
from audit_api.documents.seam import to_bson
from audit_api.embedded import embedded_mongodb
from audit_api.examples.sources import facet_of
from audit_api.examples.tallies import recount_all
from audit_api.examples.word_forms import forms_of
from bench.network import ADMIN
from checklists.coaching import GivenAnswer, Reason, Worth, kind_of_score
from checklists.definition import Checklist, ChecklistRef, items_of
from checklists.themes import theme_of
from tests.api.cast import person, signed_in
from tests.api.process import ServerProcess, create_admin

FEW, MANY = 10_000, 100_000
RUNS = 40
BATCH = 5_000
CHECKLISTS = ("mystery_call", "branch_visit", "written_contact", "delivery_after_sale", "internal_customer")
WORDS = 8_000
"""Different words of a language; the n-th is 1/n as frequent as the first."""
REGIONS = 10

Json = dict[str, Any]
Mongo = Database[Json]


class Times(msgspec.Struct, kw_only=True):
    """Milliseconds over HTTP among 100,000 examples; `ratio` is that of the medians, to 10,000 examples."""

    median: float
    p95: float
    ratio: float


class Figures(msgspec.Struct, kw_only=True):
    bare_find: float
    searches: dict[str, Times]


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
    "a word in 1 of 10": {"q": "w28"},
    "a word in 2 of 3": {"q": "w3"},
    "two words": {"q": "w40 w77"},
    "two frequent words": {"q": "w3 w5"},
    "a frequent word and a theme": {"q": "w3", "theme": "delight"},
    "a frequent word and one item, bad": {"q": "w3", "item": "branch_visit.tone.tone_warmth", "kind": "bad"},
}
DESK_QUERIES: dict[str, Json] = {
    "reviewer: what is released": {"state": "released"},
    "reviewer: everything, a theme": {"theme": "tone"},
    "reviewer: a word in 2 of 3": {"q": "w3"},
    "manager of one region in ten": {"state": "released"},
    "manager of one region in ten, one item, bad": {"item": "branch_visit.tone.tone_warmth", "kind": "bad"},
}


def main(uri: str) -> Figures:
    client: MongoClient[Json] = MongoClient(uri, uuidRepresentation="standard", tz_aware=True)
    with ExitStack() as running:
        asked = {number: running.enter_context(_asked(uri, client, number)) for number in (FEW, MANY)}
        searches = {name: _in_turns(asked[FEW][name], asked[MANY][name]) for name in asked[MANY]}
        bare = _took(lambda: _bare_find(client[_database(MANY)]))
    client.close()
    return Figures(bare_find=_ms(median(bare)), searches=searches)


def _database(examples: int) -> str:
    return f"examples_{examples}"


@contextmanager
def _asked(uri: str, client: MongoClient[Json], examples: int) -> Iterator[dict[str, Callable[[], None]]]:
    """Name -> one search among so many examples."""
    name = _database(examples)
    filled = name in client.list_database_names()
    if not filled:
        create_admin(uri, name, ADMIN)
    # Nothing but searches: no look at all examples meanwhile, which here have no audits.
    server = ServerProcess(uri, name, LOG_LEVEL="info", SWEEP_HOURS="0")
    server.start()
    try:

        def anybody() -> httpx.Client:
            return httpx.Client(base_url=server.address, timeout=60)

        admin = signed_in(anybody(), ADMIN)
        if not filled:
            _fill(client[name], [_published(admin, key) for key in CHECKLISTS], examples)
            asyncio.run(_count(uri, name))
        region = client[name].regions.find_one()
        people = {role: person(admin, anybody, role).http for role in ("trainer", "reviewer")}
        manager = person(admin, anybody, "manager", [region["_id"]]).http  # type: ignore[index]
        calls = {key: _search(people["trainer"], query) for key, query in QUERIES.items()}
        for key, query in DESK_QUERIES.items():
            calls[key] = _search(manager if key.startswith("manager") else people["reviewer"], query)
        some = [row["_id"] for row in client[name].examples.find({}, {"_id": 1}).limit(10)]
        calls["ten times what is similar"] = lambda: _similar(people["trainer"], some)
        yield calls
    finally:
        server.stop()


def _search(http: httpx.Client, query: Json) -> Callable[[], None]:
    def search() -> None:
        answer = http.get("/api/examples", params={"limit": 25, **query}).raise_for_status().json()
        assert answer["facets"] and answer["total"] >= len(answer["examples"]), query

    return search


def _similar(http: httpx.Client, examples: list[UUID]) -> None:
    for example in examples:
        assert http.get(f"/api/examples/{example}/similar").raise_for_status().json()["alike"]


def _bare_find(database: Mongo) -> None:
    """A page of the same documents in the same order, without anything around it."""
    assert len(list(database.examples.find({"visible": True}).sort([("rank", -1), ("_id", -1)]).limit(26))) == 26


def _in_turns(few: Callable[[], None], many: Callable[[], None]) -> Times:
    few()
    many()
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(RUNS):
        for call, times in ((few, took[0]), (many, took[1])):
            began = perf_counter()
            call()
            times.append(perf_counter() - began)
    p95 = quantiles(took[1], n=20)[-1]
    return Times(median=_ms(median(took[1])), p95=_ms(p95), ratio=round(median(took[1]) / median(took[0]), 2))


def _took(call: Callable[[], None]) -> list[float]:
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


async def _count(uri: str, database: str) -> None:
    client = connect(uri)
    await bind_documents(client[database])
    await recount_all()
    await client.close()


class _Places(msgspec.Struct):
    programme: UUID
    regions: list[UUID]
    branches: list[UUID]


def _fill(database: Mongo, definitions: list[Checklist], examples: int) -> None:
    dice = random.Random(5)
    places = _Places(uuid4(), [uuid4() for _ in range(REGIONS)], [uuid4() for _ in range(200)])
    programme = {"name": "P", "client": "C", "channels": ["visit"], "tiers": ["standard"]}
    database.programmes.insert_one({"_id": places.programme, "programme": programme})
    database.regions.insert_many(
        {"_id": one, "region": {"programme_id": places.programme, "name": f"R{n}"}}
        for n, one in enumerate(places.regions)
    )
    made = _examples(dice, definitions, places, examples)
    while batch := [row for _, row in zip(range(BATCH), made, strict=False)]:
        database.examples.insert_many(batch, ordered=False)


def _examples(dice: random.Random, definitions: list[Checklist], places: _Places, examples: int) -> Iterator[Json]:
    weights = [1 / n for n in range(1, WORDS + 1)]
    words = [f"w{n}" for n in range(1, WORDS + 1)]
    scored = [(one, section, item) for one in definitions for section, item in items_of(one) if item.weight]
    for _ in range(examples):
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


def _row(checklist: Checklist, worth: Worth, language: str, masked: str, places: _Places, dice: random.Random) -> Json:
    shared = {name: getattr(worth, name) for name in Worth.__struct_fields__ if name not in ("narrative", "photos")}
    document = ExampleDocument.model_construct(
        **shared,
        id=uuid4(),
        programme_id=places.programme,
        region_id=dice.choice(places.regions),
        branch_id=dice.choice(places.branches),
        audit_id=uuid4(),
        audit_stamp="0",
        checklist=ChecklistRef(key=checklist.key, version=1),
        language=language,
        month=f"2026-{dice.randint(1, 11):02}",
        narrative_hash="0" * 64,
        content="0" * 64,
        automatic=False,
        facet=facet_of(checklist.channel, language, checklist.key, worth),
        terms=forms_of(masked, language),
        masking="done",
        masked=masked,
        state="released",
        ready=True,
        visible=True,
    )
    row: Json = to_bson(document.as_stored())
    return row


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", metavar="URI", help="a MongoDB that keeps the examples for the next run")
    with tempfile.TemporaryDirectory() as directory, ExitStack() as stack:
        given = parser.parse_args().on
        print(main(given or stack.enter_context(embedded_mongodb(Path(directory)))))
