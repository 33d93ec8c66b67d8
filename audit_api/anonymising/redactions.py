"""Photos without people: proposed by detectors, decided at the desk, shown to trainers."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from audit_api.access import COACHING, DESK, photo_for, redacted_for
from audit_api.anonymising.redaction_lists import WaitingPhotoPage, waiting_photos
from audit_api.anonymising.redaction_records import decide_redaction, looked_at
from audit_api.documents import PhotoDocument, RedactionDocument
from audit_api.documents.redactions import RedactionDecision
from audit_api.http.bodies import Body
from audit_api.http.paging import PAGE_SIZE, Cursor, PageSize
from audit_api.injected import AppPhotoIntake, AppPhotoStore, CurrentPrincipal
from audit_api.people.auth import Principal
from audit_api.photos.files import REDACTED, served_redaction
from audit_api.problems import documented
from media.regions import Proposal, Region


class RedactionChange(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A person's decision.

    `regions` are taken out of the picture, which stays as it is without any; with `leave_out` it is never shown.
    """

    decision: RedactionDecision
    regions: Annotated[list[Region], Meta(max_length=100)] = []


class Redaction(msgspec.Struct, kw_only=True):
    """What is known and decided about a photo. `width` and `height` are its own; `redacted` is the new picture's id."""

    photo_id: UUID
    width: int
    height: int
    proposals: list[Proposal]
    decision: RedactionDecision | None
    regions: list[Region]
    redacted: UUID | None
    decided_by: UUID | None
    decided_at: datetime | None


@get(
    "/api/redactions/waiting",
    access=DESK,
    tags=["Redactions"],
    summary="Photos of examples that wait to be redacted, best example first",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def list_waiting(
    principal: CurrentPrincipal, limit: PageSize = PAGE_SIZE, cursor: Cursor = None
) -> WaitingPhotoPage:
    return await waiting_photos(principal, limit, cursor)


@get(
    "/api/photos/{photo_id:uuid}/redaction",
    access=DESK,
    tags=["Redactions"],
    summary="What the detectors propose to take out of a photo, and what was decided",
    responses=documented(
        "invalid_parameter", "not_signed_in", "not_found", "photo_too_slow", "photo_corrupt", "upload_delayed"
    ),
)
async def read_redaction(
    principal: CurrentPrincipal,
    photo_id: FromPath[UUID],
    photo_store: AppPhotoStore,
    photo_intake: AppPhotoIntake,
) -> Redaction:
    photo = await photo_for(principal, photo_id)
    return _as_redaction(photo, await looked_at(photo, photo_store, photo_intake))


@put(
    "/api/photos/{photo_id:uuid}/redaction",
    dto=Body[RedactionChange],
    return_dto=None,
    access=DESK,
    tags=["Redactions"],
    summary="Decide what is taken out of a photo, or leave it out; safe to repeat",
    responses=documented(
        "malformed_request",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "invalid_body",
        "photo_too_slow",
        "upload_delayed",
        "photo_corrupt",
    ),
)
async def put_redaction(
    principal: CurrentPrincipal,
    photo_id: FromPath[UUID],
    data: JSONBody[RedactionChange],
    photo_store: AppPhotoStore,
    photo_intake: AppPhotoIntake,
) -> Redaction:
    photo = await photo_for(principal, photo_id)
    decided = await decide_redaction(photo, data.decision, data.regions, principal.user_id, photo_store, photo_intake)
    return _as_redaction(photo, decided)


@get(
    "/api/redacted-photos/{redacted_id:uuid}",
    access=COACHING,
    tags=["Redactions"],
    summary="A picture without people",
    media_type="image/jpeg",
    responses=REDACTED,
)
async def read_redacted(
    request: Request[Principal, Any, Any], redacted_id: FromPath[UUID], photo_store: AppPhotoStore
) -> Response[Any]:
    return await served_redaction(request, photo_store, await redacted_for(request.user, redacted_id), "image")


@get(
    "/api/redacted-photos/{redacted_id:uuid}/thumbnail",
    access=COACHING,
    tags=["Redactions"],
    summary="A picture without people, at most 480 pixels wide and high",
    media_type="image/jpeg",
    responses=REDACTED,
)
async def read_redacted_thumbnail(
    request: Request[Principal, Any, Any], redacted_id: FromPath[UUID], photo_store: AppPhotoStore
) -> Response[Any]:
    return await served_redaction(request, photo_store, await redacted_for(request.user, redacted_id), "thumbnail")


def _as_redaction(photo: PhotoDocument, redaction: RedactionDocument) -> Redaction:
    return Redaction(
        photo_id=photo.id,
        width=photo.width,
        height=photo.height,
        proposals=redaction.proposals,
        decision=redaction.decision,
        regions=redaction.regions,
        redacted=redaction.redacted_id,
        decided_by=redaction.decided_by,
        decided_at=redaction.decided_at,
    )


ROUTES = [list_waiting, read_redaction, put_redaction, read_redacted, read_redacted_thumbnail]
