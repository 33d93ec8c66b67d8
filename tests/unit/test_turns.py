"""Turns: many photos of one account hold up no other account's."""

import asyncio
from uuid import UUID, uuid4

import pytest

from audit_api.photos.turns import Turns

pytestmark = pytest.mark.anyio
BUSY, OTHER = uuid4(), uuid4()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Work:
    """Each piece notes whose it is and waits until it is let go."""

    def __init__(self, turns: Turns) -> None:
        self.turns, self.begun = turns, list[UUID]()
        self._end = asyncio.Semaphore(0)
        self._tasks: list[asyncio.Task[None]] = []

    async def add(self, account: UUID) -> asyncio.Task[None]:
        self._tasks.append(asyncio.create_task(self._piece(account)))
        await self.settled()
        return self._tasks[-1]

    async def settled(self) -> None:
        for _ in range(5):
            await asyncio.sleep(0)

    async def let_go(self, pieces: int = 1) -> None:
        for _ in range(pieces):
            self._end.release()
            await self.settled()

    async def _piece(self, account: UUID) -> None:
        async with self.turns.of(account):
            self.begun.append(account)
            await self._end.acquire()


async def test_an_account_has_no_more_than_its_share_at_a_time() -> None:
    work = Work(Turns(at_once=3, each=2))
    for _ in range(4):
        await work.add(BUSY)
    assert work.begun == [BUSY, BUSY]
    assert work.turns.waiting(BUSY) == 2
    await work.add(OTHER)
    assert work.begun == [BUSY, BUSY, OTHER], "there is room for somebody else"
    await work.let_go(5)
    assert work.begun == [BUSY, BUSY, OTHER, BUSY, BUSY]
    assert work.turns.waiting(BUSY) == 0


async def test_those_who_wait_take_turns() -> None:
    work = Work(Turns(at_once=1, each=2))
    for account in (BUSY, BUSY, BUSY, BUSY, OTHER, OTHER):
        await work.add(account)
    await work.let_go(6)
    assert work.begun == [BUSY, BUSY, OTHER, BUSY, OTHER, BUSY]


async def test_who_gives_up_frees_a_place_in_the_line_and_at_work() -> None:
    work = Work(Turns(at_once=1, each=1))
    working, waiting = await work.add(BUSY), await work.add(BUSY)
    await work.add(OTHER)
    waiting.cancel()
    await work.settled()
    working.cancel()
    await work.settled()
    assert work.begun == [BUSY, OTHER]
    await work.let_go()
    await work.add(BUSY)
    assert work.begun == [BUSY, OTHER, BUSY]


async def test_who_gives_up_at_the_moment_of_being_admitted_passes_it_on() -> None:
    turns = Turns(at_once=1, each=1)
    async with turns.of(BUSY):
        admitted = asyncio.create_task(turns.of(OTHER).__aenter__())
        await asyncio.sleep(0)
        waiting = Work(turns)
        await waiting.add(BUSY)
    admitted.cancel()
    with pytest.raises(asyncio.CancelledError):
        await admitted
    await waiting.settled()
    assert waiting.begun == [BUSY]
    await waiting.let_go()
