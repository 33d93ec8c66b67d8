"""Audits: submitting, reading, listing."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, put
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody

from audit_api.access import DESK, FIELD, audit_for
from audit_api.audits.lists import AuditPage, list_page
from audit_api.audits.receipts import Receipt, photos_named_in
from audit_api.audits.submissions import AuditIntake
from audit_api.documents import AuditDocument, AuditStatus, ProgrammeDocument, Review
from audit_api.http.bodies import Body
from audit_api.http.paging import PAGE_SIZE, Cursor, PageSize
from audit_api.injected import CurrentPrincipal
from audit_api.people.auth import Principal
from audit_api.problems import Problem, documented
from audit_api.storage.references import referred
from checklists.answers import Answer, Submission, TextAnswer
from checklists.definition import Channel
from checklists.scoring import Scorecard
from media.photos import PhotoEvidence

DeviceClock = Annotated[
    str | None,
    HeaderParameter(name="Device-Clock", description="The phone's own time while sending, to measure how wrong it is."),
]


class AuditPhoto(msgspec.Struct, kw_only=True):
    """A photo of an audit. `evidence` is for the office only: position and device would give a shopper away."""

    id: UUID
    width: int
    height: int
    evidence: PhotoEvidence | None


class AuditDetail(msgspec.Struct, kw_only=True):
    """A whole audit, less what the reader may not see.

    `scorecard` is None for shoppers of a programme that does not show scores. Managers do not get `shopper_id`, and
    only those `reviews` that changed the score, or whether it counts: with what was changed, but not with words.
    """

    id: UUID
    programme_id: UUID
    region_id: UUID
    branch_id: UUID
    shopper_id: UUID | None
    channel: Channel
    status: AuditStatus
    received_at: datetime
    finalised_at: datetime | None
    device_skew_seconds: float | None
    submission: Submission
    scorecard: Scorecard | None
    photos: list[AuditPhoto]
    reviews: list[Review]


@put(
    "/api/audits/{audit_id:uuid}",
    dto=Body[Submission],
    return_dto=None,
    access=FIELD,
    tags=["Audits"],
    summary="Submit an audit; safe to repeat",
    responses=documented(
        "malformed_request",
        "invalid_parameter",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "audit_differs",
        "audit_removed",
        "revision_outdated",
        "assignment_audited",
        "photos_missing",
        "photo_taken",
        "body_too_large",
        "invalid_body",
        "invalid_audit",
    ),
)
async def put_audit(
    request: Request[Principal, Any, Any],
    audit_id: FromPath[UUID],
    data: JSONBody[Submission],
    device_clock: DeviceClock = None,
) -> Receipt:
    # Taken from the application itself: to inject it costs as much as to validate a third of the answers.
    intake: AuditIntake = request.app.state.audit_intake
    return await intake.accept(request.user, audit_id, data, _moment(device_clock))


@get(
    "/api/audits",
    access=DESK | FIELD,
    tags=["Audits"],
    summary="The audits you may see, latest first",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def list_audits(
    principal: CurrentPrincipal,
    programme: FromQuery[UUID | None] = None,
    region: FromQuery[UUID | None] = None,
    branch: FromQuery[UUID | None] = None,
    checklist: FromQuery[str | None] = None,
    status: FromQuery[AuditStatus | None] = None,
    shopper: FromQuery[UUID | None] = None,
    since: FromQuery[datetime | None] = None,
    until: FromQuery[datetime | None] = None,
    limit: PageSize = PAGE_SIZE,
    cursor: Cursor = None,
) -> AuditPage:
    if shopper is not None and principal.role == "manager":
        raise Problem("invalid_parameter", "`shopper` is not a filter for managers.")
    wanted: dict[str, Any] = {
        "programme_id": programme,
        "region_id": region,
        "branch_id": branch,
        "submission.checklist.key": checklist,
        "status": status,
        "shopper_id": shopper,
        "occurred_at": _period(since, until),
    }
    return await list_page(principal, {k: v for k, v in wanted.items() if v is not None}, limit, cursor)


@get(
    "/api/audits/{audit_id:uuid}",
    access=DESK | FIELD,
    tags=["Audits"],
    summary="One audit with answers, scorecard and photos",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_audit(principal: CurrentPrincipal, audit_id: FromPath[UUID]) -> AuditDetail:
    audit = await audit_for(principal, audit_id)
    programme = (await referred(ProgrammeDocument, audit.programme_id, "programme_id")).programme
    office = principal.role in ("admin", "reviewer")
    manager = principal.role == "manager"
    shown = office or manager or programme.show_scores_to_shoppers
    submission = audit.submission
    if manager:
        alias = submission.staff_alias if programme.staff_notice else None
        # The phone's version would tell shoppers apart.
        submission = msgspec.structs.replace(submission, staff_alias=alias, app_version=None)
    return AuditDetail(
        id=audit.id,
        programme_id=audit.programme_id,
        region_id=audit.region_id,
        branch_id=audit.branch_id,
        shopper_id=None if manager else audit.shopper_id,
        channel=audit.channel,
        status=audit.status,
        received_at=audit.received_at,
        finalised_at=audit.finalised_at,
        device_skew_seconds=audit.device_skew_seconds if office else None,
        submission=submission,
        scorecard=audit.scorecard if shown else None,
        photos=await _photos(audit, office),
        reviews=_reviews(audit.reviews, manager, shown),
    )


async def _photos(audit: AuditDocument, office: bool) -> list[AuditPhoto]:
    photos = await photos_named_in(audit.submission)
    return [
        AuditPhoto(id=p.id, width=p.width, height=p.height, evidence=p.evidence if office else None) for p in photos
    ]


def _reviews(reviews: list[Review], manager: bool, shown: bool) -> list[Review]:
    if manager:
        return [_without_words(review) for review in reviews if review.changes or review.decision in _TAKEN_OUT]
    return reviews if shown else [msgspec.structs.replace(review, scores=None) for review in reviews]


_TAKEN_OUT = ("exclude", "reinstate")


def _without_words(review: Review) -> Review:
    """What a shopper wrote may have been corrected because it gave somebody away; why an audit was excluded may be
    told in words about its shopper. Who of the office it was is not a manager's business."""
    if review.decision in _TAKEN_OUT:
        review = msgspec.structs.replace(review, reason="")
    changes = [msgspec.structs.replace(change, before=_value(change.before)) for change in review.changes]
    return msgspec.structs.replace(review, changes=changes, reviewer_id=None)


def _value(answer: Answer | None) -> Answer | None:
    if answer is None or isinstance(answer, TextAnswer):
        return None
    return msgspec.structs.replace(answer, narrative=None)


def _moment(device_clock: str | None) -> datetime | None:
    """The phone's clock; None for anything but a moment with an offset: a diagnosis must never keep an audit out."""
    try:
        moment = datetime.fromisoformat(device_clock or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _period(since: datetime | None, until: datetime | None) -> dict[str, datetime] | None:
    bounds = {"$gte": since, "$lt": until}
    return {name: moment for name, moment in bounds.items() if moment is not None} or None


ROUTES = [put_audit, list_audits, read_audit]
