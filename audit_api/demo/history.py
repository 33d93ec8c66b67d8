"""What happened to an audit, step by step: received, decided about, perhaps mended and received again."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from audit_api.decisions import ReviewChange
from audit_api.demo.dice import dice, made_id
from audit_api.demo.fieldwork import CHECKLISTS, Fieldwork, Shop
from audit_api.demo.narratives import THEMES
from audit_api.demo.words import words
from checklists.answers import DurationAnswer, ScaleAnswer, SingleChoiceAnswer, Submission

WAITED = 60  # seconds from which on somebody would ask about a waiting
MENDED_AFTER, CHECKED_AGAIN_AFTER = timedelta(hours=21), timedelta(hours=33)


class Received(msgspec.Struct, frozen=True):
    revision: int
    at: datetime


class Decided(msgspec.Struct, frozen=True):
    review_id: UUID
    change: ReviewChange
    at: datetime


Step = Received | Decided


def received_at(shop: Shop, sent: Submission) -> datetime:
    """The first revision of an audit is sent some time after it was finished."""
    return sent.finished_at + shop.sent_after


def history(work: Fieldwork, shop: Shop, sent: Submission) -> list[Step]:
    """Every step up to today of what began with `sent`. What was received lately still waits for its reviewer."""
    received = received_at(shop, sent)
    reviewed = received + shop.reviewed_after
    steps: list[Step] = [Received(1, received)]
    if shop.outcome == "plain":
        steps.append(_decided(work, shop, ReviewChange(decision="finalise", revision=1), reviewed))
    elif shop.outcome == "rejected":
        change = ReviewChange(decision="reject", revision=1, reason=_reject_reason(work, shop))
        steps.append(_decided(work, shop, change, reviewed))
    else:
        change = ReviewChange(decision="request_revision", revision=1, reason=_return_reason(work, shop, sent))
        steps.append(_decided(work, shop, change, reviewed))
    if shop.outcome == "revised":
        steps.append(Received(2, reviewed + MENDED_AFTER))
        finalise = ReviewChange(decision="finalise", revision=2)
        steps.append(_decided(work, shop, finalise, reviewed + CHECKED_AGAIN_AFTER))
    return [step for step in steps if step.at < work.midnight]


def _decided(work: Fieldwork, shop: Shop, change: ReviewChange, at: datetime) -> Decided:
    return Decided(made_id(work.seed, "review", shop.audit_id, change.revision), change, at)


def _return_reason(work: Fieldwork, shop: Shop, sent: Submission) -> str:
    """Something that this audit really leaves open; what will be remembered can always be told at more length."""
    reasons = words(shop.shopper.language).reviews.revision
    fitting = sorted(_left_open(sent)) or ["memory"]
    return reasons[dice(work.seed, "reason", shop.audit_id).choice(fitting)]


def _left_open(sent: Submission) -> set[str]:
    found = set()
    for key, answer in sent.answers.items():
        theme = THEMES.get(key)
        if (
            theme == "request"
            and isinstance(answer, SingleChoiceAnswer)
            and answer.option == "later"
            and answer.narrative
        ):
            found.add("request")
        elif theme == "tone" and isinstance(answer, ScaleAnswer) and answer.narrative:
            found.add("tone")
        elif theme == "wait" and isinstance(answer, DurationAnswer) and answer.seconds >= WAITED:
            found.add("wait")
    return found


def _reject_reason(work: Fieldwork, shop: Shop) -> str:
    wrong_line, gave_themselves_away = words(shop.shopper.language).reviews.reject
    return wrong_line if CHECKLISTS[shop.checklist] == "call" else gave_themselves_away
