"""The office decides about an appeal: the score stands, or the audit is scored anew. One update does all of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from audit_api.appeals.records import Reason, find_appeal
from audit_api.clock import now
from audit_api.documents import Appeal, AppealDecision, AuditDocument, ChecklistVersionDocument, Review
from audit_api.documents.appeals import AppealOutcome
from audit_api.documents.seam import as_kept, to_bson
from audit_api.problems import Problem, not_found
from audit_api.review.corrections import Correction, correct, corrected_audit
from checklists.answers import Answer
from checklists.faults import Fault, error
from checklists.items import Key


class AppealDecisionChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`upheld`: the score stands. `changed` needs `corrections`, answers in the place of the appealed ones.

    The manager reads the reason; so does the shopper if answers are changed.
    """

    outcome: AppealOutcome
    reason: Reason
    corrections: Annotated[dict[Key, Answer], Meta(max_length=100)] = {}


async def decide_appeal(
    reviewer_id: UUID,
    audit: AuditDocument,
    appeal_id: UUID,
    decision_id: UUID,
    change: AppealDecisionChange,
    at: datetime | None = None,
) -> Appeal:
    """`at` is now unless it is history that is written down.

    Raises `invalid_body` with what is wrong with `change`, `appeal_decided`, `appeal_differs`, `revision_outdated`,
    `reference_missing`.
    """
    change = as_kept(change)
    appeal = _found(audit, appeal_id)
    if appeal.decision is not None:
        return _repeated(audit, appeal, decision_id, change)
    correction = await _checked(audit, appeal, change)
    decision = AppealDecision(
        id=decision_id, outcome=change.outcome, reason=change.reason, reviewer_id=reviewer_id, at=at or now()
    )
    if await _write(audit, appeal, decision, correction):
        return msgspec.structs.replace(appeal, state=change.outcome, decision=decision)
    current = await AuditDocument.get(audit.id) or audit
    return _repeated(current, _found(current, appeal_id), decision_id, change)


def _found(audit: AuditDocument, appeal_id: UUID) -> Appeal:
    if (appeal := find_appeal(audit, appeal_id)) is None:
        raise not_found()
    return appeal


def _repeated(audit: AuditDocument, appeal: Appeal, decision_id: UUID, change: AppealDecisionChange) -> Appeal:
    known = appeal.decision
    if known is None:
        raise Problem("revision_outdated", "The audit has changed meanwhile.")
    if known.id != decision_id:
        raise Problem("appeal_decided")
    changes = next((review.changes for review in audit.reviews if review.id == decision_id), [])
    corrected = {one.item: one.after for one in changes if one.after is not None}
    if (known.outcome, known.reason, corrected) != (change.outcome, change.reason, change.corrections):
        raise Problem("appeal_differs")
    return appeal


async def _checked(audit: AuditDocument, appeal: Appeal, change: AppealDecisionChange) -> Correction | None:
    """What the corrections make of the audit, if there are any. Raises `invalid_body` with all faults."""
    faults = [*_misplaced(change), *_not_appealed(audit, appeal, change)]
    correction = None
    if change.corrections:
        checklist = await ChecklistVersionDocument.definition_of(audit.submission.checklist)
        if checklist is None:
            raise Problem("reference_missing", "The audit's checklist version is gone.")
        corrected = correct(checklist, audit, change.corrections)
        if isinstance(corrected, list):
            faults += corrected
        else:
            correction = corrected
    if faults:
        raise Problem("invalid_body", f"{len(faults)} fault(s).", faults=faults)
    return correction


def _misplaced(change: AppealDecisionChange) -> Iterator[Fault]:
    if change.outcome == "changed" and not change.corrections:
        yield error("corrections", "missing", "Say which answers are changed.")
    if change.outcome == "upheld" and change.corrections:
        yield error("corrections", "other_decision", "The score stands: nothing is changed.")


def _not_appealed(audit: AuditDocument, appeal: Appeal, change: AppealDecisionChange) -> Iterator[Fault]:
    """A change may bring up a question that had no answer; it may not change what nobody objected to."""
    for key in change.corrections:
        if key in audit.submission.answers and key not in appeal.items:
            yield error(f"corrections.{key}", "not_appealed", "Only answers that were appealed are changed.")


async def _write(audit: AuditDocument, appeal: Appeal, decision: AppealDecision, correction: Correction | None) -> bool:
    """False if the appeal is no longer open, or the audit no longer as it was looked at."""
    waiting = {
        "_id": audit.id,
        "content_hash": audit.content_hash,
        "appeals": {"$elemMatch": {"id": appeal.id, "state": "open"}},
    }
    fields, added = corrected_audit(audit, correction) if correction else ({}, {})
    if correction is not None:
        fields["unalerted"] = True
        added["reviews"] = _review(audit, decision, correction)
    change: dict[str, Any] = {
        "$set": {"appeals.$.state": decision.outcome, "appeals.$.decision": decision, **fields},
        **({"$push": added} if added else {}),
    }
    decided = await AuditDocument.get_pymongo_collection().update_one(waiting, to_bson(change))
    return bool(decided.matched_count)


def _review(audit: AuditDocument, decision: AppealDecision, correction: Correction) -> Review:
    """What everybody who may see the audit reads of it: that it was scored anew, when, and why."""
    return Review(
        id=decision.id,
        decision="rescore",
        reason=decision.reason,
        revision=audit.submission.revision,
        reviewer_id=decision.reviewer_id,
        at=decision.at,
        changes=correction.changes,
        scores=correction.scores,
    )
