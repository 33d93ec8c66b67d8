"""What a route may ask for by naming it: one person, and the resources of the running application."""

from typing import Any

from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide

from audit_api.calibration.nightly import Calibrator
from audit_api.database import Client
from audit_api.people.auth import Principal
from audit_api.photos.arrivals import PhotoArrivals
from audit_api.settings import Settings
from media.intake import PhotoIntake
from media.store import PhotoStore

CurrentPrincipal = NamedDependency[Principal]
AppSettings = NamedDependency[Settings]
AppCalibrator = NamedDependency[Calibrator]
AppClient = NamedDependency[Client]
AppPhotoStore = NamedDependency[PhotoStore]
AppPhotoIntake = NamedDependency[PhotoIntake]
AppPhotoArrivals = NamedDependency[PhotoArrivals]


def providers(settings: Settings) -> dict[str, Provide]:
    """By the name of the parameter. The resources are put into the state when the application starts."""
    return {
        "principal": Provide(_principal, sync_to_thread=False),
        "settings": Provide(lambda: settings, sync_to_thread=False),
        "calibrator": Provide(_calibrator, sync_to_thread=False),
        "client": Provide(_client, sync_to_thread=False),
        "photo_store": Provide(_photo_store, sync_to_thread=False),
        "photo_intake": Provide(_photo_intake, sync_to_thread=False),
        "photo_arrivals": Provide(_photo_arrivals, sync_to_thread=False),
    }


def _principal(request: Request[Principal, Any, Any]) -> Principal:
    return request.user


def _calibrator(state: State) -> Calibrator:
    calibrator: Calibrator = state.calibrator
    return calibrator


def _client(state: State) -> Client:
    client: Client = state.client
    return client


def _photo_store(state: State) -> PhotoStore:
    store: PhotoStore = state.photo_store
    return store


def _photo_intake(state: State) -> PhotoIntake:
    intake: PhotoIntake = state.photo_intake
    return intake


def _photo_arrivals(state: State) -> PhotoArrivals:
    arrivals: PhotoArrivals = state.photo_arrivals
    return arrivals
