"""Who waits for a worker: in line, one account after the other, so that nobody's backlog holds up another's photo."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID


class Turns:
    """At most `at_once` at a time, `each` of one account; accounts that wait take turns."""

    def __init__(self, at_once: int, each: int) -> None:
        self._free, self._each = at_once, each
        self._busy: Counter[UUID] = Counter()
        self._lines: dict[UUID, deque[asyncio.Future[None]]] = {}

    def waiting(self, account: UUID) -> int:
        return len(self._lines.get(account, ()))

    @asynccontextmanager
    async def of(self, account: UUID) -> AsyncIterator[None]:
        await self._admitted(account)
        try:
            yield
        finally:
            self._leave(account)

    async def _admitted(self, account: UUID) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._lines.setdefault(account, deque()).append(turn)
        self._admit()
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # it had just come
                self._leave(account)
            raise

    def _leave(self, account: UUID) -> None:
        self._free += 1
        self._busy[account] -= 1
        if not self._busy[account]:
            del self._busy[account]
        self._admit()

    def _admit(self) -> None:
        while self._free and (account := self._next()) is not None:
            line = self._lines.pop(account)
            turn = line.popleft()
            if line:
                self._lines[account] = line  # behind all others
            if not turn.cancelled():
                self._free -= 1
                self._busy[account] += 1
                turn.set_result(None)

    def _next(self) -> UUID | None:
        return next((account for account in self._lines if self._busy[account] < self._each), None)
