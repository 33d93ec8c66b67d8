"""Photos: taking them in and serving them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, put
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIFormat, OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.params import FromPath

from audit_api.access import ADMIN, DESK, FIELD, MANAGER, photo_for
from audit_api.documents import PhotoDocument
from audit_api.injected import AppPhotoArrivals, AppPhotoStore
from audit_api.people.auth import Principal
from audit_api.photos.files import served_file
from audit_api.problems import Problem, documented
from media.photos import PhotoRefused
from media.upload import spooled

REFUSALS = (
    "photo_too_large",
    "photo_type_unsupported",
    "photo_animated",
    "photo_corrupt",
    "photo_dimensions",
    "photo_empty",
    "photo_polyglot",
    "photo_too_many_pixels",
    "photo_too_slow",
    "photo_truncated",
    "upload_delayed",
    "upload_quota",
)
# A photo never changes under its id, but who may see it can: only the reader's own browser may keep it.
CACHING = "private, max-age=31536000, immutable"


SERVED = {
    206: ResponseSpec(data_container=bytes, media_type="image/jpeg", description="The requested range"),
    304: ResponseSpec(data_container=None, description="The photo that the client has"),
    **documented("invalid_parameter", "not_signed_in", "not_found", "range_not_satisfiable"),
}


class PhotoReceipt(msgspec.Struct, kw_only=True):
    """That a photo is stored.

    `sha256` and `bytes` are of the received file; width and height of the photo that is kept.
    """

    id: UUID
    sha256: str
    bytes: int
    width: int
    height: int
    received_at: datetime


@dataclass  # without it, `__post_init__` would never be called
class _ImageBody(Operation):
    """The body is the picture itself, which no handler parameter can say."""

    def __post_init__(self) -> None:
        picture = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        self.request_body = RequestBody(content={"image/*": OpenAPIMediaType(schema=picture)}, required=True)


@put(
    "/api/photos/{photo_id:uuid}",
    access=ADMIN | MANAGER | FIELD,
    tags=["Photos"],
    summary="Send a photo (JPEG, PNG, WebP, HEIC); the body is the picture; safe to repeat",
    operation_class=_ImageBody,
    request_max_body_size=None,  # the upload counts its bytes itself and stops at photo_max_bytes
    responses=documented(
        "invalid_parameter", "not_signed_in", "cross_site_request", "not_found", "photo_differs", *REFUSALS
    ),
)
async def put_photo(
    request: Request[Principal, Any, Any],
    photo_id: FromPath[UUID],
    photo_arrivals: AppPhotoArrivals,
) -> PhotoReceipt:
    try:
        async with spooled(request.stream(), photo_arrivals.intake.limits) as upload:
            return _receipt(await photo_arrivals.keep(request.user.user_id, photo_id, upload))
    except PhotoRefused as refused:
        raise Problem(refused.code, refused.detail) from None


@get(
    "/api/photos/{photo_id:uuid}",
    access=DESK | FIELD,
    tags=["Photos"],
    summary="The photo, upright and without metadata",
    media_type="image/jpeg",
    responses=SERVED,
)
async def read_photo(
    request: Request[Principal, Any, Any], photo_id: FromPath[UUID], photo_store: AppPhotoStore
) -> Response[Any]:
    photo = await photo_for(request.user, photo_id)
    return await served_file(request, photo_store, photo.image_id, f'"{photo.sha256}"', CACHING)


@get(
    "/api/photos/{photo_id:uuid}/thumbnail",
    access=DESK | FIELD,
    tags=["Photos"],
    summary="The photo at most 480 pixels wide and high",
    media_type="image/jpeg",
    responses=SERVED,
)
async def read_thumbnail(
    request: Request[Principal, Any, Any], photo_id: FromPath[UUID], photo_store: AppPhotoStore
) -> Response[Any]:
    photo = await photo_for(request.user, photo_id)
    return await served_file(request, photo_store, photo.thumbnail_id, f'"{photo.sha256}-480"', CACHING)


def _receipt(photo: PhotoDocument) -> PhotoReceipt:
    return PhotoReceipt(
        id=photo.id,
        sha256=photo.evidence.received_sha256,
        bytes=photo.evidence.received_bytes,
        width=photo.width,
        height=photo.height,
        received_at=photo.received_at,
    )


ROUTES = [put_photo, read_photo, read_thumbnail]
