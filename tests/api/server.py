"""A real server in a thread of the test process, so that tests can also watch what it asks of MongoDB."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from pymongo import monitoring

from audit_api.app import as_served, create_app
from audit_api.embedded import free_port
from audit_api.settings import Settings

IGNORED = frozenset({"hello", "isMaster", "ismaster", "ping", "endSessions", "saslStart", "saslContinue"})


class RoundTrips(monitoring.CommandListener):
    """Counts what is asked of MongoDB, by anyone in this process."""

    def __init__(self) -> None:
        self.commands: list[str] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name not in IGNORED:
            self.commands.append(event.command_name)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        pass

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        pass


ROUND_TRIPS = RoundTrips()
monitoring.register(ROUND_TRIPS)


@contextmanager
def running(settings: Settings) -> Iterator[str]:
    """Serves the application on a free port and yields its address.

    One at a time: documents are bound to one database in a process.
    """
    port = free_port()
    app = as_served(create_app(settings))
    config = uvicorn.Config(app, port=port, log_config=None, access_log=False, lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("the server did not start")
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)
