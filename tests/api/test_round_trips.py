"""How often a request may ask MongoDB: the same for one entry and for two hundred."""

from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest

from tests.api import samples
from tests.api.cast import Cast
from tests.api.pictures import jpeg
from tests.api.server import ROUND_TRIPS


def _asked(request: Callable[[], httpx.Response]) -> list[str]:
    before = len(ROUND_TRIPS.commands)
    request().raise_for_status()
    return ROUND_TRIPS.commands[before:]


@pytest.fixture(scope="module")
def many(cast: Cast) -> None:
    """More than the database sends in its first batch by itself."""
    for _ in range(12):
        cast.finalised()
    for _ in range(100):
        cast.submit()


@pytest.mark.parametrize("who", ["reviewer", "manager", "shopper"])
def test_a_page_of_audits(cast: Cast, many: None, who: str) -> None:
    http = cast.person(who).http
    one = _asked(lambda: http.get("/api/audits", params={"limit": 1}))
    all_of_them = _asked(lambda: http.get("/api/audits", params={"limit": 200}))
    assert one == all_of_them
    assert len(one) <= 3, one


@pytest.mark.parametrize(
    ("path", "budget"),
    [
        ("/api/branches?limit=200", 2),
        ("/api/checklists", 2),
        ("/api/regions", 2),
    ],
)
def test_lists_of_the_desk(cast: Cast, many: None, path: str, budget: int) -> None:
    assert len(_asked(lambda: cast.manager.http.get(path))) <= budget


def test_a_programme_with_its_counts(cast: Cast) -> None:
    assert len(_asked(lambda: cast.reviewer.http.get(f"/api/programmes/{cast.programme}"))) <= 3


def test_a_page_of_assignments(cast: Cast, many: None) -> None:
    assert len(_asked(lambda: cast.shopper.http.get("/api/assignments?limit=200"))) <= 4


def test_a_branch_page(cast: Cast, many: None) -> None:
    assert len(_asked(lambda: cast.manager.http.get(f"/api/branches/{cast.branch}"))) <= 4


def test_an_audit_with_photos(cast: Cast) -> None:
    photos = [uuid4() for _ in range(3)]
    for photo in photos:
        cast.shopper.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()
    audit_id = cast.finalised(photos=photos)
    assert len(_asked(lambda: cast.manager.http.get(f"/api/audits/{audit_id}"))) <= 4


def test_a_submission(cast: Cast) -> None:
    body, audit_id = samples.submission(cast.assign()), uuid4()
    asked = _asked(lambda: cast.shopper.http.put(f"/api/audits/{audit_id}", json=body))
    assert len(asked) <= 5, asked
