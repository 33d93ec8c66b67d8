"""Who has a page open hears that something changed: one change stream of the database for all listeners of a process.

Told is only which branch and what kind of change; the page asks for the rest itself, by the rules of every request.
"""

import asyncio
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from math import ceil
from random import uniform
from typing import Any, Literal
from uuid import UUID

import msgspec
import structlog
from bson import Timestamp
from pymongo.asynchronous.change_stream import AsyncDatabaseChangeStream
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import OperationFailure, PyMongoError

from audit_api.clock import now
from audit_api.documents import AuditDocument
from audit_api.documents.audits import SEEN_BY_MANAGERS
from audit_api.live.places import Places
from audit_api.logs import reason_of
from audit_api.people.auth import Principal

Kind = Literal["audit", "queue", "standing", "calibrated"]
KEPT = 1000
"""Changes that are told to who comes back after a cut; who has missed more is told just that."""
WAITING = 200
"""Changes that one listener may be behind."""
STALE = timedelta(minutes=10)
"""Without listeners for so long, the stream begins anew instead of reading what was."""
BEFORE_SECONDS = 60.0
"""What changed so shortly before the stream began anew is read, too: pages load before they listen."""
ROUGHLY_SECONDS = 10.0
"""What a page says of its age takes its time to come; to be told what it knows already costs it little."""
OPEN_SECONDS = 5.0
AWAIT_MS = 1000  # so soon it is noticed that nobody listens any more
PAUSES = (0.5, 15.0)
LOST = frozenset({260, 280, 286})  # where the stream was cannot be found again

NOWHERE = "-"

_log = structlog.get_logger("live")
_AUDITS, _STANDINGS, _SNAPSHOTS, _SESSIONS = "audits", "standings", "snapshots", "sessions"
_WRITTEN = {"$in": ["insert", "replace"]}
_PIPELINE: list[dict[str, Any]] = [
    {
        "$match": {
            "$or": [
                {"ns.coll": _AUDITS, "operationType": _WRITTEN},
                {"ns.coll": _AUDITS, "updateDescription.updatedFields.status": {"$exists": True}},
                # Its flags are known now: a little after it came into the queue.
                {"ns.coll": _AUDITS, "updateDescription.updatedFields.unexamined": False},
                # Those of a night are told as one: `calibrated`.
                {"ns.coll": _STANDINGS, "operationType": _WRITTEN, "fullDocument.refreshed_at": {"$type": "date"}},
                {"ns.coll": _SNAPSHOTS, "updateDescription.updatedFields.standings_at": {"$exists": True}},
                {"ns.coll": _SNAPSHOTS, "updateDescription.updatedFields.ended_at": {"$exists": True}},
                {"ns.coll": _SESSIONS, "operationType": "delete"},
            ]
        }
    },
    {
        "$project": {
            "ns.coll": 1,
            "documentKey._id": 1,
            "fullDocument.region_id": 1,
            "fullDocument.branch_id": 1,
            "fullDocument.status": 1,
            "fullDocument.removed.was_seen": 1,
        }
    },
]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """`audit`: one is finalised, excluded, or erased after that. `queue`: one waits for review, or no longer.
    `standing`: a branch stands elsewhere.

    `calibrated`: a night has renewed a league.
    """

    kind: Kind
    branch_id: UUID | None = None
    region_id: UUID | None = None


class Told(msgspec.Struct, frozen=True):
    """`change` is None where changes were missed."""

    id: str
    change: Change | None


class Listener:
    """One open page."""

    def __init__(self, principal: Principal, begins: str) -> None:
        self.principal, self.begins = principal, begins
        self._waiting: asyncio.Queue[Told | None] = asyncio.Queue()

    def hears(self, change: Change) -> bool:
        if self.principal.role in ("admin", "reviewer"):
            return True
        return change.kind == "calibrated" or (change.kind != "queue" and change.region_id in self.principal.region_ids)

    def tell(self, told: Told) -> None:
        if self._waiting.qsize() >= WAITING:
            while not self._waiting.empty():
                self._waiting.get_nowait()
            told = Told(told.id, None)
        self._waiting.put_nowait(told)

    def end(self) -> None:
        self._waiting.put_nowait(None)

    async def next(self) -> Told | None:
        """None at the end."""
        return await self._waiting.get()


