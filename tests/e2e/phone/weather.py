"""What may happen to a request on its way: passed, delayed, cut, unheard, or answered by somebody else."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

PROBLEM = {"content-type": "application/problem+json"}


@dataclass(frozen=True)
class Pass:
    """To the server and back, the whole body, after `delay` seconds."""

    delay: float = 0.0


@dataclass(frozen=True)
class Cut:
    """Only the first `after` bytes of the body reach the server, then silence, then the connection breaks.

    Networks do not announce their end: the server has the bytes in hand before it hears that no more will come.
    """

    after: int
    silence: float = 0.1


@dataclass(frozen=True)
class LoseAnswer:
    """The server does its work and answers, and nobody hears it. `then` runs before the browser notices."""

    then: Callable[[], None] | None = None


@dataclass(frozen=True)
class Answer:
    """Somebody else answers: a gateway, or the sign-in page of a hotel's network."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Hang:
    """Silence for `seconds`, then a broken connection; the server never hears of it."""

    seconds: float


Fate = Pass | Cut | LoseAnswer | Answer | Hang
PORTAL = Answer(
    200, {"content-type": "text/html"}, b"<!doctype html><title>Hotel</title><h1>Welcome to our network</h1>"
)


@dataclass
class Rule:
    """For requests of `method` whose path matches `path`: `skip` pass, then `times` meet their fate."""

    method: str
    path: re.Pattern[str]
    fate: Fate
    times: int = 1
    skip: int = 0
    seen: int = 0

    def meets(self, method: str, path: str) -> bool:
        """Counts what it is asked about; true when this one is hit."""
        if method != self.method or not self.path.search(path):
            return False
        self.seen += 1
        return self.skip < self.seen <= self.skip + self.times

    @property
    def hits(self) -> int:
        return max(0, min(self.seen - self.skip, self.times))


@dataclass
class Exchange:
    """One request. `body`: what reached the server. `status`, `answer`: what the browser heard, if anything."""

    at: float
    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""
    status: int | None = None
    answer: dict[str, str] = field(default_factory=dict)
    fate: Fate = field(default_factory=Pass)
