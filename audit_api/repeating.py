"""What a server does again and again beside answering."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from random import uniform

import structlog

from audit_api.logs import reason_of

_log = structlog.get_logger("work")


@asynccontextmanager
async def repeating(
    work: str, act: Callable[[], Awaitable[object]], every: float, woken: asyncio.Event | None = None
) -> AsyncIterator[None]:
    """Meanwhile `act` is done about every `every` seconds, never if that is 0, and at once when it is `woken`.

    Clearing `woken` is left to `act`. Cut off at the end.
    """
    task = asyncio.create_task(_for_ever(work, act, every, woken or asyncio.Event())) if every else None
    try:
        yield
    finally:
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def _for_ever(work: str, act: Callable[[], Awaitable[object]], every: float, woken: asyncio.Event) -> None:
    """Failures are logged: an outage now must not end it."""
    while True:
        with suppress(TimeoutError):
            # Not all processes at the same moment, and none while it is busy starting.
            await asyncio.wait_for(woken.wait(), every * uniform(0.5, 1))  # noqa: S311
        try:
            await act()
        except Exception as exc:
            _log.warning("broken_off", work=work, reason=reason_of(exc))
