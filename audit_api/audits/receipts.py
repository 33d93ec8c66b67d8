"""Receipts: what a phone gets when everything it sent is stored durably."""

from datetime import datetime
from uuid import UUID

import msgspec

from audit_api.audits.new_audits import NewAudit
from audit_api.documents import AuditDocument, EarlierRevision, PhotoDocument, Programme
from checklists.answers import Submission, photos_of
from checklists.definition import ChecklistRef


class ScoreSummary(msgspec.Struct, kw_only=True):
    eligible: bool
    index: float | None
    score_pct: float | None
    coverage: float
    failed_critical: list[str]


class StoredPhoto(msgspec.Struct, kw_only=True):
    """A photo that is stored. `sha256` and `bytes` are those of the file as the phone sent it."""

    id: UUID
    sha256: str
    bytes: int


class Receipt(msgspec.Struct, kw_only=True):
    """Proof that audit and photos are stored; only now may the phone delete its copies.

    The same for every sending of one revision. `scorecard` is None when the programme
    does not show scores to shoppers.
    """

    audit_id: UUID
    revision: int
    checklist: ChecklistRef
    received_at: datetime
    content_hash: str
    scorecard: ScoreSummary | None
    photos: list[StoredPhoto]


def receipt_for(
    audit_id: UUID,
    stored: AuditDocument | EarlierRevision | NewAudit,
    photos: list[PhotoDocument],
    programme: Programme,
) -> Receipt:
    card = stored.scorecard
    shown = ScoreSummary(
        eligible=card.eligible,
        index=card.index,
        score_pct=card.score_pct,
        coverage=card.coverage,
        failed_critical=card.failed_critical,
    )
    return Receipt(
        audit_id=audit_id,
        revision=stored.submission.revision,
        checklist=stored.submission.checklist,
        received_at=stored.received_at,
        content_hash=stored.content_hash,
        scorecard=shown if programme.show_scores_to_shoppers else None,
        photos=[
            StoredPhoto(id=p.id, sha256=p.evidence.received_sha256, bytes=p.evidence.received_bytes) for p in photos
        ],
    )


async def photos_named_in(submission: Submission) -> list[PhotoDocument]:
    """The photos its answers name, as far as they are there."""
    wanted = photos_of(submission.answers)
    return await PhotoDocument.find({"_id": {"$in": wanted}}).sort("_id").to_list() if wanted else []
