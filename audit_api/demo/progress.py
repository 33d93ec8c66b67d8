"""Telling how far the work has come, now and then."""

import time
from collections.abc import Callable

Tell = Callable[[str], None]

EVERY_SECONDS = 2.0


class Progress:
    """`stop_watch.line("audits", 864)` gives a function to call for every piece of work done."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._began = time.perf_counter()

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began

    def say(self, text: str) -> None:
        self._tell(f"{self.seconds:5.1f} s  {text}")

    def line(self, what: str, total: int, more: Callable[[], str]) -> Callable[[int], None]:
        """`more` adds what else there is to say."""
        done, told = 0, self.seconds

        def count(pieces: int) -> None:
            nonlocal done, told
            done += pieces
            if done == total or self.seconds - told > EVERY_SECONDS:
                told = self.seconds
                self.say(f"{what} {done} of {total}{more()}")

        return count
