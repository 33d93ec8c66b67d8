"""Runs the application in this process until it is told to stop."""

import gc

import uvicorn

from audit_api.app import create_asgi
from audit_api.settings import Settings

GC_THRESHOLD = 20_000  # objects: a submission makes thousands, nearly all of them without cycles
DRAIN_SECONDS = 10  # for requests under way; a phone repeats what was cut off


def serve(settings: Settings) -> None:
    app = create_asgi(settings)
    # What is loaded by now stays: the collector need not look through it again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD)
    uvicorn.run(
        app,
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
