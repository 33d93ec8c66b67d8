"""Published checklist versions: immutable."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Self
from uuid import UUID

from pymongo import ASCENDING, DESCENDING, IndexModel

from audit_api.documents.seam import STRUCT, StructDocument
from checklists.definition import Checklist, ChecklistRef
from checklists.differences import Change


class ChecklistVersionDocument(StructDocument):
    key: str
    version: int
    definition: Annotated[Checklist, STRUCT]
    changes: Annotated[list[Change], STRUCT]
    reference_photos: list[UUID] = []
    published_at: datetime
    published_by: str

    class Settings(StructDocument.Settings):
        name = "checklist_versions"
        indexes = (
            IndexModel([("key", ASCENDING), ("version", DESCENDING)], unique=True),
            IndexModel([("reference_photos", ASCENDING)], sparse=True),
        )

    # Versions never change, so a process may keep those it has read; there are few.
    _kept: ClassVar[dict[tuple[str, int], Checklist]] = {}

    @classmethod
    async def definition_of(cls, ref: ChecklistRef) -> Checklist | None:
        """The definition of a published version, or None."""
        known = cls._kept.get((ref.key, ref.version))
        if known is None:
            found = await cls.find_one({"key": ref.key, "version": ref.version})
            if found is None:
                return None
            known = cls._kept[ref.key, ref.version] = found.definition
        return known

    @classmethod
    async def definitions_of(cls, refs: list[ChecklistRef]) -> list[tuple[ChecklistRef, Checklist]]:
        """Those of the versions that exist, in the same order; in one round trip, or none."""
        unknown = [{"key": ref.key, "version": ref.version} for ref in refs if (ref.key, ref.version) not in cls._kept]
        if unknown:
            async for found in cls.find({"$or": unknown}):
                cls._kept[found.key, found.version] = found.definition
        return [(ref, cls._kept[ref.key, ref.version]) for ref in refs if (ref.key, ref.version) in cls._kept]

    @classmethod
    async def latest(cls, key: str) -> Self | None:
        return await cls.find({"key": key}).sort("-version").first_or_none()

    @classmethod
    async def latest_of(cls, keys: list[str]) -> dict[str, Checklist]:
        """Key -> the latest definition; reads only those that this process has not read before."""
        group = {"_id": "$key", "version": {"$max": "$version"}}
        pipeline: list[dict[str, Any]] = [{"$match": {"key": {"$in": keys}}}, {"$group": group}]
        rows = await (await cls.get_pymongo_collection().aggregate(pipeline)).to_list()
        refs = [ChecklistRef(key=row["_id"], version=row["version"]) for row in rows]
        return {ref.key: checklist for ref, checklist in await cls.definitions_of(refs)}
