"""Runs the application in this process until it is told to stop."""

import uvicorn

from audit_api.app import create_app
from audit_api.settings import Settings

DRAIN_SECONDS = 10  # for requests under way; a phone repeats what was cut off


def serve(settings: Settings) -> None:
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
