"""Guessing from many addresses, and more sign-ins at once than the machine can check."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Event
from uuid import uuid4

import httpx
import pytest

from audit_api.people import auth
from audit_api.people.attempts import ACCOUNT_FACTOR, PAUSES
from audit_api.settings import Settings
from tests.api.cast import Cast, Person, person
from tests.api.examples import Mongo
from tests.api.process import PASSWORD

SignIn = Callable[..., httpx.Response]
_subnets = count(1)


def elsewhere() -> str:
    """An address in a subnet where nobody has been."""
    return f"2001:db8:0:{next(_subnets):x}::1"


@pytest.fixture
def sign_in(new_client: Callable[[], httpx.Client]) -> SignIn:
    http = new_client()

    def post(account: str, password: str = "a guess", address: str = "") -> httpx.Response:
        credentials = {"account": account, "password": password, "transport": "bearer"}
        return http.post("/api/session", json=credentials, headers={"X-Forwarded-For": address or elsewhere()})

    return post


@pytest.fixture
def owner(cast: Cast, new_client: Callable[[], httpx.Client]) -> Person:
    return person(cast.admin.http, new_client, "shopper")


def nobody() -> str:
    return f"{uuid4().hex}@nowhere.example"


def paused(answer: httpx.Response) -> int:
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_attempts")
    return int(answer.headers["Retry-After"])


def guessed_until_paused(sign_in: SignIn, account: str) -> tuple[int, int]:
    """Guesses, each from a new subnet: how many are looked at, and the seconds that the next one has to wait."""
    for looked_at in count():
        answer = sign_in(account)
        if answer.status_code != 401:
            return looked_at, paused(answer)
    raise AssertionError


def next_at(mongo: Mongo, account: str, seconds: int) -> None:
    """As if the pause of the account had that long to go."""
    change = {"$set": {"next_at": datetime.now(UTC) + timedelta(seconds=seconds)}}
    assert mongo.sign_in_attempts.update_one({"_id": f"anywhere {account}"}, change).matched_count == 1


def test_all_addresses_of_a_subnet_count_as_one(sign_in: SignIn, owner: Person) -> None:
    for n in range(5):
        assert sign_in(owner.account, address=f"2001:db8:1:1::{n}").status_code == 401
    assert paused(sign_in(owner.account, PASSWORD, "2001:db8:1:1:ffff::1")) > PAUSES[-1]
    assert sign_in(owner.account, PASSWORD, "2001:db8:1:2::1").status_code == 200


def test_an_ipv4_address_in_ipv6_dress_is_the_same_address(sign_in: SignIn, owner: Person) -> None:
    for _ in range(5):
        assert sign_in(owner.account, address="192.0.2.7").status_code == 401
    assert paused(sign_in(owner.account, PASSWORD, "::ffff:192.0.2.7")) > PAUSES[-1]
    assert sign_in(owner.account, PASSWORD, "::ffff:192.0.2.8").status_code == 200


@pytest.mark.parametrize("known", [True, False])
def test_guessing_from_everywhere_is_slow(
    sign_in: SignIn, owner: Person, mongo: Mongo, api_settings: Settings, known: bool
) -> None:
    account, free = owner.account if known else nobody(), api_settings.sign_in_attempts * ACCOUNT_FACTOR
    looked_at, wait = guessed_until_paused(sign_in, account)
    assert looked_at >= free and 1 <= wait <= PAUSES[looked_at - free]
    for failures in range(looked_at + 1, free + len(PAUSES) + 3):
        next_at(mongo, account, 0)
        assert sign_in(account).status_code == 401
        kept = mongo.sign_in_attempts.find_one({"_id": f"anywhere {account}"})
        assert kept and kept["failures"] == failures
        pause = (kept["next_at"] - kept["expires_at"]).total_seconds() + api_settings.sign_in_pause_seconds
        assert pause == PAUSES[min(failures - free, len(PAUSES) - 1)]
    assert PAUSES[-2] < paused(sign_in(account)) <= PAUSES[-1]


def test_the_owner_waits_for_the_short_pause_only(sign_in: SignIn, owner: Person, mongo: Mongo) -> None:
    guessed_until_paused(sign_in, owner.account)
    next_at(mongo, owner.account, 40)
    home = elsewhere()
    waits = [paused(sign_in(owner.account, PASSWORD, home)) for _ in range(8)]  # more than an address may fail
    assert max(waits) <= 40 and waits == sorted(waits, reverse=True)  # trying again makes it no longer
    next_at(mongo, owner.account, 0)
    assert sign_in(owner.account, PASSWORD, home).status_code == 200
    assert [sign_in(owner.account).status_code for _ in range(3)] == [401] * 3  # and is forgiven for everybody's slips


def test_failures_of_long_ago_are_forgotten(sign_in: SignIn, mongo: Mongo) -> None:
    account = nobody()
    guessed_until_paused(sign_in, account)
    past = datetime.now(UTC) - timedelta(seconds=1)
    mongo.sign_in_attempts.update_one(
        {"_id": f"anywhere {account}"}, {"$set": {"failures": 999, "expires_at": past, "next_at": past}}
    )
    assert [sign_in(account).status_code for _ in range(2)] == [401] * 2


def test_parallel_guesses_do_not_slip_through_the_pause(sign_in: SignIn, mongo: Mongo) -> None:
    account = nobody()
    guessed_until_paused(sign_in, account)
    change = {"$set": {"failures": 100, "next_at": datetime.now(UTC)}}
    mongo.sign_in_attempts.update_one({"_id": f"anywhere {account}"}, change)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(sign_in, [account] * 8))
    assert sorted(answer.status_code for answer in answers) == [401] + [429] * 7


@contextmanager
def hashing_held() -> Iterator[Event]:
    """Nothing is hashed until the event is set, or the test is over."""
    go_on = Event()
    for _ in range(auth.HASHING_THREADS):
        auth._hashing.submit(go_on.wait, 30)
    try:
        yield go_on
    finally:
        go_on.set()


def test_who_comes_while_the_line_is_full_is_sent_away_unharmed(sign_in: SignIn, owner: Person, mongo: Mongo) -> None:
    more = 6
    accounts = [nobody() for _ in range(auth.LINE_MAX + more)]
    with hashing_held() as go_on, ThreadPoolExecutor(len(accounts)) as pool:
        answers = as_completed([pool.submit(sign_in, account) for account in accounts], timeout=20)
        first = [next(answers).result() for _ in range(more)]
        assert all(1 <= paused(answer) <= 10 for answer in first)
        assert paused(sign_in(owner.account, PASSWORD)) >= 1
        go_on.set()
        assert [answer.result().status_code for answer in answers] == [401] * auth.LINE_MAX
    failed = {"_id": {"$in": [f"anywhere {account}" for account in accounts]}}
    assert mongo.sign_in_attempts.count_documents(failed) == auth.LINE_MAX  # those that were looked at
    assert sign_in(owner.account, PASSWORD).status_code == 200
