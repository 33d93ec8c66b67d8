"""Batcher: many questions in one, and everyone still gets their own answer."""

import asyncio

import pytest

from audit_api.storage.batching import Batcher


async def _turns() -> None:
    """Whoever is ready goes on, however slow the machine is."""
    for _ in range(10):
        await asyncio.sleep(0)


class Oracle:
    """Squares numbers, refuses odd ones over ten, and remembers what it was asked together."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []

    async def __call__(self, keys: list[int]) -> list[int | Exception]:
        self.batches.append(keys)
        await asyncio.sleep(0.001)
        return [ValueError(str(key)) if key > 10 and key % 2 else key * key for key in keys]


def test_everyone_gets_their_own_answer_or_error() -> None:
    async def ask() -> list[int | BaseException]:
        batcher = Batcher(Oracle())
        return await asyncio.gather(*(batcher.ask(key) for key in (3, 11, 4)), return_exceptions=True)

    three, eleven, four = asyncio.run(ask())
    assert (three, four) == (9, 16)
    assert isinstance(eleven, ValueError) and str(eleven) == "11"


def test_what_comes_together_is_asked_together_and_bounded() -> None:
    oracle = Oracle()

    async def ask() -> None:
        batcher = Batcher(oracle, most=4)
        await asyncio.gather(*(batcher.ask(key) for key in range(10)))

    asyncio.run(ask())
    assert oracle.batches == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]


def test_what_comes_during_a_batch_goes_into_the_next() -> None:
    oracle = Oracle()

    async def ask() -> list[int]:
        batcher = Batcher(oracle)
        first = asyncio.create_task(batcher.ask(1))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        later = [asyncio.create_task(batcher.ask(key)) for key in (2, 3)]
        return list(await asyncio.gather(first, *later))

    assert asyncio.run(ask()) == [1, 4, 9]
    assert oracle.batches == [[1], [2, 3]]


def test_two_batches_are_under_way_at_most() -> None:
    batches: list[list[int]] = []

    async def ask() -> list[int]:
        answered = asyncio.Event()

        async def answer(keys: list[int]) -> list[int | Exception]:
            batches.append(keys)
            await answered.wait()
            return list(keys)

        batcher = Batcher(answer)
        asked = []
        for keys in ((1,), (2,), (3, 4)):
            asked += [asyncio.create_task(batcher.ask(key)) for key in keys]
            await _turns()
        assert batches == [[1], [2]]
        answered.set()
        return list(await asyncio.gather(*asked))

    assert asyncio.run(ask()) == [1, 2, 3, 4]
    assert batches == [[1], [2], [3, 4]]


def test_a_failing_batch_fails_for_all_and_the_next_one_works() -> None:
    failures = iter([ConnectionError("away")])

    async def answer(keys: list[int]) -> list[int | Exception]:
        for failure in failures:
            raise failure
        return list(keys)

    async def ask() -> None:
        batcher = Batcher(answer)
        both = await asyncio.gather(batcher.ask(1), batcher.ask(2), return_exceptions=True)
        assert [type(one) for one in both] == [ConnectionError, ConnectionError]
        assert await batcher.ask(3) == 3

    asyncio.run(ask())


def test_who_leaves_does_not_take_the_others_along() -> None:
    async def ask() -> int:
        batcher = Batcher(Oracle())
        leaving, staying = (asyncio.create_task(batcher.ask(key)) for key in (2, 4))
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        return await staying

    assert asyncio.run(ask()) == 16
