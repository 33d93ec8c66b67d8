"""One change stream of the database, read while it is needed, and taken up again after an outage."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from math import ceil
from random import uniform
from typing import Any

import structlog
from bson import Timestamp
from pymongo.asynchronous.change_stream import AsyncDatabaseChangeStream
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import OperationFailure, PyMongoError

from audit_api.clock import now
from audit_api.documents import AuditDocument
from audit_api.live.change_events import PIPELINE, Event
from audit_api.logs import reason_of

STALE = timedelta(minutes=10)
"""Not needed for so long, the stream begins anew instead of reading what was."""
BEFORE_SECONDS = 60.0
"""What changed so shortly before the stream began anew is read, too: pages load before they listen."""
OPEN_SECONDS = 5.0
AWAIT_MS = 1000  # so soon it is noticed that it is not needed any more
PAUSES = (0.5, 15.0)
LOST = frozenset({260, 280, 286})  # where the stream was cannot be found again

_log = structlog.get_logger("live")


class Watcher:
    def __init__(
        self, needed: Callable[[], bool], on_event: Callable[[Event], None], on_lost: Callable[[], None]
    ) -> None:
        """`on_lost`: events have passed that nobody will hear of."""
        self._needed, self._on_event, self._on_lost = needed, on_event, on_lost
        self.known_since = time.monotonic()
        """No event is missed from then on."""
        self._resume_token: Any = None
        self._left_at: datetime | None = None
        self._task: asyncio.Task[None] | None = None
        self._open = asyncio.Event()

    def start(self) -> None:
        """Unless it is at it."""
        if self._task is not None:
            return
        if self._left_at is not None and now() - self._left_at > STALE:
            self._lose()
        if self._resume_token is None:
            self.known_since = time.monotonic() - BEFORE_SECONDS
        self._task = asyncio.create_task(self._watch())

    async def opened(self) -> None:
        """From then on nothing is missed. Not for ever, if the database is away."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._open.wait(), OPEN_SECONDS)

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _lose(self) -> None:
        self._resume_token, self.known_since = None, time.monotonic()
        self._on_lost()

    async def _watch(self) -> None:
        """An outage of the database only makes a pause."""
        pause = PAUSES[0]
        while True:
            try:
                database = AuditDocument.get_pymongo_collection().database
                stream = await database.watch(
                    PIPELINE,
                    full_document="updateLookup",
                    resume_after=self._resume_token,
                    start_at_operation_time=await self._first_moment(database),
                    max_await_time_ms=AWAIT_MS,
                )
                async with stream:
                    self._open.set()
                    pause = PAUSES[0]
                    await self._read(stream)
                return
            except PyMongoError as exc:
                if isinstance(exc, OperationFailure) and exc.code in LOST:
                    self._lose()
                _log.warning("change_stream_cut", reason=reason_of(exc))
            await asyncio.sleep(pause * uniform(0.5, 1))  # noqa: S311
            pause = min(2 * pause, PAUSES[1])

    async def _first_moment(self, database: AsyncDatabase[Event]) -> Timestamp | None:
        """By the database's clock; None where there is a token to go on from."""
        if self._resume_token is not None:
            return None
        answer = await database.command("ping")
        return Timestamp(answer["operationTime"].time - ceil(time.monotonic() - self.known_since), 0)

    async def _read(self, stream: AsyncDatabaseChangeStream[Event]) -> None:
        # Before the first change, too, there is a place to go on from.
        self._resume_token = stream.resume_token or self._resume_token
        while self._needed():
            event = await stream.try_next()
            self._resume_token = stream.resume_token
            if event is not None:
                self._on_event(event)
        # Whoever comes while this one is closed begins another.
        self._task, self._left_at = None, now()
        self._open.clear()
