"""Random days of fieldwork, and a model of what must be true at their end.

The model is told only what the shopper did. It knows nothing of queues, retries or caches.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.e2e.phone.fieldwork import Assignment
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.proxy import Proxy
from tests.e2e.phone.weather import PORTAL, Answer, Cut, Fate, LoseAnswer
from tests.e2e.phone.world import World

SHELF = 3  # as many photos as the item takes
SMALL = (480, 360)
LONG_WAIT = 5  # minutes: above, the reason is asked for
# What may hit a request of the outbox, by its way.
HAZARDS: tuple[tuple[str, str, Callable[[Random], Fate]], ...] = (
    ("PATCH", "/api/uploads/", lambda random: Cut(random.randrange(1, 20_000))),
    ("PATCH", "/api/uploads/", lambda _: LoseAnswer()),
    ("POST", "/api/uploads$", lambda _: LoseAnswer()),
    ("POST", "/api/uploads$", lambda _: Answer(502, {"content-type": "text/html"}, b"<h1>Bad gateway</h1>")),
    ("PUT", "/api/audits/", lambda _: LoseAnswer()),
    ("PUT", "/api/audits/", lambda _: PORTAL),
    ("PUT", "/api/audits/", lambda _: Answer(503, {"retry-after": "1"})),
)


@dataclass
class Expected:
    """One audit as the shopper left it: plain values of its answers, numbers of its photos."""

    assignment: Assignment
    audit_id: str
    answers: dict[str, Any] = field(default_factory=dict)
    photos: list[int] = field(default_factory=list)
    submitted: bool = False

    @property
    def shown(self) -> dict[str, Any]:
        """What is asked: a hidden answer stays on the phone and is not sent."""
        asked = self.answers.get("minutes", 0) > LONG_WAIT
        return {key: value for key, value in self.answers.items() if asked or key != "reason"}


class Day:
    """One phone, one shopper, many audits. `story` tells what was done, for whoever has to find out why it failed."""

    def __init__(self, phone: Phone, world: World, proxy: Proxy, album: Album, seed: int) -> None:
        self._phone, self._world, self._proxy, self._album = phone, world, proxy, album
        self._random = Random(seed)
        self.expected: list[Expected] = []
        self.story: list[str] = [f"seed {seed}"]
        self._offline = False

    def audit(self, assignment: Assignment) -> None:
        """One sequence: begins an audit, does a few random things, and mostly submits it."""
        now = Expected(assignment, self._phone.begin(assignment))
        self.expected.append(now)
        self._tell(f"begin {assignment.branch}")
        for _ in range(self._random.randrange(3, 8)):
            self._step(now)
        if self._random.random() < 0.85:
            self._submit(now)

    def settle(self) -> None:
        """The weather clears, and everything is given the time it needs."""
        self._proxy.peace()
        self._world.server.revive()
        self._online()
        self._phone.wait_until_sent()

    def check(self) -> list[str]:
        """What is not as the shopper left it, in words; empty when all is well."""
        memory = self._phone.memory()
        wrong: list[str] = []
        for one in self.expected:
            found = self._sent(one) if one.submitted else self._kept(one, memory.draft(one.assignment.id))
            wrong += [f"{one.assignment.branch}: {words}" for words in found]
        photos = sum(len(one.photos) for one in self.expected if one.submitted)
        stored = self._world.truth.photos_of(self._phone.shopper.id)
        return wrong if photos == stored else [*wrong, f"{photos} photos were sent and {stored} are stored"]

    def _sent(self, one: Expected) -> list[str]:
        found = self._world.truth.audits(one.assignment.id)
        if len(found) != 1:
            return [f"{len(found)} audits on the server"]
        audit = found[0]
        wrong = [f"id {audit.id} instead of {one.audit_id}"] if audit.id != one.audit_id else []
        given = {key: audit.value(key) for key, answer in audit.answers.items() if answer["kind"] != "photo"}
        wrong += [f"stored {given} instead of {one.shown}"] if given != one.shown else []
        if audit.numbers("shelf") != one.photos:
            wrong.append(f"stored photos {audit.numbers('shelf')} instead of {one.photos}")
        receipt = self._phone.memory().receipts.get(str(one.assignment.id))
        return wrong if receipt else [*wrong, "no receipt on the phone"]

    def _kept(self, one: Expected, draft: dict[str, Any] | None) -> list[str]:
        if self._world.truth.audits(one.assignment.id):
            return ["on the server without being submitted"]
        if draft is None:
            return ["the draft is gone"]
        memory = self._phone.memory()
        answers = {key: plain(row) for key, row in memory.answers(one.audit_id).items()}
        answers = {key: value for key, value in answers.items() if value is not None}
        wrong = [f"kept {answers} instead of {one.answers}"] if answers != one.answers else []
        kept = len(memory.photos(one.audit_id))
        return wrong if kept == len(one.photos) else [*wrong, f"{kept} photos instead of {len(one.photos)}"]

    def _step(self, now: Expected) -> None:
        steps: list[tuple[float, Callable[[Expected], None]]] = [
            (4, self._answer),
            (2, self._photo),
            (1, self._hazard),
            (0.8, self._toggle_network),
            (0.6, self._kill_browser),
            (0.4, self._kill_server),
            (0.4, self._reload),
        ]
        weights = [weight for weight, _ in steps]
        self._random.choices([step for _, step in steps], weights)[0](now)

    def _answer(self, now: Expected) -> None:
        waited_long = now.answers.get("minutes", 0) > LONG_WAIT
        key = self._random.choice(["greeted", "warmth", "minutes", "memory", *["reason"] * waited_long])
        value: Any = {
            "greeted": self._random.random() < 0.7,
            "warmth": self._random.randrange(3, 6),
            "minutes": self._random.randrange(0, 12),
            "reason": f"Reason {self._random.randrange(10**9)}",
            "memory": f"Words {self._random.randrange(10**9)}, “said” so.",
        }[key]
        self._tell(f"{key} = {value}")
        self._phone.answer(key, value)
        now.answers[key] = value

    def _photo(self, now: Expected) -> None:
        if len(now.photos) == SHELF:
            return
        number, path = self._album.take(SMALL)
        self._tell(f"photo {number}")
        self._phone.photo("shelf", path)
        now.photos.append(number)

    def _submit(self, now: Expected) -> None:
        for key, value in (("greeted", True), ("warmth", 4)):
            if key not in now.answers:
                self._phone.answer(key, value)
                now.answers[key] = value
        self._tell("submit")
        self._phone.submit()
        now.submitted = True

    def _hazard(self, _: Expected) -> None:
        method, path, fate = self._random.choice(HAZARDS)
        made = fate(self._random)
        self._tell(f"the next {method} {path} meets {made}")
        self._proxy.rule(method, path, made, skip=self._random.randrange(2))

    def _toggle_network(self, _: Expected) -> None:
        if self._offline:
            self._online()
        else:
            self._tell("offline")
            self._phone.browser.offline()
            self._offline = True

    def _online(self) -> None:
        self._tell("online")
        self._phone.browser.offline(False)
        self._offline = False

    def _kill_browser(self, now: Expected) -> None:
        self._tell("kill the browser")
        self._phone.die()
        self._phone.reopen(now.audit_id, offline=self._offline)

    def _kill_server(self, _: Expected) -> None:
        self._tell("kill the server" if self._world.server.running else "start the server")
        if self._world.server.running:
            self._world.server.kill()
        else:
            self._world.server.start()

    def _reload(self, _: Expected) -> None:
        self._tell("reload")
        self._phone.breathe()
        self._phone.page.reload()
        self._phone.at_form()

    def _tell(self, words: str) -> None:
        self.story.append(words)


def plain(answer: dict[str, Any]) -> Any:
    """The value of an answer as the phone keeps it; None when there is none."""
    value = answer.get("value") or {}
    return next((value[name] for name in ("value", "level", "text", "option") if name in value), None)
