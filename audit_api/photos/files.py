"""Serves the bytes of a picture: conditional requests, ranges, and never as anything but a picture."""

from typing import Any

from bson import ObjectId
from litestar import Request, Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.response import Stream

from audit_api.documents import RedactionDocument
from audit_api.http.byte_ranges import requested_range
from audit_api.http.etags import matches
from audit_api.problems import Problem, documented, not_found
from media.store import PhotoFileMissing, PhotoStore, Rendition

# An example may be withdrawn at any moment, so a browser asks each time.
REDACTED_CACHING = "private, no-cache"
PICTURE_NOT_MODIFIED = ResponseSpec(data_container=None, description="The picture that the client has")
REDACTED = {304: PICTURE_NOT_MODIFIED, **documented("invalid_parameter", "not_signed_in", "not_found")}
SHARED = {304: PICTURE_NOT_MODIFIED, **documented("invalid_parameter", "not_found")}


async def served_redaction(
    request: Request[Any, Any, Any], store: PhotoStore, redaction: RedactionDocument, rendition: Rendition
) -> Response[Any]:
    small = rendition == "thumbnail"
    file_id = redaction.thumbnail_id if small else redaction.image_id
    if file_id is None:  # left out in this moment
        raise not_found()
    etag = f'"{redaction.sha256}-480"' if small else f'"{redaction.sha256}"'
    return await served_file(request, store, file_id, etag, REDACTED_CACHING)


async def served_file(
    request: Request[Any, Any, Any], store: PhotoStore, file_id: ObjectId, etag: str, caching: str
) -> Response[Any]:
    headers = {
        "ETag": etag,
        "Cache-Control": caching,
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "inline",
    }
    if matches(request.headers.get("if-none-match"), etag):
        return Response(b"", status_code=304, headers=headers)
    try:
        file = await store.find(file_id)
    except PhotoFileMissing:
        raise Problem("internal_error", "The photo's bytes are missing.") from None
    # A changed photo would have another ETag: then the range the client holds is of something else.
    wanted = request.headers.get("range") if request.headers.get("if-range", etag) == etag else None
    part = requested_range(wanted, file.length)
    start, stop = part or (0, file.length)
    headers["Content-Length"] = str(stop - start)
    if part:
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{file.length}"
    return Stream(
        store.stream(file, start, stop), status_code=206 if part else 200, headers=headers, media_type=file.content_type
    )
