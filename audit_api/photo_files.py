"""Serves the bytes of a picture: conditional requests, ranges, and never as anything but a picture."""

from typing import Any

from bson import ObjectId
from litestar import Request, Response
from litestar.response import Stream

from audit_api.auth import Principal
from audit_api.byte_ranges import requested_range
from audit_api.etags import matches
from audit_api.problems import Problem
from media.store import PhotoFileMissing, PhotoStore


async def served_file(
    request: Request[Principal, Any, Any], store: PhotoStore, file_id: ObjectId, etag: str, caching: str
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
