"""Phones come first: examining waits for a lull, but not for ever."""

import asyncio
import time

import pytest

from audit_api.review import examining
from audit_api.review.examining import Examiner


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "PAUSE_SECONDS", 0.1)
    monkeypatch.setattr(examining, "PATIENCE_SECONDS", 0.5)


async def _waited(examiner: Examiner, wakes: int) -> float:
    """Seconds until the lull, while something arrives every 40 ms, `wakes` times."""

    async def arrivals() -> None:
        for _ in range(wakes):
            examiner.wake()
            await asyncio.sleep(0.04)

    arriving = asyncio.create_task(arrivals())
    await asyncio.sleep(0)
    began = time.monotonic()
    await examiner.lull()
    arriving.cancel()
    return time.monotonic() - began


def test_it_waits_until_no_more_arrives() -> None:
    assert 0.2 <= asyncio.run(_waited(Examiner(), 4)) < 0.5


def test_its_patience_ends() -> None:
    assert asyncio.run(_waited(Examiner(), 100)) >= 0.5


def test_it_does_not_wait_when_nothing_came() -> None:
    assert asyncio.run(_waited(Examiner(), 0)) < 0.05
