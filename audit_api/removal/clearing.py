"""What followed from an audit goes when the audit is excluded, or loses what it said.

The mark `clearing` was set in the write that decided it. Every step may be repeated, and the mark goes after the last
one; should a process die in between, the next look finds the mark. Records go before their files.
"""

from typing import Any
from uuid import UUID

import structlog
from pymongo import UpdateMany

from audit_api.alerts.alerting import raise_alerts, withdraw_alerts
from audit_api.anonymising.redaction_records import remove_redaction
from audit_api.calibration.recency import window_start
from audit_api.calibration.refreshing import refresh_standing
from audit_api.clock import midnight, now
from audit_api.documents import (
    AssignmentDocument,
    AuditDocument,
    ChecklistVersionDocument,
    ClaimDocument,
    CollectionDocument,
    ExerciseDocument,
    FingerprintDocument,
    PaperDocument,
    PhotoDocument,
)
from audit_api.documents.audits import SEEN_BY_MANAGERS
from audit_api.documents.removals import RemovalKind
from audit_api.documents.seam import to_bson
from audit_api.examples.upkeep import refresh_examples
from audit_api.storage.marked import see_to_marked
from checklists.coaching import example_id
from checklists.definition import items_of
from checklists.removal import without_words
from media.store import PhotoStore

WORK = "clearing"
PERSONAL: frozenset[RemovalKind] = frozenset({"anonymise", "erase"})
WORDS: frozenset[RemovalKind] = PERSONAL | {"words"}

_log = structlog.get_logger("clearing")


async def clear_away(audit_id: UUID, store: PhotoStore) -> None:
    """Clears away all that was made of an audit; does nothing for one without the mark."""
    audit = await AuditDocument.get(audit_id)
    while audit is not None and audit.clearing:
        await _clear(audit, store)
        # Unless something else was decided meanwhile, which has its own consequences.
        this = {"_id": audit.id, "status": audit.status, "content_hash": audit.content_hash}
        again = await _sent_again(audit)
        await AuditDocument.get_pymongo_collection().update_one(this, {"$set": {"clearing": again}})
        audit = await AuditDocument.get(audit_id)


async def _sent_again(audit: AuditDocument) -> bool:
    """A phone that never got its receipt may send photos at any moment."""
    photos = audit.removed.photos if audit.removed else []
    return await PhotoDocument.find({"_id": {"$in": photos}}).limit(1).count() > 0


async def _clear(audit: AuditDocument, store: PhotoStore) -> None:
    await refresh_examples(audit.id)
    await _clear_pictures(audit, store)
    if audit.status in ("excluded", "erased"):
        await withdraw_alerts(audit)
    kinds = audit.removed.kinds() if audit.removed else set()
    if kinds:
        await FingerprintDocument.get_pymongo_collection().delete_one({"_id": audit.id})
    if kinds & WORDS:
        await _clear_words(audit)
        await _clear_collections(audit)
    if kinds & PERSONAL:
        await _clear_people(audit)
    await _clear_exercises(audit, kinds)
    # One that never counted changes no standing; nor may managers hear that theirs was worked out again.
    if _counted(audit) and audit.occurred_at >= window_start(midnight(now())):
        await refresh_standing(audit.branch_id, audit.submission.checklist.key)
    await raise_alerts(audit.id)
    _log.info("cleared", audit=str(audit.id), status=audit.status, removed=sorted(kinds))


def _counted(audit: AuditDocument) -> bool:
    """Whether results count this audit, or counted it at any time before."""
    return audit.status in SEEN_BY_MANAGERS or (audit.removed is not None and audit.removed.was_seen)


async def clear_waiting(store: PhotoStore) -> int:
    """Clears away after every marked audit; tells how many there were. Nothing when another process is at it."""
    return await see_to_marked("clearing", WORK, lambda audit_id: clear_away(audit_id, store))


async def _clear_pictures(audit: AuditDocument, store: PhotoStore) -> None:
    """Photos that were removed, and redacted pictures that nothing shows any more."""
    for photo in audit.removed.photos if audit.removed else []:
        # The record of a photo goes before that of its redaction, and its files go last.
        await PhotoDocument.get_pymongo_collection().delete_one({"_id": photo})
        await remove_redaction(photo, store)
        await store.delete_all_of(photo)
    for photo in audit.photo_ids if audit.status == "excluded" else []:
        await remove_redaction(photo, store)


async def _clear_words(audit: AuditDocument) -> None:
    """What the shopper told the office about the assignment."""
    this = {"_id": audit.assignment_id}
    await AssignmentDocument.get_pymongo_collection().update_one(this, {"$set": {"notes": []}})


async def _clear_people(audit: AuditDocument) -> None:
    assignments = AssignmentDocument.get_pymongo_collection()
    of_audit = {"assignment.shopper_id": audit.shopper_id}
    await assignments.update_one({"_id": audit.assignment_id}, {"$set": of_audit})
    await ClaimDocument.get_pymongo_collection().delete_one({"_id": audit.id})
    papers = audit.removed.papers if audit.removed else []
    await PaperDocument.get_pymongo_collection().delete_many({"_id": {"$in": papers}})


async def _clear_collections(audit: AuditDocument) -> None:
    """Entries that show its examples go, with all that the trainer wrote about them."""
    checklist = await ChecklistVersionDocument.definition_of(audit.submission.checklist)
    examples = [example_id(audit.id, item.key) for _, item in items_of(checklist)] if checklist else []
    named: dict[str, Any] = {"$in": examples}
    writes = [
        UpdateMany({"collection.entries.example_id": named}, _changed({"$pull": _entries({"example_id": named})})),
        UpdateMany({"collection.entries.beside": named}, _changed({"$pull": _entries({"beside": named})})),
    ]
    await CollectionDocument.get_pymongo_collection().bulk_write(writes)


def _entries(wanted: dict[str, Any]) -> dict[str, Any]:
    return {"collection.entries": wanted}


def _changed(update: dict[str, Any]) -> dict[str, Any]:
    """Who has the collection open must not write the entries back."""
    return {**update, "$inc": {"revision": 1}}


async def _clear_exercises(audit: AuditDocument, kinds: set[RemovalKind]) -> None:
    """An exercise is about the audit; without words, its scores are still worth something."""
    exercises = ExerciseDocument.get_pymongo_collection()
    if "erase" in kinds:
        await exercises.delete_many({"audit_id": audit.id})
    elif kinds & WORDS:
        async for exercise in ExerciseDocument.find({"audit_id": audit.id}):
            for n, scoring in enumerate(exercise.scorings):
                answers = {f"scorings.{n}.answers": to_bson(without_words(scoring.answers))}
                await exercises.update_one({"_id": exercise.id}, {"$set": answers})
