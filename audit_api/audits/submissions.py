"""A submission becomes an audit: everything or nothing, once, however often it is sent.

An audit is one document, so writing it is atomic without a transaction. Assignment and
photos refer to nothing: that they are taken follows from the audit, under unique indexes.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from pymongo.errors import BulkWriteError, DuplicateKeyError, WriteConcernError

from audit_api.audits.new_audits import NewAudit, content_hash, new_audit
from audit_api.audits.receipts import Receipt, photos_named_in, receipt_for
from audit_api.audits.shops import OwnAssignment, Shop, read_shops
from audit_api.clock import now
from audit_api.documents import AuditDocument, ChecklistVersionDocument, EarlierRevision, PhotoDocument
from audit_api.documents.seam import to_bson
from audit_api.people.auth import Principal
from audit_api.photos.records import reprieved
from audit_api.problems import Problem, not_found
from audit_api.storage.batching import Batcher
from checklists.answers import Submission
from checklists.definition import Checklist, ChecklistRef
from checklists.faults import error
from checklists.scoring import Scoring
from checklists.validation import validate


class AuditIntake:
    """Takes in submissions. One for each running application: it gathers what arrives at the same time."""

    def __init__(self, received: Callable[[], None] = lambda: None) -> None:
        """`received` is called after every new audit and every new revision."""
        self._received = received
        self._shops: Batcher[OwnAssignment, Shop | None] = Batcher(read_shops)
        self._new_audits: Batcher[dict[str, Any], None] = Batcher(insert_audits)
        self._scorings: dict[ChecklistRef, Scoring] = {}

    async def accept(
        self,
        principal: Principal,
        audit_id: UUID,
        submission: Submission,
        device_clock: datetime | None,
        received_at: datetime | None = None,
    ) -> Receipt:
        """Stores the submission and returns its receipt; sent again unchanged, returns the same receipt.

        `received_at` is now unless it is history that is written down.

        Raises `not_found` for somebody else's assignment, `invalid_audit` with all faults, `audit_removed`,
        `photos_missing`, `photo_taken`, `audit_differs`, `revision_outdated`, `assignment_audited`.
        """
        shop = await self._shops.ask(OwnAssignment(submission.assignment_id, principal.user_id))
        if shop is None:
            raise await _unknown(audit_id, submission.assignment_id)
        if shop.audit_id not in (None, audit_id):
            raise Problem("assignment_audited", f"It is audit {shop.audit_id}.")
        before = await AuditDocument.get(audit_id) if shop.audit_id else None
        if before is not None and (receipt := await _replayed(shop, before, submission)):
            return receipt
        checklist = await _valid_for(shop, submission)
        card = self._scoring(submission.checklist, checklist).scorecard(submission.answers, shop.tier)
        fresh = new_audit(shop, audit_id, submission, card, received_at or now(), device_clock)
        photos = await _arrived_photos(fresh)
        try:
            await (self._new_audits.ask(to_bson(fresh)) if before is None else _supersede(before, fresh))
        except DuplicateKeyError:
            return await _overtaken(shop, fresh)
        self._received()
        return receipt_for(audit_id, fresh, photos, shop.programme)

    def _scoring(self, ref: ChecklistRef, checklist: Checklist) -> Scoring:
        """Kept like the versions themselves: they never change, and there are few."""
        if ref not in self._scorings:
            self._scorings[ref] = Scoring(checklist)
        return self._scorings[ref]


async def insert_audits(stored: list[dict[str, Any]]) -> list[Exception | None]:
    """Writes each or none of it; a DuplicateKeyError for each that collides, the others are in.

    Raises what PyMongo raises when it is not known to be durable: the phones repeat.
    """
    results: list[Exception | None] = [None] * len(stored)
    try:
        await AuditDocument.get_pymongo_collection().insert_many(stored, ordered=False)
    except BulkWriteError as exc:
        if exc.details["writeConcernErrors"]:
            raise WriteConcernError(str(exc.details["writeConcernErrors"][0]["errmsg"])) from exc
        for refused in exc.details["writeErrors"]:
            results[refused["index"]] = DuplicateKeyError(refused["errmsg"], refused["code"], refused)
    return results


async def _unknown(audit_id: UUID, assignment_id: UUID) -> Problem:
    """An audit without a person has no shopper who may ask for it; its phone, which made the id, is told."""
    wanted = {"_id": audit_id, "assignment_id": assignment_id, "removed": {"$ne": None}}
    return await _removed(audit_id) if await AuditDocument.find(wanted).limit(1).count() else not_found()


async def _removed(audit_id: UUID) -> Problem:
    """A phone sends its photos first: they are cleared away once more."""
    await AuditDocument.get_pymongo_collection().update_one({"_id": audit_id}, {"$set": {"clearing": True}})
    return Problem("audit_removed")


async def _replayed(shop: Shop, stored: AuditDocument, submission: Submission) -> Receipt | None:
    """The receipt if exactly this was stored before; None if it is the next revision; else a problem."""
    if stored.removed is not None:
        raise await _removed(stored.id)
    sent, digest = submission.revision, content_hash(submission)
    revisions: list[AuditDocument | EarlierRevision] = [stored, *stored.earlier]
    for known in revisions:
        if known.content_hash == digest:
            photos = await photos_named_in(known.submission)
            return receipt_for(stored.id, known, photos, shop.programme)
    if sent == stored.submission.revision:
        raise Problem("audit_differs", f"Revision {sent} is stored with other content.")
    if sent != stored.submission.revision + 1 or stored.status != "revision_requested":
        raise Problem("revision_outdated", f"Revision {stored.submission.revision} is {stored.status}.")
    return None


async def _overtaken(shop: Shop, fresh: NewAudit) -> Receipt:
    """Something arrived on another connection while this was being checked."""
    stored = await AuditDocument.get(fresh.id)
    if stored is not None and stored.assignment_id != shop.id:
        raise Problem("audit_differs")  # of somebody else perhaps: no word about it
    if stored is not None and (receipt := await _replayed(shop, stored, fresh.submission)):
        return receipt
    await _arrived_photos(fresh)
    raise Problem("audit_differs" if stored is not None else "assignment_audited")


async def _valid_for(shop: Shop, submission: Submission) -> Checklist:
    """The checklist version that the submission fits. Raises `invalid_audit` with all faults."""
    pinned = shop.assignment.checklist
    checklist = await ChecklistVersionDocument.definition_of(pinned)
    if checklist is None:
        raise Problem("reference_missing", "The assignment's checklist version is gone.")
    if submission.checklist != pinned:
        # Answers of another version would only produce misleading faults.
        message = f"The assignment is pinned to {pinned.key} version {pinned.version}."
        faults = [error("checklist", "checklist_mismatch", message)]
    else:
        faults = validate(checklist, submission, shop.tier)
    if submission.revision > 1 and shop.audit_id is None:
        faults.append(error("revision", "revision_without_audit", "The first submission is revision 1."))
    if faults:
        raise Problem("invalid_audit", f"{len(faults)} fault(s).", faults=faults)
    return checklist


async def _arrived_photos(audit: NewAudit) -> list[PhotoDocument]:
    """The photos it names. Raises `photos_missing`, and `photo_taken` for those that are not this audit's to use."""
    if not audit.photo_ids:
        return []
    photos = await reprieved(await photos_named_in(audit.submission))
    others = AuditDocument.get_pymongo_collection().find(
        {"photo_ids": {"$in": audit.photo_ids}, "photo_ids.0": {"$exists": True}, "_id": {"$ne": audit.id}},
        {"photo_ids": 1},
    )
    taken = {photo async for other in others for photo in other["photo_ids"]}
    arrived = {photo.id for photo in photos}
    missing = [str(photo) for photo in audit.photo_ids if photo not in arrived]
    if missing:
        raise Problem("photos_missing", f"{len(missing)} photo(s).", missing_photos=missing)
    taken |= {photo.id for photo in photos if photo.owner_id != audit.shopper_id}
    if stolen := sorted(str(photo) for photo in taken & arrived):
        raise Problem("photo_taken", f"Take it anew under another id: {', '.join(stolen)}.")
    return photos


async def _supersede(before: AuditDocument, fresh: NewAudit) -> None:
    """The next revision takes the place of `before`, which stays readable. Raises DuplicateKeyError if overtaken."""
    earlier = EarlierRevision(
        received_at=before.received_at,
        content_hash=before.content_hash,
        submission=before.submission,
        scorecard=before.scorecard,
    )
    # Whose audit it is, and of what, never changes.
    replaced = ("status", "occurred_at", "received_at", "finalised_at", "device_skew_seconds", "content_hash")
    examined = ("flags", "flagged", "unexamined")
    stored = to_bson(fresh)
    change = {
        "$set": {name: stored[name] for name in (*replaced, *examined, "submission", "scorecard")},
        "$push": {"earlier": to_bson(earlier)},
        "$addToSet": {"photo_ids": {"$each": fresh.photo_ids}},
    }
    returned = {
        "_id": before.id,
        "status": "revision_requested",
        "submission.revision": before.submission.revision,
    }
    written = await AuditDocument.get_pymongo_collection().update_one(returned, change)
    if not written.matched_count:
        raise DuplicateKeyError("another revision was faster")
