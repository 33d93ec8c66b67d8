"""Who has a page open hears that something changed: one change stream of the database for all listeners of a process.

A message says only which branch and what kind of change; the page asks for the rest itself, by the rules of every
request.
"""

import asyncio

from audit_api.live.change_events import Change, Event, changes_in, ended_session
from audit_api.live.history import History, Message
from audit_api.live.watcher import Watcher
from audit_api.people.auth import Principal

WAITING = 200
"""Changes that one listener may be behind."""


class Listener:
    """One open page."""

    def __init__(self, principal: Principal, begins: str) -> None:
        self.principal, self.begins = principal, begins
        self._waiting: asyncio.Queue[Message | None] = asyncio.Queue()

    def hears(self, change: Change) -> bool:
        if self.principal.role in ("admin", "reviewer"):
            return True
        return change.kind == "calibrated" or (change.kind != "queue" and change.region_id in self.principal.region_ids)

    def tell(self, message: Message) -> None:
        if self._waiting.qsize() >= WAITING:
            while not self._waiting.empty():
                self._waiting.get_nowait()
            message = Message(message.id, None)
        self._waiting.put_nowait(message)

    def end(self) -> None:
        self._waiting.put_nowait(None)

    async def next(self) -> Message | None:
        """None at the end."""
        return await self._waiting.get()


class Live:
    """The listeners of one running application. It watches the database while there are any."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._arriving = 0
        self._history = History()
        self._watcher = Watcher(lambda: bool(self._listeners or self._arriving), self._take_in, self._lose)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = False

    async def listen(self, principal: Principal, last_id: str | None, age: float | None = None) -> Listener:
        """From now on, or from `last_id` on, or from `age` seconds ago; where that is not known any more it begins with
        having missed something."""
        self._loop = asyncio.get_running_loop()
        if not self._stopping:
            self._watcher.start()
        listener = Listener(principal, last_id or self._position_before(age))
        self._arriving += 1
        try:
            await self._watcher.opened()
        finally:
            self._arriving -= 1
        if self._stopping:
            listener.end()
        for message in self._history.since(listener.begins):
            if message.change is None or listener.hears(message.change):
                listener.tell(message)
        self._listeners.add(listener)
        return listener

    def _position_before(self, age: float | None) -> str:
        if age is None:
            return self._history.position
        return self._history.position_before(age, self._watcher.known_since)

    def leave(self, listener: Listener) -> None:
        self._listeners.discard(listener)

    def stop(self) -> None:
        """Ends all streams, because the process is told to stop. May be called from a signal handler."""
        self._stopping = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._end_all)

    async def close(self) -> None:
        self._stopping = True
        self._end_all()
        await self._watcher.close()

    def _end_all(self) -> None:
        for listener in self._listeners:
            listener.end()

    def _take_in(self, event: Event) -> None:
        if session_id := ended_session(event):
            self._end_session(session_id)
        for change in changes_in(event):
            self._tell(change)

    def _tell(self, change: Change) -> None:
        self._history.add(change)
        for listener in self._listeners:
            if listener.hears(change):
                listener.tell(Message(self._history.position, change))

    def _lose(self) -> None:
        self._history.forget()
        for listener in self._listeners:
            listener.tell(Message(self._history.position, None))

    def _end_session(self, session_id: str) -> None:
        for listener in self._listeners:
            if listener.principal.session_id == session_id:
                listener.end()
