"""The running server and the cast, shared by all API tests; what a test needs beyond, it makes itself.

Every file of tests begins with what is stored for the cast and nothing else: no test meets what another file left.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from pymongo import MongoClient
from pymongo.database import Database

from audit_api import documents
from audit_api.documents import ChecklistVersionDocument
from audit_api.settings import Settings
from tests.api import pictures
from tests.api.cast import Cast, Person, network, person, signed_in
from tests.api.documented import Documented
from tests.api.process import create_admin
from tests.api.server import running

ADMIN = "admin@test.example"


@pytest.fixture(scope="session")
def api_settings(mongodb_uri: str) -> Settings:
    return Settings(
        mongodb_uri=mongodb_uri,
        mongodb_database="api",
        log_level="error",
        sign_in_attempts=5,
        sweep_hours=0,
        calibration_hours=0,
        examine_seconds=0,
        alert_seconds=0,
    )


@pytest.fixture(scope="session")
def new_client(api_settings: Settings) -> Iterator[Callable[[], httpx.Client]]:
    """Makes HTTP clients of nobody's; every answer is checked against the API description."""
    create_admin(api_settings.mongodb_uri or "", api_settings.mongodb_database, ADMIN)
    clients: list[httpx.Client] = []
    with running(api_settings) as address:
        documented = Documented(httpx.get(f"{address}/api/openapi.json").json())

        def make() -> httpx.Client:
            clients.append(httpx.Client(base_url=address, event_hooks={"response": [documented]}, timeout=30))
            return clients[-1]

        yield make
        for client in clients:
            client.close()


@pytest.fixture(scope="session")
def shared_cast(new_client: Callable[[], httpx.Client]) -> Cast:
    admin = signed_in(new_client(), ADMIN)
    me = admin.get("/api/session").json()
    ids = network(admin)
    return Cast(
        admin=Person("admin", me["user_id"], ADMIN, admin),
        reviewer=person(admin, new_client, "reviewer"),
        manager=person(admin, new_client, "manager", [ids["region"]]),
        neighbour=person(admin, new_client, "manager", [ids["other_region"]]),
        trainer=person(admin, new_client, "trainer"),
        shopper=person(admin, new_client, "shopper"),
        other_shopper=person(admin, new_client, "shopper"),
        outsider=new_client(),
        **ids,
    )


@pytest.fixture(scope="session")
def stored_at_first(shared_cast: Cast, api_settings: Settings) -> dict[str, list[dict[str, Any]]]:
    """Every document of every collection, once the cast is there."""
    with stored(api_settings) as database:
        return {name: list(database[name].find()) for name in database.list_collection_names()}


@pytest.fixture(scope="module", autouse=True)
def same_pictures() -> None:
    pictures.begin_anew()


@pytest.fixture(scope="module")
def cast(shared_cast: Cast, stored_at_first: dict[str, list[dict[str, Any]]], api_settings: Settings) -> Cast:
    with stored(api_settings) as database:
        for name in database.list_collection_names():
            database[name].delete_many({})
            if found := stored_at_first.get(name):
                database[name].insert_many(found)
    # Published versions never change, so the server remembers them: but here they have gone.
    ChecklistVersionDocument._kept.clear()
    return replace(shared_cast, extra={})


@contextmanager
def other_binding() -> Iterator[None]:
    """Documents are bound to one database in a process: the server of other tests gets its own back."""
    kinds: list[Any] = list(documents.ALL)
    before = {kind: kind.__dict__.get("_document_settings") for kind in kinds}
    ChecklistVersionDocument._kept.clear()
    yield
    for kind, bound in before.items():
        kind._document_settings = bound
    ChecklistVersionDocument._kept.clear()


@pytest.fixture(scope="module")
def own_binding() -> Iterator[None]:
    with other_binding():
        yield


@pytest.fixture(scope="module")
def mongo(api_settings: Settings) -> Iterator[Database[dict[str, Any]]]:
    """What the server stores, seen past it."""
    with stored(api_settings) as database:
        yield database


@pytest.fixture
def stored_audits(api_settings: Settings) -> Iterator[Any]:
    """The collection itself, to set back a clock or to look behind the answers."""
    with stored(api_settings) as database:
        yield database.audits


@contextmanager
def stored(settings: Settings) -> Iterator[Database[dict[str, Any]]]:
    with MongoClient[Any](settings.mongodb_uri, uuidRepresentation="standard", tz_aware=True) as client:
        yield client[settings.mongodb_database]
