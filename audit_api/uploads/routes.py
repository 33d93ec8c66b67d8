"""Resumable uploads of photos: tus 1.0.0 with creation, expiration, termination and checksum."""

from contextlib import aclosing
from typing import Any
from uuid import UUID

from litestar import MediaType, Request, Response, Router, delete, head, patch, post, route
from litestar.exceptions import HTTPException
from litestar.params import FromPath

from audit_api.access import ADMIN, FIELD, PUBLIC
from audit_api.injected import AppPhotoArrivals, AppSettings, CurrentPrincipal
from audit_api.people.auth import Principal
from audit_api.photos.arrivals import PhotoArrivals
from audit_api.problems import Problem, ProblemDetails, answer_problem, documented, not_found
from audit_api.settings import Settings
from audit_api.uploads.bodies import gathered, limited, verified
from audit_api.uploads.headers import (
    EXPIRES,
    LENGTH,
    LOCATION,
    OFFSET,
    SPOKEN_HERE,
    TUS_RESUMABLE,
    BytesOperation,
    Resumable,
    TusOperation,
    UploadChecksum,
    UploadDeferLength,
    UploadLength,
    UploadMetadata,
    UploadOffset,
)
from audit_api.uploads.records import (
    CHUNK_BYTES,
    Progress,
    append,
    begin,
    end,
    finish,
    progress_of,
    put_off,
    says_nothing,
    wrong_offset,
)
from audit_api.uploads.tus import (
    CHECKSUMS,
    CONTENT_TYPE,
    EXTENSIONS,
    SPOKEN,
    VERSION,
    Checksum,
    announced,
    check_version,
    http_date,
    wrong_header,
)
from checklists.faults import error
from media.photos import PhotoRefused

