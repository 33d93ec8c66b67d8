"""Failed sign-ins are counted, so that guessing is slow wherever it comes from."""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Any, NamedTuple

from pymongo import ReturnDocument

from audit_api.documents import AttemptDocument
from audit_api.problems import Problem
from audit_api.settings import Settings

# One address may try that many times more than one account: an office shares an address.
ADDRESS_FACTOR = 10
# An account may fail that many times more from all addresses together before its tries have to wait for one another.
ACCOUNT_FACTOR = 3
# Seconds between two tries of such an account, longer after each failure. Short at the most: its owner waits, too.
PAUSES = (1, 2, 4, 8, 15, 30, 60)
SUBNET = 64  # bits: whoever has one IPv6 address mostly has all that begin with these


class Attempt(NamedTuple):
    """The counters of one try."""

    here: str
    address: str
    anywhere: str


async def count_attempt(account: str, address: str, settings: Settings) -> Attempt:
    """Counts before the password is looked at, so that parallel guesses cannot slip through.

    Raises `too_many_attempts`.
    """
    network = network_of(address)
    attempt = Attempt(f"account {account} {network}", f"address {network}", f"anywhere {account}")
    await _count(attempt.here, settings.sign_in_attempts, settings)
    await _count(attempt.address, settings.sign_in_attempts * ADDRESS_FACTOR, settings)
    wait = await _take_turn(attempt.anywhere, settings)
    if wait > 0:  # a try that nobody looks at is no failure: the owner's would add up to the long pause
        await _take_back([attempt.here, attempt.address])
        raise too_many(wait)
    return attempt


async def forget(attempt: Attempt) -> None:
    """After a success."""
    await AttemptDocument.get_pymongo_collection().delete_many({"_id": {"$in": [attempt.here, attempt.anywhere]}})
    await _take_back([attempt.address])


def too_many(wait: float, detail: str = "") -> Problem:
    return Problem("too_many_attempts", detail, headers={"Retry-After": str(int(wait) + 1)})


def network_of(address: str) -> str:
    """What attempts are counted by: an IPv4 address, or the subnet of an IPv6 address."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Network((int(found), SUBNET), strict=False))


async def _count(counter: str, limit: int, settings: Settings) -> None:
    expires_at = datetime.now(UTC) + timedelta(seconds=settings.sign_in_pause_seconds)
    found = await AttemptDocument.get_pymongo_collection().find_one_and_update(
        {"_id": counter},
        {"$inc": {"failures": 1}, "$setOnInsert": {"expires_at": expires_at}},
        upsert=True,
        return_document=ReturnDocument.AFTER,
    )
    assert found is not None  # noqa: S101 - an upsert always finds
    wait = (found["expires_at"] - datetime.now(UTC)).total_seconds()
    if wait <= 0:  # the sweep that removes expired counters runs only once a minute
        fresh = {"$set": {"failures": 1, "expires_at": expires_at}}
        await AttemptDocument.get_pymongo_collection().update_one({"_id": counter}, fresh)
    elif found["failures"] > limit:
        raise too_many(wait)


async def _take_back(counters: list[str]) -> None:
    here = {"_id": {"$in": counters}}
    await AttemptDocument.get_pymongo_collection().update_many(here, {"$inc": {"failures": -1}})


async def _take_turn(counter: str, settings: Settings) -> float:
    """The seconds that are left until the next try of an account; not above 0 when this try has the turn.

    Looks and counts in one step: of parallel tries one has the turn.
    """
    now = datetime.now(UTC)
    before = await AttemptDocument.get_pymongo_collection().find_one_and_update(
        {"_id": counter}, _counted_unless_waiting(now, settings), upsert=True
    )
    next_at = before["next_at"] if before else now
    return float((next_at - now).total_seconds())


def _counted_unless_waiting(now: datetime, settings: Settings) -> list[dict[str, Any]]:
    """A failure more, when the next one may come, and how long all that is remembered; nothing during a pause."""
    free = settings.sign_in_attempts * ACCOUNT_FACTOR
    waiting = {"$gt": ["$next_at", now]}
    remembered = {"$cond": [{"$gt": ["$expires_at", now]}, "$failures", 0]}
    expires_at = now + timedelta(seconds=settings.sign_in_pause_seconds)
    longer = {"$min": [{"$subtract": ["$failures", free]}, len(PAUSES) - 1]}
    pause = {"$multiply": [1000, {"$arrayElemAt": [list(PAUSES), longer]}]}
    next_at = {"$cond": [{"$lt": ["$failures", free]}, now, {"$add": [now, pause]}]}
    return [
        {
            "$set": {
                "failures": {"$cond": [waiting, "$failures", {"$add": [remembered, 1]}]},
                "expires_at": {"$cond": [waiting, "$expires_at", expires_at]},
            }
        },
        {"$set": {"next_at": {"$cond": [waiting, "$next_at", next_at]}}},
    ]
