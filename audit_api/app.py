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

from audit_api import health, pages
from audit_api.access import PUBLIC, access_middleware
from audit_api.actions import routes as actions
from audit_api.alerts import routes as alerts
from audit_api.alerts.alerting import alerting
from audit_api.anonymising import mask_lists, maskings, redactions
from audit_api.appeals import papers
from audit_api.appeals import routes as appeals
from audit_api.audits import routes as audits
from audit_api.audits.submissions import AuditIntake
from audit_api.authoring import routes as authoring
from audit_api.branch import mixes, reports, waits
from audit_api.branch import outcomes as branch_outcomes
from audit_api.calibration import routes as calibration
from audit_api.calibration.nightly import Calibrator
from audit_api.coaching import collections, share_links, stories, trainings
from audit_api.comparison import drivers
from audit_api.comparison import routes as comparison
from audit_api.database import Client, connect, open_database
from audit_api.examples import outstanding
from audit_api.examples import routes as examples
from audit_api.examples.upkeep import reconciling
from audit_api.exercises import routes as exercises
from audit_api.exporting import routes as exporting
from audit_api.exporting.worker import ExportWorkers
from audit_api.fieldwork import assignments, notes, planning, sync
from audit_api.http.packing import packing
from audit_api.injected import providers
from audit_api.live import events
from audit_api.live.changes import Live
from audit_api.logs import configure_logs, reason_of, request_logging
from audit_api.mail.mailing import mailing
from audit_api.network import branches, programmes, regions, waves
from audit_api.outcomes import results as outcome_results
from audit_api.outcomes import routes as outcomes
from audit_api.people import sign_in, users
from audit_api.people.auth import SessionMiddleware, session_batcher
from audit_api.photos import routes as photos
from audit_api.photos.arrivals import PhotoArrivals
from audit_api.problems import answer_problem
from audit_api.removal import retention_preview, subject_requests
from audit_api.removal import routes as removal
from audit_api.removal.clearing_task import clearing
from audit_api.removal.sweeping import sweeping
from audit_api.review import dossiers, queue
from audit_api.review import routes as review
from audit_api.review.examining import Examiner
from audit_api.settings import Settings
from audit_api.uploads import routes as uploads
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
    *planning.ROUTES,
    *audits.ROUTES,
    *mixes.ROUTES,
    *branch_outcomes.ROUTES,
    *reports.ROUTES,
    *waits.ROUTES,
    *branches.ROUTES,
    *calibration.ROUTES,
    *authoring.ROUTES,
    *collections.ROUTES,
    *comparison.ROUTES,
    *dossiers.ROUTES,
    *exercises.ROUTES,
    *examples.ROUTES,
    *exporting.ROUTES,
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
    *removal.ROUTES,
    *retention_preview.ROUTES,
    *review.ROUTES,
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
        app.state.photo_arrivals = PhotoArrivals(app.state.photo_store, app.state.photo_intake, settings)
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
            structlog.get_logger("start").warning("waiting_for_database", reason=reason_of(exc))
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
