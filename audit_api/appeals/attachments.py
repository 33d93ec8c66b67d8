"""What is sent along with an appeal is evidence of one audit: it goes when that goes, and no other appeal misses it."""

from uuid import UUID

from audit_api.documents import AuditDocument, PaperDocument, PhotoDocument
from audit_api.documents.appeals import HAS_APPEALS


async def claim_photos(owner_id: UUID, audit_id: UUID, photo_ids: list[UUID]) -> None:
    await _claim(PhotoDocument, "appeals.photos", owner_id, audit_id, photo_ids)


async def claim_papers(owner_id: UUID, audit_id: UUID, paper_ids: list[UUID]) -> None:
    await _claim(PaperDocument, "appeals.papers.id", owner_id, audit_id, paper_ids)


async def _claim(
    kind: type[PhotoDocument | PaperDocument], named: str, owner_id: UUID, audit_id: UUID, ids: list[UUID]
) -> None:
    """Sets `appealed_in` where it is not set: of two audits at once, one has it. The caller looks which."""
    # Appeals that are older than the claims.
    elsewhere = {**HAS_APPEALS, named: {"$in": ids}, "_id": {"$ne": audit_id}}
    taken = await AuditDocument.get_pymongo_collection().distinct(named, elsewhere)
    free = {"_id": {"$in": ids, "$nin": taken}, "owner_id": owner_id, "appealed_in": None}
    await kind.get_pymongo_collection().update_many(free, {"$set": {"appealed_in": audit_id}})
