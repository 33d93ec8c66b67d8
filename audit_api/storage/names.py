"""What things are called, by their ids."""

from collections.abc import Iterable
from uuid import UUID

from audit_api.documents import BranchDocument, ProgrammeDocument, RegionDocument, UserDocument

Named = type[BranchDocument] | type[ProgrammeDocument] | type[RegionDocument] | type[UserDocument]
FIELDS: dict[Named, str] = {
    BranchDocument: "branch",
    ProgrammeDocument: "programme",
    RegionDocument: "region",
    UserDocument: "user",
}


async def names_of(kind: Named, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Without those that are gone. One round trip, none without ids."""
    wanted = list(set(ids))
    if not wanted:
        return {}
    field = FIELDS[kind]
    rows = kind.get_pymongo_collection().find(
        {"_id": {"$in": wanted}}, {f"{field}.name": 1}, batch_size=len(wanted) + 1
    )
    return {row["_id"]: row[field]["name"] for row in await rows.to_list()}