ALWAYS = ("invalid_parameter", "not_signed_in", "not_found", "tus_version")
REFUSALS = (
    "checksum_mismatch",
    "photo_differs",
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


@route(
    "/",
    http_method="OPTIONS",
    access=PUBLIC,
    status_code=204,
    operation_class=TusOperation,
    summary="What this server speaks of tus",
    response_headers=SPOKEN_HERE,
    responses=documented(),
)
async def describe_uploads(settings: AppSettings) -> Response[None]:
    spoken = {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(settings.photo_max_bytes),
        "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
    }
    return Response(None, headers={**SPOKEN, **spoken})


@post(
    "/",
    access=ADMIN | FIELD,
    guards=[check_version],
    status_code=201,
    operation_class=TusOperation,
    summary="Begin the upload of a photo, or learn how far the same one has come; safe to repeat",
    response_headers=[TUS_RESUMABLE, LOCATION, OFFSET, EXPIRES],
    responses=documented(*ALWAYS, "cross_site_request", "too_many_uploads", *REFUSALS),
)
async def begin_upload(
    principal: CurrentPrincipal,
    settings: AppSettings,
    photo_arrivals: AppPhotoArrivals,
    upload_metadata: UploadMetadata = "",
    upload_length: UploadLength = None,
    upload_defer_length: UploadDeferLength = None,
    tus_resumable: Resumable = None,
) -> Response[bytes]:
    if upload_defer_length is not None:
        raise wrong_header([error("Upload-Defer-Length", "unsupported", "Say the length when the upload begins.")])
    if upload_length is None:
        raise wrong_header([error("Upload-Length", "missing", "The size of the whole file is missing.")])
    file = announced(upload_metadata)
    if upload_length > settings.photo_max_bytes:
        raise Problem("photo_too_large", f"The file is larger than {settings.photo_max_bytes:,} bytes.")
    progress = await begin(principal.user_id, file, upload_length, settings, photo_arrivals)
    await _finish_if_whole(progress, photo_arrivals)
    headers = {**_headers(progress), "Location": f"/api/uploads/{file.photo_id}"}
    return Response(b"", headers=headers, media_type=MediaType.TEXT)


@head(
    "/{photo_id:uuid}",
    access=ADMIN | FIELD,
    guards=[check_version],
    operation_class=TusOperation,
    summary="How far an own upload has come; as far as its length means that the photo is stored",
    response_headers=[TUS_RESUMABLE, OFFSET, LENGTH, EXPIRES],
    responses=documented(*ALWAYS, "upload_delayed", "upload_quota"),
)
async def read_upload(
    principal: CurrentPrincipal,
    photo_id: FromPath[UUID],
    photo_arrivals: AppPhotoArrivals,
    tus_resumable: Resumable = None,
) -> Response[None]:
    progress = await progress_of(principal.user_id, photo_id)
    try:
        await _finish_if_whole(progress, photo_arrivals)
    except Problem as problem:
        if says_nothing(problem):
            raise
        raise not_found() from None  # the upload has just been ended, and this answer cannot say why
    return Response(None, headers={**_headers(progress), "Cache-Control": "no-store"})


@patch(
    "/{photo_id:uuid}",
    access=ADMIN | FIELD,
    guards=[check_version],
    status_code=204,
    operation_class=BytesOperation,
    request_max_body_size=None,  # counted against what the upload lacks
    summary="Send bytes from an offset on; the last one makes the photo",
    response_headers=[TUS_RESUMABLE, OFFSET, EXPIRES],
    responses=documented(
        *ALWAYS,
        "malformed_request",
        "cross_site_request",
        "upload_offset",
        "upload_too_long",
        "unsupported_media_type",
        *REFUSALS,
    ),
)
async def continue_upload(
    request: Request[Principal, Any, Any],
    photo_id: FromPath[UUID],
    settings: AppSettings,
    photo_arrivals: AppPhotoArrivals,
    upload_offset: UploadOffset = None,
    upload_checksum: UploadChecksum = None,
    tus_resumable: Resumable = None,
) -> Response[None]:
    if request.headers.get("content-type") != CONTENT_TYPE:
        raise Problem("unsupported_media_type", f"Send {CONTENT_TYPE}.")
    if upload_offset is None:
        raise wrong_header([error("Upload-Offset", "missing", "The offset of the first byte is missing.")])
    checksum = Checksum(upload_checksum) if upload_checksum is not None else None
    progress = await progress_of(request.user.user_id, photo_id)
    if upload_offset != progress.offset:
        raise wrong_offset(progress.offset)
    progress = await _received(request, progress, checksum, settings)
    await _finish_if_whole(progress, photo_arrivals)
    return Response(None, headers=_headers(progress))


@delete(
    "/{photo_id:uuid}",
    access=ADMIN | FIELD,
    guards=[check_version],
    operation_class=TusOperation,
    summary="End an own upload and forget its bytes",
    response_headers=[TUS_RESUMABLE],
    responses=documented(*ALWAYS, "cross_site_request", "photo_stored"),
)
async def end_upload(
    principal: CurrentPrincipal, photo_id: FromPath[UUID], tus_resumable: Resumable = None
) -> Response[None]:
    progress = await progress_of(principal.user_id, photo_id)
    if progress.upload is None:
        raise Problem("photo_stored")
    await end(progress.upload)
    return Response(None, headers=SPOKEN)


async def _received(
    request: Request[Principal, Any, Any], progress: Progress, checksum: Checksum | None, settings: Settings
) -> Progress:
    """How far the upload has come with the body of the request."""
    lacking = progress.length - progress.offset
    if int(request.headers.get("content-length", "0")) > lacking:
        raise Problem("upload_too_long", f"{lacking} bytes are lacking.")
    upload, offset = progress.upload, progress.offset
    if upload is None:
        return progress
    await put_off(upload, settings)
    pieces = limited(request.stream(), lacking)
    chunks = gathered(pieces, CHUNK_BYTES) if checksum is None else verified(pieces, checksum, CHUNK_BYTES)
    async with aclosing(chunks):
        async for chunk in chunks:
            offset = await append(upload, offset, chunk)
    return Progress(offset=offset, length=progress.length, upload=upload)


async def _finish_if_whole(progress: Progress, arrivals: PhotoArrivals) -> None:
    """Makes a photo of a whole upload, also of an old one: the process may have died before it did."""
    if progress.upload is None or progress.offset < progress.length:
        return
    try:
        await finish(progress.upload, arrivals)
    except PhotoRefused as refused:
        raise Problem(refused.code, refused.detail) from None


def _headers(progress: Progress) -> dict[str, str]:
    headers = {**SPOKEN, "Upload-Offset": str(progress.offset), "Upload-Length": str(progress.length)}
    if progress.upload is not None and progress.offset < progress.length:
        headers["Upload-Expires"] = http_date(progress.upload.expires_at)
    return headers


def _answer_problem(request: Request[Any, Any, Any], exc: Exception) -> Response[ProblemDetails]:
    if isinstance(exc, HTTPException) and isinstance(exc.extra, list):
        for fault in exc.extra:  # the framework names a header like a variable
            fault["key"] = fault.get("key", "").replace("_", "-").title()
    answer = answer_problem(request, exc)
    answer.headers.update(SPOKEN)
    return answer


ROUTES = [
    Router(
        "/api/uploads",
        route_handlers=[describe_uploads, begin_upload, read_upload, continue_upload, end_upload],
        tags=["Uploads"],
        exception_handlers={Exception: _answer_problem},
    )
]
