"""What a phone needs to work without network, in one answer."""

import hashlib
from typing import Any

from litestar import Request, Response, get
from litestar.openapi.datastructures import ResponseSpec

from audit_api.access import FIELD
from audit_api.clock import now
from audit_api.fieldwork.snapshots import Snapshot, snapshot
from audit_api.http.encoding import encoded
from audit_api.http.etags import matches
from audit_api.people.auth import Principal
from audit_api.problems import documented

# It may be kept, and is asked for anew each time: what has not changed costs one 304.
CACHING = "private, no-cache"


@get(
    "/api/sync",
    access=FIELD,
    tags=["Sync"],
    summary="Everything that the shopper's phone needs: assignments, their checklists, and what came of the audits",
    responses={
        200: ResponseSpec(data_container=Snapshot, description="All of it", generate_examples=False),
        304: ResponseSpec(data_container=None, description="What the phone has"),
        **documented("not_signed_in", "not_found"),
    },
)
async def read_sync(request: Request[Principal, Any, Any]) -> Response[Any]:
    found = await snapshot(request.user, now())
    body = await encoded(found, "assignments", "checklists", "audits")
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": CACHING}
    if matches(request.headers.get("if-none-match"), etag):
        return Response(b"", status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/json")


ROUTES = [read_sync]
