"""The latest changes under ids, so that who comes back after a cut hears what happened meanwhile."""

import time
from collections import deque
from collections.abc import Iterator

import msgspec

from audit_api.live.change_events import Change
from audit_api.live.stream_ids import StreamIds

KEPT = 1000
"""Changes that who comes back after a cut may hear; who has missed more hears just that."""
ROUGHLY_SECONDS = 10.0
"""What a page says of its age takes its time to come; to be told what it knows already costs it little."""
NOWHERE = "-"


class Message(msgspec.Struct, frozen=True):
    """`change` is None where changes were missed."""

    id: str
    change: Change | None


class History:
    def __init__(self) -> None:
        self._ids, self._count = StreamIds(), 0
        self._kept: deque[tuple[int, float, Change]] = deque(maxlen=KEPT)

    @property
    def position(self) -> str:
        """An id for now, another one each time."""
        return self._ids.sealed(self._count)

    def position_before(self, age: float, known_since: float) -> str:
        """An id for so many seconds ago; `NOWHERE` if that is before `known_since`, or too much has changed since."""
        moment = time.monotonic() - age - ROUGHLY_SECONDS
        since = sum(at >= moment for _, at, _ in self._kept)
        known = moment >= known_since and since < KEPT
        return self._ids.sealed(self._count - since) if known else NOWHERE

    def add(self, change: Change) -> None:
        self._count += 1
        self._kept.append((self._count, time.monotonic(), change))

    def forget(self) -> None:
        """What was before is not known any more: who comes back with an older id has missed something."""
        self._ids, self._count = StreamIds(), 0
        self._kept.clear()

    def since(self, last_id: str) -> Iterator[Message]:
        place = self._ids.opened(last_id)
        first = self._kept[0][0] if self._kept else self._count + 1
        if place is None or place < first - 1:
            yield Message(self.position, None)
            return
        yield from (Message(self._ids.sealed(n), change) for n, _, change in self._kept if n > place)
