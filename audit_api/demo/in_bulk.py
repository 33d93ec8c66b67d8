"""The same audits, many in one write: for networks that would take too long one by one.

The documents come from the same builders as a submission's. Audits with a longer history than one decision are
written one by one.
"""

from typing import Any

import msgspec

from audit_api.audits.new_audits import new_audit
from audit_api.demo import one_by_one
from audit_api.demo.desk import Desk
from audit_api.demo.fieldwork import Shop
from audit_api.demo.history import Decided, Step, history
from audit_api.demo.photographs import photos_in
from audit_api.demo.records import batches, known_ids
from audit_api.documents import AssignmentDocument, AuditDocument
from audit_api.review.decisions import OUTCOME, finalised, new_review
from checklists.scoring import scorecard
from checklists.validation import validate

BATCH = 200


async def write_audits(desk: Desk, shops: list[Shop]) -> None:
    long = [shop for shop in shops if shop.outcome == "revised"]
    for batch in batches((shop for shop in shops if shop.outcome != "revised"), BATCH):
        known = await known_ids(AuditDocument, [shop.audit_id for shop in batch])
        fresh = [shop for shop in batch if shop.audit_id not in known]
        if fresh:
            await _write_batch(desk, fresh)
        desk.counts.audits += len(fresh)
        desk.progress(len(batch))
    await one_by_one.write_audits(desk, long)


async def _write_batch(desk: Desk, shops: list[Shop]) -> None:
    assignments = await _assignments(shops)
    audits = [_audit(desk, shop, assignments[shop.assignment_id]) for shop in shops]
    for shop, audit in zip(shops, audits, strict=True):
        if any(photos_in(audit.submission)):
            await desk.keep_photos(shop, audit.submission)

    await AuditDocument.insert_many(audits)


async def _assignments(shops: list[Shop]) -> dict[Any, AssignmentDocument]:
    wanted = {"_id": {"$in": [shop.assignment_id for shop in shops]}}
    return {document.id: document async for document in AssignmentDocument.find(wanted)}


def _audit(desk: Desk, shop: Shop, assignment: AssignmentDocument) -> AuditDocument:
    sent = desk.submission(shop)
    received, *decisions = history(desk.work, shop, sent)
    _, checklist = desk.checklists[shop.checklist]
    tier = shop.branch.branch.tier
    if faults := validate(checklist, sent, tier):
        raise ValueError(f"the demo made an invalid audit: {faults[0]}")
    card = scorecard(checklist, sent.answers, tier)
    skewed = desk.device_clock(shop, received.at)
    fresh = new_audit(assignment, shop.audit_id, sent, card, received.at, skewed)
    audit = AuditDocument(**msgspec.structs.asdict(fresh))
    for step in decisions:
        _decide(desk, audit, step)
    return audit


def _decide(desk: Desk, audit: AuditDocument, step: Step) -> None:
    assert isinstance(step, Decided)  # noqa: S101 - what is mended and received again is not written in bulk
    review = new_review(step.review_id, desk.reviewer_id, step.change, step.at)
    audit.reviews = [*audit.reviews, review]
    audit.status = OUTCOME[step.change.decision]
    for name, value in finalised(review).items():
        setattr(audit, name, value)
