"""A real MongoDB for every test that asks for one."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings

from audit_api.embedded import embedded_mongodb
from audit_api.settings import Settings

# How long an example takes depends on what else the machine does. The checks try the same examples each time; other
# ones are tried by who looks for faults: `pytest tests/unit --hypothesis-profile=search`.
_UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("repeated", _UNTIMED, derandomize=True)
settings.register_profile("search", _UNTIMED, derandomize=False)
settings.load_profile("repeated")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In parallel the tests of a file stay together, as they share what is dear to make, unless they are `apart`."""
    for item in items:
        if item.get_closest_marker("apart") is None:
            item.add_marker(pytest.mark.xdist_group(str(item.path)))


@pytest.fixture(scope="session")
def mongodb_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One mongod for the whole run (in parallel: one for each worker), a replica set of one node on a free port."""
    data_dir: Path = tmp_path_factory.mktemp("mongodb")
    with embedded_mongodb(data_dir) as uri:
        yield uri


@pytest.fixture
def database_settings(mongodb_uri: str) -> Settings:
    """Settings with a database of the test's own."""
    return Settings(mongodb_uri=mongodb_uri, mongodb_database=f"test_{uuid4().hex[:12]}")
