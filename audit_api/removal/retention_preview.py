"""What a retention would remove, before it is set."""

from uuid import UUID

import msgspec
from litestar import post
from litestar.params import FromPath, JSONBody

from audit_api.access import ADMIN
from audit_api.documents import ProgrammeDocument, Retention
from audit_api.http.bodies import Body
from audit_api.injected import AppSettings
from audit_api.problems import documented, not_found
from audit_api.removal.retention import Retained, count_outdated


class RetentionPreview(msgspec.Struct, kw_only=True):
    """`due`: how many audits would be erased, made anonymous, or lose words or photos with the next sweep.

    There is one every `sweep_hours`; with 0 only when it is started by hand.
    """

    due: Retained
    sweep_hours: int


@post(
    "/api/programmes/{programme_id:uuid}/retention/preview",
    dto=Body[Retention],
    return_dto=None,
    status_code=200,
    access=ADMIN,
    tags=["Removals"],
    summary="How many audits a retention would remove something of at once; stores nothing",
    responses=documented("malformed_request", "not_signed_in", "cross_site_request", "not_found", "invalid_body"),
)
async def preview_retention(
    programme_id: FromPath[UUID], data: JSONBody[Retention], settings: AppSettings
) -> RetentionPreview:
    if await ProgrammeDocument.get(programme_id) is None:
        raise not_found()
    return RetentionPreview(due=await count_outdated(programme_id, data), sweep_hours=settings.sweep_hours)


ROUTES = [preview_retention]
