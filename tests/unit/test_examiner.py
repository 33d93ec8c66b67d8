"""Phones come first: examining waits for a lull, but not for ever."""

import asyncio
from selectors import DefaultSelector, SelectorKey

import pytest

from audit_api.review.examining import PATIENCE_SECONDS, PAUSE_SECONDS, Examiner


class Skipping(DefaultSelector):
    """Waits for nothing: when nobody is ready, the clock of its loop is put to when somebody will be."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        self.now += timeout or 0.0
        return super().select(0)


class SkippingLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._clock = Skipping()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.now


async def _lull(wakes: int) -> float:
    """Seconds until the lull, while something arrives more than twice in a pause, `wakes` times."""
    examiner, loop = Examiner(), asyncio.get_running_loop()

    async def arrivals() -> None:
        for _ in range(wakes):
            examiner.wake()
            await asyncio.sleep(PAUSE_SECONDS * 0.4)

    arriving = asyncio.create_task(arrivals())
    await asyncio.sleep(0)
    began = loop.time()
    await examiner.lull()
    arriving.cancel()
    return loop.time() - began


def _waited(wakes: int) -> float:
    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        return runner.run(_lull(wakes))


def test_it_waits_until_no_more_arrives() -> None:
    """Of four the last comes in the third pause."""
    assert _waited(4) == pytest.approx(3 * PAUSE_SECONDS)


def test_its_patience_ends() -> None:
    assert _waited(1000) == pytest.approx(PATIENCE_SECONDS)


def test_it_does_not_wait_when_nothing_came() -> None:
    assert _waited(0) == 0
