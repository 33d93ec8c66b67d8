"""Which photos something refers to."""

from uuid import UUID

from audit_api.documents import AuditDocument, ChecklistVersionDocument
from audit_api.documents.appeals import HAS_APPEALS


async def named(photo_ids: list[UUID]) -> set[UUID]:
    """The photos among these that an audit, an appeal or a checklist names."""
    wanted = {"$in": photo_ids}
    audits = AuditDocument.get_pymongo_collection().find(
        {"photo_ids": wanted, "photo_ids.0": {"$exists": True}}, {"photo_ids": 1}
    )
    versions = ChecklistVersionDocument.get_pymongo_collection().find(
        {"reference_photos": wanted}, {"reference_photos": 1}
    )
    found = {photo async for audit in audits for photo in audit["photo_ids"]}
    appealed = AuditDocument.get_pymongo_collection().find({**HAS_APPEALS, "appeals.photos": wanted}, {"appeals": 1})
    found |= {photo async for audit in appealed for appeal in audit["appeals"] for photo in appeal["photos"]}
    found |= {photo async for version in versions for photo in version["reference_photos"]}
    return found & set(photo_ids)