class Live:
    """Of one running application. It watches the database while somebody listens."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._kept: deque[tuple[int, float, Change]] = deque(maxlen=KEPT)
        self._known_since = time.monotonic()
        self._places, self._count = Places(), 0
        self._token: Any = None
        self._left_at: datetime | None = None
        self._arriving = 0
        self._watching: asyncio.Task[None] | None = None
        self._open = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = False

    async def listen(self, principal: Principal, last_id: str | None, age: float | None = None) -> Listener:
        """From now on, or from `last_id` on, or from `age` seconds ago; where that is not known any more it begins with
        having missed something."""
        self._loop = asyncio.get_running_loop()
        if self._watching is None and not self._stopping:
            self._begin()
        listener = Listener(principal, last_id or self._position_before(age))
        self._arriving += 1
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._open.wait(), OPEN_SECONDS)
        finally:
            self._arriving -= 1
        if self._stopping:
            listener.end()
        for told in self._since(listener.begins):
            if told.change is None or listener.hears(told.change):
                listener.tell(told)
        self._listeners.add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        self._listeners.discard(listener)

    @property
    def _position(self) -> str:
        return self._places.sealed(self._count)

    def _position_before(self, age: float | None) -> str:
        """Where it was so many seconds ago; no place if that is not known."""
        if age is None:
            return self._position
        moment = time.monotonic() - age - ROUGHLY_SECONDS
        since = sum(at >= moment for _, at, _ in self._kept)
        known = moment >= self._known_since and since < KEPT
        return self._places.sealed(self._count - since) if known else NOWHERE

    def stop(self) -> None:
        """Ends all streams, because the process is told to stop. May be called from a signal handler."""
        self._stopping = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._end_all)

    async def close(self) -> None:
        self._stopping = True
        self._end_all()
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)

    def _begin(self) -> None:
        if self._left_at is not None and now() - self._left_at > STALE:
            self._forget()
        if self._token is None:
            self._known_since = time.monotonic() - BEFORE_SECONDS
        self._watching = asyncio.create_task(self._watch())

    def _forget(self) -> None:
        """What was before is not known any more: who comes back with an older id has missed something."""
        self._token, self._places, self._count = None, Places(), 0
        self._kept.clear()
        self._known_since = time.monotonic()

    def _end_all(self) -> None:
        for listener in self._listeners:
            listener.end()

    def _since(self, last_id: str) -> Iterator[Told]:
        place = self._places.opened(last_id)
        first = self._kept[0][0] if self._kept else self._count + 1
        if place is None or place < first - 1:
            yield Told(self._position, None)
            return
        yield from (Told(self._places.sealed(n), change) for n, _, change in self._kept if n > place)

    async def _watch(self) -> None:
        """As long as somebody listens: an outage of the database only makes a pause."""
        pause = PAUSES[0]
        while True:
            try:
                database = AuditDocument.get_pymongo_collection().database
                stream = await database.watch(
                    _PIPELINE,
                    full_document="updateLookup",
                    resume_after=self._token,
                    start_at_operation_time=await self._first_moment(database),
                    max_await_time_ms=AWAIT_MS,
                )
                async with stream:
                    self._open.set()
                    pause = PAUSES[0]
                    await self._read(stream)
                return
            except OperationFailure as exc:
                if exc.code in LOST:
                    self._forget()
                    self._tell_missed()
                _log.warning("change_stream_cut", reason=reason_of(exc))
            except PyMongoError as exc:
                _log.warning("change_stream_cut", reason=reason_of(exc))
            await asyncio.sleep(pause * uniform(0.5, 1))  # noqa: S311
            pause = min(2 * pause, PAUSES[1])

    async def _first_moment(self, database: AsyncDatabase[dict[str, Any]]) -> Timestamp | None:
        """By the database's clock; None where there is a token to go on from."""
        if self._token is not None:
            return None
        told = await database.command("ping")
        return Timestamp(told["operationTime"].time - ceil(time.monotonic() - self._known_since), 0)

    async def _read(self, stream: AsyncDatabaseChangeStream[dict[str, Any]]) -> None:
        # Before the first change, too, there is a place to go on from.
        self._token = stream.resume_token or self._token
        while self._listeners or self._arriving:
            event = await stream.try_next()
            self._token = stream.resume_token
            if event is None:
                continue
            if event["ns"]["coll"] == _SESSIONS:
                self._signed_out(event["documentKey"]["_id"])
            for change in _changes(event):
                self._tell(change)
        # Whoever comes while this one is closed begins another.
        self._watching, self._left_at = None, now()
        self._open.clear()

    def _tell(self, change: Change) -> None:
        self._count += 1
        self._kept.append((self._count, time.monotonic(), change))
        for listener in self._listeners:
            if listener.hears(change):
                listener.tell(Told(self._position, change))

    def _tell_missed(self) -> None:
        for listener in self._listeners:
            listener.tell(Told(self._position, None))

    def _signed_out(self, session_id: str) -> None:
        for listener in self._listeners:
            if listener.principal.session_id == session_id:
                listener.end()


def _changes(event: dict[str, Any]) -> Iterator[Change]:
    """Nothing of what has gone again meanwhile."""
    collection, document = event["ns"]["coll"], event.get("fullDocument")
    if collection == _SNAPSHOTS:
        yield Change(kind="calibrated")
    elif document and collection in (_AUDITS, _STANDINGS):
        place = {"branch_id": document["branch_id"], "region_id": document["region_id"]}
        if collection == _STANDINGS:
            yield Change(kind="standing", **place)
            return
        yield Change(kind="queue", **place)
        # What managers could never see is not erased before their eyes.
        if document["status"] in SEEN_BY_MANAGERS or (document.get("removed") or {}).get("was_seen"):
            yield Change(kind="audit", **place)
