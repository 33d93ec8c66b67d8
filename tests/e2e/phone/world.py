"""Everything that is not the phone: a server that can be killed, the office's work, and the truth in MongoDB."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from tests.api.process import ServerProcess, create_admin
from tests.e2e.phone.fieldwork import ADMIN, Assignment, Fieldwork
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.truth import Truth


@dataclass(frozen=True)
class World:
    """`server` starts again on its port after being killed."""

    server: ServerProcess
    work: Fieldwork
    truth: Truth


@contextmanager
def running(mongodb_uri: str, **environment: str) -> Iterator[World]:
    """A server on a database of its own, with a network."""
    database = f"phone_{uuid4().hex[:8]}"
    create_admin(mongodb_uri, database, ADMIN)
    server = ServerProcess(mongodb_uri, database, SIGN_IN_ATTEMPTS="1000", **environment)
    server.start()
    made = World(server, Fieldwork(server.address), Truth(mongodb_uri, database))
    try:
        yield made
    finally:
        made.work.close()
        made.truth.close()
        server.stop()


def arrive(phone: Phone, world: World, *kinds: str) -> list[Assignment]:
    """The shopper gets an assignment of each of these checklists and signs in on the phone."""
    given = [world.work.assign(phone.shopper, kind) for kind in kinds]
    phone.browser.open()
    phone.sign_in()
    return given
