"""Audits as the application gets them: photo by photo, submission by submission, decision by decision."""

import asyncio

from audit_api.demo.desk import Desk, StoredAudit
from audit_api.demo.fieldwork import Shop
from audit_api.demo.history import Decided, Received, Step, history
from audit_api.demo.people import as_principal
from audit_api.demo.records import batches
from audit_api.documents import AuditDocument
from audit_api.review.decisions import decide

AT_ONCE = 8
"""Enough to keep the database and the photo workers busy while pictures are drawn."""
LOOK_UP = 500


async def write_audits(desk: Desk, shops: list[Shop]) -> None:
    """Takes every audit as far as its history goes; steps that were taken before are not taken again."""
    slots = asyncio.Semaphore(AT_ONCE)
    for batch in batches(shops, LOOK_UP):
        stored = await desk.stored(batch)
        async with asyncio.TaskGroup() as group:
            for shop in batch:
                group.create_task(_in_turn(slots, desk, shop, stored.get(shop.audit_id)))


async def _in_turn(slots: asyncio.Semaphore, desk: Desk, shop: Shop, known: StoredAudit | None) -> None:
    async with slots:
        before = known
        for step in history(desk.work, shop, desk.submission(shop)):
            known = await _taken(desk, shop, step, known)
        desk.counts.audits += before is None
        desk.progress(1)


async def _taken(desk: Desk, shop: Shop, step: Step, known: StoredAudit | None) -> StoredAudit | None:
    """Where the audit is after `step`. Whatever people did with it meanwhile stands."""
    if isinstance(step, Received):
        return await _receive(desk, shop, step) if _awaits(known, step) else known
    if known is None or step.review_id in known.reviews or known.status != "submitted":
        return known
    return await _decide(desk, shop, step, known) if known.revision == step.change.revision else known


def _awaits(known: StoredAudit | None, step: Received) -> bool:
    if known is None:
        return step.revision == 1
    return known.status == "revision_requested" and known.revision == step.revision - 1


async def _receive(desk: Desk, shop: Shop, step: Received) -> StoredAudit:
    sent = desk.submission(shop, step.revision)
    await desk.keep_photos(shop, sent)
    shopper = as_principal(shop.shopper, desk.shopper_id(shop))
    await desk.audit_intake.accept(shopper, shop.audit_id, sent, desk.device_clock(shop, step.at), step.at)
    return StoredAudit(status="submitted", revision=step.revision, reviews=set())


async def _decide(desk: Desk, shop: Shop, step: Decided, known: StoredAudit) -> StoredAudit:
    audit = await AuditDocument.get(shop.audit_id)
    assert audit is not None  # noqa: S101 - it was received in the step before
    result = await decide(desk.reviewer_id, audit, step.review_id, step.change, step.at)
    return StoredAudit(status=result.status, revision=known.revision, reviews=known.reviews | {step.review_id})
