"""A reviewer corrects answers: the audit is scored anew, and the difference is kept."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from audit_api.audits.new_audits import content_hash
from audit_api.documents import AnswerChange, AuditDocument, EarlierRevision, Points, ScoreChange
from checklists.answers import Answer, Answers, PhotoAnswer, Submission
from checklists.definition import Checklist
from checklists.faults import Fault, error
from checklists.scoring import Scorecard, scorecard
from checklists.validation import validate
from checklists.visibility import visible


class Correction(msgspec.Struct, frozen=True):
    """The audit as it is after a correction."""

    submission: Submission
    scorecard: Scorecard
    changes: list[AnswerChange]
    scores: ScoreChange


def correct(checklist: Checklist, audit: AuditDocument, corrections: Mapping[str, Answer]) -> Correction | list[Fault]:
    """The corrected audit, or everything that is wrong with `corrections`.

    It must be as valid as what a phone sends. Answers that it hides are left out, as the phone would. The tier is
    that of the first scoring: what the branch is today does not matter.
    """
    before, tier = audit.submission.answers, audit.scorecard.tier
    after = _less_hidden(checklist, {**before, **corrections}, keep=corrections)
    submission = msgspec.structs.replace(audit.submission, answers=after)
    faults = [*_own_faults(audit, corrections), *map(_in_corrections, validate(checklist, submission, tier))]
    if faults:
        return faults
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    changes = [AnswerChange(item=key, before=before.get(key), after=after.get(key)) for key in changed]
    card = scorecard(checklist, after, tier)
    return Correction(submission, card, changes, ScoreChange(before=_points(audit.scorecard), after=_points(card)))


def corrected_audit(audit: AuditDocument, correction: Correction) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a correction changes in the audit: the fields to be set, and those to be added to."""
    fields = {
        "submission": correction.submission,
        "scorecard": correction.scorecard,
        # What the shopper sent stays findable by its own hash, so that sent again it gets its own receipt.
        "content_hash": content_hash(correction.submission),
        "examples_due": True,
    }
    before = EarlierRevision(
        received_at=audit.received_at,
        content_hash=audit.content_hash,
        submission=audit.submission,
        scorecard=audit.scorecard,
    )
    return fields, {"earlier": before}


def _points(card: Scorecard) -> Points:
    return Points(index=card.index, score_pct=card.score_pct)


def _less_hidden(checklist: Checklist, answers: Answers, keep: Mapping[str, Answer]) -> Answers:
    shown = {item.key for _, item in visible(checklist, answers)}
    return {key: answer for key, answer in answers.items() if key in shown or key in keep}


def _own_faults(audit: AuditDocument, corrections: Mapping[str, Answer]) -> Iterator[Fault]:
    for key, answer in corrections.items():
        photos = answer.photos if isinstance(answer, PhotoAnswer) else []
        if audit.submission.answers.get(key) == answer:
            yield error(f"corrections.{key}", "unchanged", "This is the answer already.")
        if not set(photos) <= set(audit.photo_ids):
            yield error(f"corrections.{key}.photos", "photo_of_other_audit", "Only photos that the audit has.")


def _in_corrections(fault: Fault) -> Fault:
    """Also a fault of an answer that the reviewer left alone: it is to be mended here."""
    return msgspec.structs.replace(fault, path=f"corrections{fault.path.removeprefix('answers')}")
