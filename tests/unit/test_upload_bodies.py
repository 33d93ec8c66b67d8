"""Bodies that break off anywhere: whatever came is handed on, in chunks of one size, and nothing is made up."""

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import aclosing
from random import Random

import pytest

from audit_api.uploads.bodies import gathered

pytestmark = pytest.mark.anyio
SIZE = 1000


class Cut(Exception):
    """The connection ended."""


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def pieces_of(
    content: bytes, seed: int, *, cut: bool = False, silence: float = 0.0
) -> AsyncGenerator[bytes, None]:
    random, at = Random(seed), 0
    while at < len(content):
        piece = content[at : at + random.randrange(1, 3 * SIZE)]
        at += len(piece)
        yield piece
    await asyncio.sleep(silence)
    if cut:
        raise Cut


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("cut", [False, True])
async def test_all_that_came_is_handed_on(seed: int, cut: bool) -> None:
    content = os.urandom(Random(seed).randrange(0, 10 * SIZE))
    chunks: list[bytes] = []
    try:
        async for chunk in gathered(pieces_of(content, seed, cut=cut), SIZE):
            chunks.append(chunk)  # noqa: PERF401 - what came before an exception counts
    except Cut:
        assert cut
    assert b"".join(chunks) == content
    assert all(len(chunk) == SIZE for chunk in chunks[:-1])
    assert all(0 < len(chunk) <= SIZE for chunk in chunks)


async def test_a_silence_hands_on_what_has_come() -> None:
    async with aclosing(gathered(pieces_of(b"x" * 10, 1, silence=60), SIZE, quiet=0.05)) as chunks:
        assert await asyncio.wait_for(anext(chunks), 5) == b"x" * 10


async def test_who_stops_listening_leaves_nothing_running() -> None:
    before = asyncio.all_tasks()
    async with aclosing(gathered(pieces_of(os.urandom(5 * SIZE), 1, silence=60), SIZE)) as chunks:
        await anext(chunks)
    assert asyncio.all_tasks() == before
