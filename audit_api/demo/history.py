"""What happened to an audit, step by step: received, decided about, perhaps mended and received again."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from audit_api.demo.dice import dice, made_id
from audit_api.demo.fieldwork import CHECKLISTS, Fieldwork, Shop
from audit_api.demo.narratives import THEMES
from audit_api.demo.words import words
from audit_api.review.decisions import ReviewChange
from checklists.answers import Answer, DurationAnswer, ScaleAnswer, SingleChoiceAnswer, Submission

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
        steps.append(_decided(work, shop, _returned(work, shop, sent), reviewed))
    if shop.outcome == "revised":
        steps.append(Received(2, reviewed + MENDED_AFTER))
        finalise = ReviewChange(decision="finalise", revision=2)
        steps.append(_decided(work, shop, finalise, reviewed + CHECKED_AGAIN_AFTER))
    return [step for step in steps if step.at < work.midnight]


def _decided(work: Fieldwork, shop: Shop, change: ReviewChange, at: datetime) -> Decided:
    return Decided(made_id(work.seed, "review", shop.audit_id, change.revision), change, at)


def _returned(work: Fieldwork, shop: Shop, sent: Submission) -> ReviewChange:
    """For something that this audit really leaves open; what will be remembered can always be told at more length."""
    reasons = words(shop.shopper.language).reviews.revision
    left_open = _left_open(sent) or {"memory": [key for key in ("memory",) if key in sent.answers]}
    theme = dice(work.seed, "reason", shop.audit_id).choice(sorted(left_open))
    return ReviewChange(decision="request_revision", revision=1, reason=reasons[theme], items=left_open[theme])


def _left_open(sent: Submission) -> dict[str, list[str]]:
    """By theme, the items with an answer that raises questions."""
    found: dict[str, list[str]] = {}
    for key, answer in sent.answers.items():
        theme = THEMES.get(key, "")
        if _raises_questions(theme, answer):
            found.setdefault(theme, []).append(key)
    return found


def _raises_questions(theme: str, answer: Answer) -> bool:
    if theme == "request":
        return isinstance(answer, SingleChoiceAnswer) and answer.option == "later" and bool(answer.narrative)
    if theme == "tone":
        return isinstance(answer, ScaleAnswer) and bool(answer.narrative)
    return theme == "wait" and isinstance(answer, DurationAnswer) and answer.seconds >= WAITED


def _reject_reason(work: Fieldwork, shop: Shop) -> str:
    wrong_line, gave_themselves_away = words(shop.shopper.language).reviews.reject
    return wrong_line if CHECKLISTS[shop.checklist] == "call" else gave_themselves_away
