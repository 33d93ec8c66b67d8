"""What happened to an audit, step by step: received, decided about, perhaps mended and received again."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from audit_api.decisions import ReviewChange
from audit_api.demo.dice import dice, made_id
from audit_api.demo.fieldwork import CHECKLISTS, Fieldwork, Shop
from audit_api.demo.words import words

MENDED_AFTER, CHECKED_AGAIN_AFTER = timedelta(hours=21), timedelta(hours=33)


class Received(msgspec.Struct, frozen=True):
    revision: int
    at: datetime


class Decided(msgspec.Struct, frozen=True):
    review_id: UUID
    change: ReviewChange
    at: datetime


Step = Received | Decided


def history(work: Fieldwork, shop: Shop) -> list[Step]:
    """Every step up to today. What was received lately still waits for its reviewer."""
    steps: list[Step] = [Received(1, shop.received_at)]
    if shop.outcome == "plain":
        steps.append(_decided(work, shop, ReviewChange(decision="finalise", revision=1), shop.reviewed_at))
    elif shop.outcome == "rejected":
        change = ReviewChange(decision="reject", revision=1, reason=_reject_reason(work, shop))
        steps.append(_decided(work, shop, change, shop.reviewed_at))
    else:
        reason = dice(work.seed, "reason", shop.audit_id).choice(words(shop.shopper.language).reviews.revision)
        change = ReviewChange(decision="request_revision", revision=1, reason=reason)
        steps.append(_decided(work, shop, change, shop.reviewed_at))
    if shop.outcome == "revised":
        steps.append(Received(2, shop.reviewed_at + MENDED_AFTER))
        finalise = ReviewChange(decision="finalise", revision=2)
        steps.append(_decided(work, shop, finalise, shop.reviewed_at + CHECKED_AGAIN_AFTER))
    return [step for step in steps if step.at < work.midnight]


def _decided(work: Fieldwork, shop: Shop, change: ReviewChange, at: datetime) -> Decided:
    return Decided(made_id(work.seed, "review", shop.audit_id, change.revision), change, at)


def _reject_reason(work: Fieldwork, shop: Shop) -> str:
    wrong_line, gave_themselves_away = words(shop.shopper.language).reviews.reject
    return wrong_line if CHECKLISTS[shop.checklist] == "call" else gave_themselves_away
