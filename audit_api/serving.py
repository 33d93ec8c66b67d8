"""Runs the application in this process until it is told to stop."""

import gc
import sys
from types import FrameType

import uvicorn

from audit_api.app import as_served, create_app
from audit_api.live.changes import Live
from audit_api.settings import Settings

GC_THRESHOLD = 20_000  # objects: a submission makes thousands, nearly all of them without cycles
SWITCH_SECONDS = 0.001  # so soon a thread that computes lets requests go on; the default is five times that
DRAIN_SECONDS = 10  # for requests under way; a phone repeats what was cut off
COULD_NOT_START = 3


class Server(uvicorn.Server):
    """Streams that would go on for ever end when the process is told to stop, so that nobody waits for them."""

    def __init__(self, config: uvicorn.Config, live: Live) -> None:
        super().__init__(config)
        self._live = live

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._live.stop()
        super().handle_exit(sig, frame)


def serve(settings: Settings) -> None:
    app = create_app(settings)
    # What is loaded by now stays: the collector need not look through it again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD)
    sys.setswitchinterval(SWITCH_SECONDS)
    config = uvicorn.Config(
        as_served(app),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=settings.trusted_proxies is not None,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    server = Server(config, app.state.live)
    try:
        server.run()
    except KeyboardInterrupt:
        return
    if not server.started:
        sys.exit(COULD_NOT_START)
