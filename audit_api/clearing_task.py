"""Meanwhile what was cut off is cleared away: by the process that runs this, or by another one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import uniform

import structlog

from audit_api.clearing import clear_waiting
from audit_api.settings import Settings
from audit_api.subjects import clear_shoppers
from media.store import PhotoStore

LOOKS_EVERY = 60.0

_log = structlog.get_logger("clearing")


@asynccontextmanager
async def clearing(store: PhotoStore, settings: Settings) -> AsyncIterator[None]:
    """As long as this runs."""
    task = asyncio.create_task(_clear_for_ever(store)) if settings.sweep_hours else None
    try:
        yield
    finally:
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def _clear_for_ever(store: PhotoStore) -> None:
    """Failures are logged: an outage now must not keep what is to go."""
    while True:
        await asyncio.sleep(LOOKS_EVERY * uniform(0.5, 1))  # noqa: S311
        try:
            await clear_shoppers(store)
            await clear_waiting(store)
        except Exception as exc:
            _log.warning("clearing_broken_off", reason=f"{type(exc).__name__}: {str(exc)[:200]}")
