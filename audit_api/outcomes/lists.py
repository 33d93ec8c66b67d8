"""Lists around the import of outcome figures: what was imported, and the file to be filled in."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from audit_api.documents import BranchDocument, ImportSummary, OutcomeImportDocument, ProgrammeDocument
from audit_api.http.paging import after_time, cursor_of, in_one_batch
from audit_api.outcomes.file import COLUMNS, FIGURES
from audit_api.problems import not_found
from checklists.outcomes import OutcomeKind

# The figures of the trade; churn is the other side of the repeat rate.
USUAL: tuple[OutcomeKind, ...] = tuple(figure for figure in FIGURES if figure != "churn_rate")
FORMULA = ("=", "+", "-", "@", "\t")
"""What a spreadsheet would compute instead of showing it."""


class ListedImport(msgspec.Struct, kw_only=True):
    id: UUID
    programme_id: UUID
    file_name: str
    imported_at: datetime
    imported_by: UUID
    imported_by_name: str
    summary: ImportSummary


class ImportPage(msgspec.Struct, kw_only=True):
    imports: list[ListedImport]
    next: str | None


async def import_page(programme: UUID | None, limit: int, cursor: str | None) -> ImportPage:
    wanted: dict[str, Any] = {"programme_id": programme} if programme else {}
    importer = [{"$project": {"user.name": 1}}]
    of_user = {"from": "users", "localField": "imported_by", "foreignField": "_id", "as": "by", "pipeline": importer}
    name = {"$ifNull": [{"$first": "$by.user.name"}, ""]}
    pipeline: list[dict[str, Any]] = [
        {"$match": {"$and": [wanted, after_time(cursor, "imported_at")]}},
        {"$sort": {"imported_at": -1, "_id": -1}},
        {"$limit": limit + 1},
        {"$lookup": of_user},
        {"$set": {"id": "$_id", "imported_by_name": name}},
        {"$unset": ["by", "content_hash"]},
    ]
    collection = OutcomeImportDocument.get_pymongo_collection()
    rows = await (await collection.aggregate(pipeline, batchSize=in_one_batch(limit))).to_list()
    found = msgspec.convert(rows[:limit], list[ListedImport])
    more = len(rows) > limit
    return ImportPage(imports=found, next=cursor_of(found[-1].imported_at, found[-1].id) if more else None)


async def template(programme: UUID, period: str, figures: Sequence[OutcomeKind], delimiter: str) -> bytes:
    """Own branches in order of name. Begins with a byte order mark, without which spreadsheets misread names."""
    if await ProgrammeDocument.get(programme) is None:
        raise not_found()
    own = {"branch.programme_id": programme, "branch.competitor": {"$ne": True}}
    branches = BranchDocument.get_pymongo_collection()
    rows = await branches.find(own, {"branch.name": 1}).sort([("branch.name", 1), ("_id", 1)]).to_list()
    names = Counter(" ".join(row["branch"]["name"].split()).casefold() for row in rows)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(COLUMNS)
    for row in rows:
        name = row["branch"]["name"]
        plain = names[" ".join(name.split()).casefold()] == 1 and not name.startswith(FORMULA)
        writer.writerows([name if plain else str(row["_id"]), period, figure, ""] for figure in figures or USUAL)
    return out.getvalue().encode("utf-8-sig")
