"""Puts the application together: settings in, ASGI application out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import structlog
from litestar import Litestar, Router
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import ASGIApp
from pymongo.errors import PyMongoError

from audit_api import (
    actions,
    alerts,
    appeals,
    assignments,
    audits,
    branch_mixes,
    branch_outcomes,
    branch_reports,
    branch_waits,
    branches,
    calibration_api,
    checklists_api,
    collections_api,
    comparison,
    dossiers,
    drivers,
    events,
    examples,
    exercises,
    exports,
    health,
    mask_lists,
    maskings,
    notes,
    outcome_results,
    outcomes,
    outstanding,
    pages,
    papers,
    photos,
    programmes,
    queue,
    redactions,
    regions,
    removals,
    reviews,
    share_links,
    sign_in,
    stories,
    subject_requests,
    sync,
    trainings,
    uploads,
    users,
    waves,
)
from audit_api.access import PUBLIC, access_middleware
from audit_api.alerting import alerting
from audit_api.auth import SessionMiddleware, session_batcher
from audit_api.clearing_task import clearing
from audit_api.database import Client, connect, open_database
from audit_api.examining import Examiner
from audit_api.example_upkeep import reconciling
from audit_api.export_worker import ExportWorkers
from audit_api.injected import providers
from audit_api.live import Live
from audit_api.logs import configure_logs, request_logging
from audit_api.mailing import mailing
from audit_api.nightly import Calibrator
from audit_api.packing import packing
from audit_api.problems import answer_problem
from audit_api.settings import Settings
from audit_api.submissions import AuditIntake
from audit_api.sweeping import sweeping
from media.intake import PhotoIntake
from media.photos import PhotoLimits
from media.store import PhotoStore

VERSION = "0.1.0"
DATABASE_WAIT_SECONDS = 60.0  # a database that starts together with the application may be a little later

ROUTES: list[Any] = [
    *actions.ROUTES,
    *alerts.ROUTES,
    *appeals.ROUTES,
    *assignments.ROUTES,
    *audits.ROUTES,
    *branch_mixes.ROUTES,
    *branch_outcomes.ROUTES,
    *branch_reports.ROUTES,
    *branch_waits.ROUTES,
    *branches.ROUTES,
    *calibration_api.ROUTES,
    *checklists_api.ROUTES,
    *collections_api.ROUTES,
    *comparison.ROUTES,
    *dossiers.ROUTES,
    *exercises.ROUTES,
    *examples.ROUTES,
    *exports.ROUTES,
    *drivers.ROUTES,
    *events.ROUTES,
    *health.ROUTES,
    *mask_lists.ROUTES,
    *maskings.ROUTES,
    *notes.ROUTES,
    *papers.ROUTES,
    *outcome_results.ROUTES,
    *outcomes.ROUTES,
    *outstanding.ROUTES,
    *photos.ROUTES,
    *programmes.ROUTES,
    *queue.ROUTES,
    *redactions.ROUTES,
    *regions.ROUTES,
    *removals.ROUTES,
    *reviews.ROUTES,
    *share_links.ROUTES,
    *sign_in.ROUTES,
    *stories.ROUTES,
    *subject_requests.ROUTES,
    *sync.ROUTES,
    *trainings.ROUTES,
    *uploads.ROUTES,
    *users.ROUTES,
    *waves.ROUTES,
]


def create_asgi(settings: Settings) -> ASGIApp:
    return as_served(create_app(settings))


def as_served(app: Litestar) -> ASGIApp:
    """What a server runs: the application inside of what sees every request and every answer."""
    return request_logging(packing(app))


def create_app(settings: Settings) -> Litestar:
    """The application. `settings.mongodb_uri` must be set; the database is opened when it starts."""
    configure_logs(settings)
    app = Litestar(
        route_handlers=[*ROUTES, *pages.routers(settings.pages_dir)],
        lifespan=[lambda app: _running(app, settings)],
        middleware=[SessionMiddleware, access_middleware],
        exception_handlers={Exception: answer_problem},
        dependencies=providers(settings),
        openapi_config=_openapi(),
        request_max_body_size=settings.body_max_bytes,
        # Our own handler answers and logs; the framework's would log every refusal as an error.
        logging_config=None,
    )
    app.state.live = Live()
    return app


def _running(app: Litestar, settings: Settings) -> AbstractAsyncContextManager[None]:
    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        client = connect(settings.mongodb_uri or "")
        app.openapi_schema.to_schema()  # kept; building it takes longer than a request may block the others
        app.state.client = client
        app.state.photo_store = await _opened(client, settings)
        examiner = Examiner()
        app.state.audit_intake = AuditIntake(received=examiner.wake)
        app.state.calibrator = Calibrator()
        app.state.sessions = session_batcher()
        app.state.export_workers = ExportWorkers()
        app.state.photo_intake = PhotoIntake(
            PhotoLimits(
                max_bytes=settings.photo_max_bytes,
                max_pixels=settings.photo_max_pixels,
                seconds=settings.photo_seconds,
            )
        )
        try:
            async with (
                sweeping(app.state.photo_store, settings),
                clearing(app.state.photo_store, settings),
                app.state.calibrator.working(settings),
                alerting(settings),
                mailing(settings),
                examiner.working(settings),
                reconciling(settings),
            ):
                yield
        finally:
            await app.state.live.close()
            await app.state.photo_intake.close()
            await client.close()

    return running()


async def _opened(client: Client, settings: Settings) -> PhotoStore:
    """Waits for the database for a while. Raises what PyMongo said last."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + DATABASE_WAIT_SECONDS
    while True:
        try:
            store = PhotoStore(await open_database(client, settings))
            await store.ensure_indexes()
            return store
        except PyMongoError as exc:
            if loop.time() > deadline:
                raise
            structlog.get_logger("start").warning("waiting_for_database", reason=str(exc)[:200])
            await asyncio.sleep(1)


def _openapi() -> OpenAPIConfig:
    bearer = SecurityScheme(type="http", scheme="bearer", description="`transport: bearer` at sign-in gives a token.")
    cookie = SecurityScheme(type="apiKey", name="session", security_scheme_in="cookie")
    return OpenAPIConfig(
        title="Mystery-shopper audits",
        version=VERSION,
        description="Checklists, audits with photos, scorecards and own results. Errors follow RFC 9457.",
        components=Components(security_schemes={"bearer": bearer, "cookie": cookie}),
        security=[{"bearer": []}, {"cookie": []}],
        # Only the description; the page that shows it is one of `web/`, without a script from elsewhere.
        openapi_router=Router(path="/api", route_handlers=[], include_in_schema=False, opt={"access": PUBLIC}),
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
    )
