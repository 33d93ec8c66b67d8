"""A submission becomes an audit: everything or nothing, once, however often it is sent."""

import hashlib
from datetime import datetime
from uuid import UUID

import msgspec
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError

from audit_api.access import Shop, shop_for
from audit_api.auth import Principal
from audit_api.clock import now
from audit_api.database import Client
from audit_api.documents import (
    AssignmentDocument,
    AuditDocument,
    ChecklistVersionDocument,
    PhotoDocument,
    RevisionDocument,
)
from audit_api.problems import Problem
from audit_api.receipts import Receipt, photos_named_by, receipt_for
from checklists.answers import Submission, photos_of
from checklists.definition import Checklist
from checklists.faults import error
from checklists.scoring import Scorecard, scorecard
from checklists.validation import validate


async def accept(
    client: Client,
    principal: Principal,
    audit_id: UUID,
    submission: Submission,
    device_clock: datetime | None,
    received_at: datetime | None = None,
) -> Receipt:
    """Stores the submission and returns its receipt; sent again unchanged, returns the same receipt.

    `received_at` is now unless it is history that is written down.

    Raises `not_found` for somebody else's assignment, `invalid_audit` with all faults,
    `photos_missing`, `audit_differs`, `revision_outdated`, `assignment_audited`.
    """
    shop = await shop_for(principal, submission.assignment_id)
    if shop.assignment.audit_id not in (None, audit_id):
        raise Problem("assignment_audited", f"It is audit {shop.assignment.audit_id}.")
    before = await AuditDocument.get(audit_id) if shop.assignment.audit_id else None
    if before is not None and (receipt := await _replayed(shop, before, submission)):
        return receipt
    checklist = await _valid_for(shop, submission)
    card = scorecard(checklist, submission.answers, shop.branch.tier)
    fresh = new_audit(shop.assignment, audit_id, submission, card, received_at or now(), device_clock)
    photos = await _arrived_photos(fresh)
    try:
        await _write(client, fresh, before)
    except DuplicateKeyError:
        return await _overtaken(shop, audit_id, submission)
    return receipt_for(fresh, photos, shop.programme)


def content_hash(submission: Submission) -> str:
    return hashlib.sha256(msgspec.json.encode(submission, order="deterministic")).hexdigest()


def new_audit(
    assignment: AssignmentDocument,
    audit_id: UUID,
    submission: Submission,
    card: Scorecard,
    received_at: datetime,
    device_clock: datetime | None,
) -> AuditDocument:
    """The document of a freshly submitted audit."""
    return AuditDocument(
        id=audit_id,
        programme_id=assignment.programme_id,
        region_id=assignment.region_id,
        branch_id=assignment.assignment.branch_id,
        assignment_id=assignment.id,
        shopper_id=assignment.assignment.shopper_id,
        channel=assignment.assignment.channel,
        status="submitted",
        occurred_at=submission.started_at,
        received_at=received_at,
        device_skew_seconds=(device_clock - received_at).total_seconds() if device_clock else None,
        content_hash=content_hash(submission),
        submission=submission,
        scorecard=card,
    )


async def _replayed(shop: Shop, stored: AuditDocument, submission: Submission) -> Receipt | None:
    """The receipt if exactly this was stored before; None if it is the next revision; else a problem."""
    sent, digest = submission.revision, content_hash(submission)
    if stored.content_hash == digest:
        return receipt_for(stored, await photos_named_by(stored), shop.programme)
    if sent == stored.submission.revision:
        raise Problem("audit_differs", f"Revision {sent} is stored with other content.")
    earlier = await RevisionDocument.find_one({"audit_id": stored.id, "submission.revision": sent})
    if earlier is not None and earlier.content_hash == digest:
        return receipt_for(earlier, await photos_named_by(earlier), shop.programme)
    if sent != stored.submission.revision + 1 or stored.status != "revision_requested":
        raise Problem("revision_outdated", f"Revision {stored.submission.revision} is {stored.status}.")
    return None


async def _overtaken(shop: Shop, audit_id: UUID, submission: Submission) -> Receipt:
    """Something arrived on another connection while this was being checked: the same audit, or another one."""
    stored = await AuditDocument.get(audit_id)
    if stored is None:
        raise Problem("assignment_audited")
    if receipt := await _replayed(shop, stored, submission):
        return receipt
    raise Problem("audit_differs")


async def _valid_for(shop: Shop, submission: Submission) -> Checklist:
    """The checklist version that the submission fits. Raises `invalid_audit` with all faults."""
    pinned = shop.assignment.assignment.checklist
    checklist = await ChecklistVersionDocument.definition_of(pinned)
    if checklist is None:
        raise Problem("reference_missing", "The assignment's checklist version is gone.")
    if submission.checklist != pinned:
        # Answers of another version would only produce misleading faults.
        message = f"The assignment is pinned to {pinned.key} version {pinned.version}."
        faults = [error("checklist", "checklist_mismatch", message)]
    else:
        faults = validate(checklist, submission, shop.branch.tier)
    if submission.revision > 1 and shop.assignment.audit_id is None:
        faults.append(error("revision", "revision_without_audit", "The first submission is revision 1."))
    if faults:
        raise Problem("invalid_audit", f"{len(faults)} fault(s).", faults=faults)
    return checklist


async def _arrived_photos(audit: AuditDocument) -> list[PhotoDocument]:
    photos = await photos_named_by(audit)
    usable = {p.id for p in photos if p.owner_id == audit.shopper_id and p.audit_id in (None, audit.id)}
    missing = [str(photo) for photo in photos_of(audit.submission.answers) if photo not in usable]
    if missing:
        raise Problem("photos_missing", f"{len(missing)} photo(s).", missing_photos=missing)
    return photos


async def _write(client: Client, fresh: AuditDocument, before: AuditDocument | None) -> None:
    """One transaction: the audit, its earlier revision, its photos' owner and its assignment."""

    async def write(session: AsyncClientSession) -> None:
        if before is None:
            await fresh.insert(session=session)
        else:
            await _supersede(session, before, fresh)
        await _claim_photos(session, fresh)
        await AssignmentDocument.get_pymongo_collection().update_one(
            {"_id": fresh.assignment_id},
            {"$set": {"status": "submitted", "audit_id": fresh.id, "changed_at": fresh.received_at}},
            session=session,
        )

    async with client.start_session() as session:
        await session.with_transaction(write)


async def _supersede(session: AsyncClientSession, before: AuditDocument, fresh: AuditDocument) -> None:
    fresh.reviews = before.reviews
    earlier = RevisionDocument(
        id=_revision_id(before),
        audit_id=before.id,
        received_at=before.received_at,
        content_hash=before.content_hash,
        submission=before.submission,
        scorecard=before.scorecard,
    )
    await earlier.insert(session=session)
    await fresh.replace(session=session)


def _revision_id(audit: AuditDocument) -> UUID:
    """Follows from audit and revision, so that two writers of one revision collide."""
    digest = hashlib.sha256(f"{audit.id} {audit.submission.revision}".encode()).digest()
    return UUID(bytes=digest[:16])


async def _claim_photos(session: AsyncClientSession, audit: AuditDocument) -> None:
    wanted = photos_of(audit.submission.answers)
    if not wanted:
        return
    mine = {"_id": {"$in": wanted}, "owner_id": audit.shopper_id, "audit_id": {"$in": [None, audit.id]}}
    claimed = await PhotoDocument.get_pymongo_collection().update_many(
        mine, {"$set": {"audit_id": audit.id}}, session=session
    )
    if claimed.matched_count != len(wanted):
        raise Problem("photos_missing", "A photo was claimed by another audit meanwhile.")
