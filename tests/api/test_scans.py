"""No work beside answering looks through all audits, or all of anything else that grows with them.

That no route does is tested with the rules of access, which name them all.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from msgspec.structs import replace
from pymongo import MongoClient
from pymongo.database import Database

from audit_api.alerts.alerting import raise_waiting
from audit_api.database import bind_documents, connect, open_database
from audit_api.documents.outdated import OUTDATED
from audit_api.examples import upkeep
from audit_api.mail.mailing import mail_waiting
from audit_api.removal.clearing import clear_waiting
from audit_api.removal.subjects import clear_shoppers
from audit_api.review.examining import examine_waiting
from audit_api.settings import Settings
from media.store import PhotoStore
from tests.api.cast import Cast
from tests.api.conftest import other_binding
from tests.api.examples import told
from tests.api.profiled import noting

Json = dict[str, Any]
Work = Callable[[PhotoStore, Settings], Awaitable[object]]

OFTEN: dict[str, Work] = {
    "examining": lambda *_: examine_waiting(),
    "alerting": lambda *_: raise_waiting(),
    "clearing shoppers": lambda store, _: clear_shoppers(store),
    "clearing audits": lambda store, _: clear_waiting(store),
    "mailing": lambda _, settings: mail_waiting(settings),
    "examples": lambda *_: upkeep.make_up(),
}
"""What every process does every few seconds or minutes."""


@pytest.fixture(scope="module")
def surrounded(cast: Cast) -> None:
    """Audits in every state, some of which nobody has looked at yet, and an example."""
    cast.assign(cast.other_shopper)
    told(cast)
    for _ in range(3):
        cast.submit()
    cast.review(cast.submit(), "reject", "Not this branch.").raise_for_status()
    cast.review(cast.submit(), "request_revision", "Say more.").raise_for_status()


@pytest.mark.parametrize("name", OFTEN)
def test_no_work_beside_answering_looks_through_what_grows(
    cast: Cast, surrounded: None, mongo: Database[Json], api_settings: Settings, name: str
) -> None:
    """Neither with something to do, which is the first time, nor without."""
    settings = replace(api_settings, smtp_host="127.0.0.1", smtp_port=9)
    with noting(mongo) as noted:
        for _ in range(2):
            _done(settings, OFTEN[name])
    assert noted.operations
    assert "\n".join(noted.scans()) == ""


def _done(settings: Settings, work: Work) -> None:
    async def opened() -> None:
        client = connect(settings.mongodb_uri or "")
        try:
            await bind_documents(client[settings.mongodb_database])
            await work(PhotoStore(client[settings.mongodb_database]), settings)
        finally:
            await client.close()

    with other_binding():
        asyncio.run(opened())


def test_indexes_of_an_earlier_version_go(mongodb_uri: str) -> None:
    """It built others under these names; what they were for is still found, and started twice it is the same."""
    settings = Settings(mongodb_uri=mongodb_uri, mongodb_database=f"before_{uuid4().hex[:8]}")
    waiting, decided = uuid4(), uuid4()
    with MongoClient[Json](mongodb_uri, uuidRepresentation="standard") as client:
        audits = client[settings.mongodb_database].audits
        audits.create_index("received_at", name="unexamined", partialFilterExpression={"unexamined": True})
        audits.create_index("finalised_at", name="unalerted", partialFilterExpression={"unalerted": True})
        before = [("received_at", 1), ("_id", 1)]
        audits.create_index(before, name="waiting", partialFilterExpression={"status": "submitted"})
        rows = [(waiting, "submitted"), (decided, "finalised")]
        audits.insert_many(
            {"_id": key, "assignment_id": key, "status": status, "flags": [{"kind": "typed_time"}]}
            for key, status in rows
        )
        audits.insert_one({"assignment_id": uuid4(), "status": "submitted", "flags": []})
        assignments, ends = client[settings.mongodb_database].assignments, datetime.now(UTC)
        assignments.create_index([("assignment.window_ends_at", -1), ("_id", -1)])
        planned: list[Json] = [{"_id": key, "assignment": {"window_ends_at": ends}} for key in (waiting, uuid4())]
        assignments.insert_many(planned)
        for _ in range(2):
            with other_binding():
                _start(settings)
            names = set(audits.index_information())
            assert names.isdisjoint(one.name for one in OUTDATED)
            assert {"to_examine", "to_alert", "queue"} < names
            assert [row["_id"] for row in audits.find({"flagged": True})] == [waiting]
            assert [row["_id"] for row in assignments.find({"audited": True})] == [waiting]
        client.drop_database(settings.mongodb_database)


def _start(settings: Settings) -> None:
    async def opened() -> None:
        client = connect(settings.mongodb_uri or "")
        try:
            await open_database(client, settings)
        finally:
            await client.close()

    asyncio.run(opened())


def test_the_numbers_beside_the_queue_come_from_an_index(surrounded: None, mongo: Database[Json], cast: Cast) -> None:
    with noting(mongo) as noted:
        cast.reviewer.http.get("/api/queue").raise_for_status()
    counted = [one for one in noted.operations if one["ns"].endswith(".audits") and "$group" in str(one["command"])]
    assert [(one["docsExamined"], one["keysExamined"] > 0) for one in counted] == [(0, True)]


def test_all_examples_are_looked_at_once_a_day_and_from_an_index(
    surrounded: None, mongo: Database[Json], api_settings: Settings
) -> None:
    async def twice(*ignored: object) -> None:
        for _ in range(2):
            assert await upkeep.reconcile_examples(whole_every=upkeep.WHOLE_EVERY) is not None

    mongo.leases.delete_one({"_id": upkeep.WHOLE})
    with noting(mongo) as noted:
        _done(api_settings, twice)
    looks = [one for one in noted.operations if one.get("command", {}).get("hint") == "stamps"]
    assert [(one["docsExamined"], one["keysExamined"] > 0) for one in looks] == [(0, True)]


@pytest.mark.parametrize("path", ["/api/planning?state=late", "/api/planning?state=open", "/api/shoppers"])
def test_what_is_to_be_done_is_found_without_looking_at_what_is_done(
    cast: Cast, surrounded: None, mongo: Database[Json], api_settings: Settings, path: str
) -> None:
    for _ in range(20):
        cast.submit()
    _done(api_settings, OFTEN["examining"])
    mongo.assignments.update_many({}, {"$set": {"assignment.window_ends_at": _window_of(path)}})
    left, done = (mongo.assignments.count_documents({"audited": {"$ne": said}}) for said in (True, False))
    assert done > 10 * left > 0
    with noting(mongo) as noted:
        cast.reviewer.http.get(path).raise_for_status()
    [asked] = [one for one in noted.operations if one["ns"].endswith(".assignments")]
    assert 0 < asked["docsExamined"] <= 6 * left


def _window_of(path: str) -> datetime:
    return datetime.now(UTC) + timedelta(days=-1 if "late" in path else 1)
