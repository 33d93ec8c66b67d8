"""The running server and the cast, shared by all API tests; what a test needs beyond, it makes itself."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from pymongo import MongoClient

from audit_api.settings import Settings
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
def cast(new_client: Callable[[], httpx.Client]) -> Cast:
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


@pytest.fixture
def stored_audits(api_settings: Settings) -> Iterator[Any]:
    """The collection itself, to set back a clock or to look behind the answers."""
    with MongoClient[Any](api_settings.mongodb_uri, uuidRepresentation="standard", tz_aware=True) as client:
        yield client[api_settings.mongodb_database].audits
