"""The office takes an assignment back: because its shopper declined, or because nothing is to be shopped any more."""

from uuid import UUID

from audit_api.clock import now
from audit_api.documents import AssignmentDocument
from audit_api.documents.assignments import Cancellation
from audit_api.documents.seam import to_bson
from audit_api.problems import not_found


async def cancel(assignment_id: UUID, by: UUID) -> AssignmentDocument:
    """Cancels an assignment, in one write with the notes that it settles. Raises `not_found`."""
    act = Cancellation(at=now(), by=by)
    waits = {"$and": [{"$eq": ["$$this.kind", "decline"]}, {"$not": ["$$this.handled_at"]}]}
    handled = {"$mergeObjects": ["$$this", {"handled_at": act.at, "handled_by": by}]}
    notes = {"input": {"$ifNull": ["$notes", []]}, "in": {"$cond": [waits, handled, "$$this"]}}
    await AssignmentDocument.get_pymongo_collection().update_one(
        {"_id": assignment_id, "cancelled": None}, [{"$set": {"cancelled": to_bson(act), "notes": {"$map": notes}}}]
    )
    found = await AssignmentDocument.get(assignment_id)
    if found is None:
        raise not_found()
    return found
