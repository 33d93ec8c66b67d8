"""Meanwhile what was cut off is cleared away: by the process that runs this, or by another one."""

from contextlib import AbstractAsyncContextManager

from audit_api.people.accounts import end_outdated_sessions
from audit_api.removal.clearing import clear_waiting
from audit_api.removal.subjects import clear_shoppers
from audit_api.repeating import repeating
from audit_api.settings import Settings
from media.store import PhotoStore

LOOKS_EVERY = 60.0


def clearing(store: PhotoStore, settings: Settings) -> AbstractAsyncContextManager[None]:
    """As long as this runs."""

    async def clear() -> None:
        await end_outdated_sessions()
        await clear_shoppers(store)
        await clear_waiting(store)

    return repeating("clearing", clear, LOOKS_EVERY if settings.sweep_hours else 0)
