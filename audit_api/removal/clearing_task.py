"""Makes up for clearing away that a process died over: in the process that runs this, or in another one."""

from contextlib import AbstractAsyncContextManager

from audit_api.people.accounts import end_outdated_sessions
from audit_api.removal.clearing import clear_waiting
from audit_api.removal.subjects import clear_shoppers
from audit_api.repeating import repeating
from audit_api.settings import Settings
from media.store import PhotoStore

LOOKS_EVERY = 60.0


def clearing(store: PhotoStore, settings: Settings) -> AbstractAsyncContextManager[None]:
    """While the context is open, this process clears away what was cut off."""

    async def clear() -> None:
        await end_outdated_sessions()
        await clear_shoppers(store)
        await clear_waiting(store)

    return repeating("clearing", clear, LOOKS_EVERY if settings.sweep_hours else 0)
