"""Concurrent questions of one kind, answered together.

A round trip to MongoDB costs the process far more than one more document in it. While
batches are under way the next one gathers, so an idle server adds no delay and a busy
one asks once for many. Every caller still gets its own answer or its own error.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

MOST = 64  # per batch: 64 audits are about 2 MB on the wire
# Batches under way: what was worked out during one need not wait for it. More would only be smaller ones.
AT_ONCE = 2


class Batcher(Generic[K, V]):
    """Answers together what is asked at the same time.

    `answer_all` gets up to `most` keys, and returns a value or an exception for each, in their order.
    """

    def __init__(
        self, answer_all: Callable[[list[K]], Awaitable[Sequence[V | Exception]]], *, most: int = MOST
    ) -> None:
        self._answer_all = answer_all
        self._most = most
        self._waiting: list[tuple[K, asyncio.Future[V]]] = []
        self._gathering = False
        self._batches: set[asyncio.Task[None]] = set()

    async def ask(self, key: K) -> V:
        """The answer for `key`; raises the exception that was returned for it, or what the whole batch raised."""
        future: asyncio.Future[V] = asyncio.get_running_loop().create_future()
        self._waiting.append((key, future))
        self._gather()
        return await future

    def _gather(self) -> None:
        if self._waiting and not self._gathering and len(self._batches) < AT_ONCE:
            self._gathering = True
            batch = asyncio.create_task(self._answer_batch())
            self._batches.add(batch)
            batch.add_done_callback(self._over)

    def _over(self, batch: "asyncio.Task[None]") -> None:
        self._batches.remove(batch)
        self._gather()

    async def _answer_batch(self) -> None:
        await asyncio.sleep(0)  # whoever is ready to ask joins in
        batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        self._gathering = False
        self._gather()
        _deliver([future for _, future in batch], await self._answers([key for key, _ in batch]))

    async def _answers(self, keys: list[K]) -> Sequence[V | Exception]:
        try:
            return await self._answer_all(keys)
        except Exception as exc:
            return [exc] * len(keys)


def _deliver(futures: list["asyncio.Future[V]"], answers: Sequence[V | Exception]) -> None:
    for future, answer in zip(futures, answers, strict=True):
        if future.done():  # whoever asked has left
            continue
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)
