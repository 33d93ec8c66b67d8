"""Taking in a file of outcome figures: whole or not at all, and safe to repeat."""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

import msgspec
from pymongo import ReplaceOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError

from audit_api.clock import now
from audit_api.documents import (
    BranchDocument,
    EarlierValue,
    FigureSpan,
    ImportSummary,
    OutcomeDocument,
    OutcomeImportDocument,
    OutcomeValue,
    ProgrammeDocument,
)
from audit_api.documents.seam import to_bson
from audit_api.outcomes.file import BranchNames, OutcomeFile, OutcomeRow, read_outcomes
from audit_api.problems import Problem, not_found
from checklists.faults import MAX_FAULTS, error
from checklists.outcomes import OutcomeKind

BATCH = 1000


class Figures(msgspec.Struct, frozen=True):
    """A file that can be taken in. `regions`: of each branch of the programme."""

    programme_id: UUID
    regions: Mapping[UUID, UUID]
    file: OutcomeFile


class Origin(msgspec.Struct, frozen=True):
    import_id: UUID
    at: datetime
    by: UUID


class Merged(msgspec.Struct):
    changed: list[OutcomeDocument]
    added: int = 0
    replaced: int = 0
    unchanged: int = 0


async def read_figures(programme_id: UUID, source: bytes) -> Figures:
    """Raises `invalid_outcomes` with the faults of all rows, `not_found` without the programme."""
    if await ProgrammeDocument.get(programme_id) is None:
        raise not_found()
    fields = {"branch.name": 1, "branch.region_id": 1}
    cursor = BranchDocument.get_pymongo_collection().find({"branch.programme_id": programme_id}, fields)
    branches = {row["_id"]: row["branch"] async for row in cursor}
    names = BranchNames({branch: facts["name"] for branch, facts in branches.items()})
    # A large file takes longer to read than other requests should wait.
    file, faults = await asyncio.to_thread(read_outcomes, source, names, now().date())
    if not faults and not file.rows:
        faults = [error("", "no_rows", "No row has a value.")]
    if faults:
        raise Problem("invalid_outcomes", f"{len(faults)} fault(s).", faults=faults[:MAX_FAULTS])
    return Figures(programme_id, {branch: facts["region_id"] for branch, facts in branches.items()}, file)


async def preview(figures: Figures) -> ImportSummary:
    """What importing these figures now would change."""
    return _summary(figures.file, await _merged(figures, Origin(UUID(int=0), now(), UUID(int=0)), None))


async def import_outcomes(
    programme_id: UUID, import_id: UUID, file_name: str, source: bytes, by: UUID, at: datetime | None = None
) -> OutcomeImportDocument:
    """The same for every sending. Raises `import_differs` when other bytes came under the id before."""
    content_hash = hashlib.sha256(source).hexdigest()
    wanted: OutcomeImportDocument = OutcomeImportDocument.model_construct(
        id=import_id,
        programme_id=programme_id,
        file_name=file_name,
        content_hash=content_hash,
        imported_at=at or now(),
        imported_by=by,
    )
    if (known := await OutcomeImportDocument.get(import_id)) is not None:
        return _repeated(known, wanted)
    figures = await read_figures(programme_id, source)
    try:
        await _write(figures, wanted)
    except DuplicateKeyError:  # it came on another connection meanwhile
        known = await OutcomeImportDocument.get(import_id)
        if known is None:
            raise
        return _repeated(known, wanted)
    return wanted


def outcome_id(branch_id: UUID, figure: OutcomeKind) -> UUID:
    return uuid5(branch_id, f"outcome:{figure}")


def _repeated(known: OutcomeImportDocument, wanted: OutcomeImportDocument) -> OutcomeImportDocument:
    if (known.programme_id, known.content_hash) != (wanted.programme_id, wanted.content_hash):
        raise Problem("import_differs")
    return known


async def _write(figures: Figures, wanted: OutcomeImportDocument) -> None:
    """In one transaction: a server that dies on the way leaves nothing. Repeated when another import was faster."""
    outcomes = OutcomeDocument.get_pymongo_collection()
    imports = OutcomeImportDocument.get_pymongo_collection()
    origin = Origin(wanted.id, wanted.imported_at, wanted.imported_by)

    async def all_of_it(session: AsyncClientSession) -> None:
        merged = await _merged(figures, origin, session)
        wanted.summary = _summary(figures.file, merged)
        await imports.insert_one(wanted.as_stored(), session=session)
        for first in range(0, len(merged.changed), BATCH):
            rows = [document.as_stored() for document in merged.changed[first : first + BATCH]]
            replacing = [ReplaceOne({"_id": row["_id"]}, row, upsert=True) for row in rows]
            await outcomes.bulk_write(replacing, ordered=False, session=session)

    async with outcomes.database.client.start_session() as session:
        await session.with_transaction(all_of_it)


async def _merged(figures: Figures, origin: Origin, session: AsyncClientSession | None) -> Merged:
    """The documents that an import changes, and how."""
    by_document: dict[UUID, list[OutcomeRow]] = defaultdict(list)
    for row in figures.file.rows:
        by_document[outcome_id(row.branch_id, row.figure)].append(row)
    known = await _known(list(by_document), session)
    merged = Merged([])
    for key, rows in by_document.items():
        before = known.get(key, {})
        periods = before | {row.period: _newer(before.get(row.period), row, origin) for row in rows}
        added = sum(row.period not in before for row in rows)
        replaced = sum(row.period in before and periods[row.period] != before[row.period] for row in rows)
        merged.added, merged.replaced = merged.added + added, merged.replaced + replaced
        merged.unchanged += len(rows) - added - replaced
        if added or replaced:
            merged.changed.append(_document(key, rows[0], figures, periods))
    return merged


async def _known(keys: Sequence[UUID], session: AsyncClientSession | None) -> dict[UUID, dict[str, OutcomeValue]]:
    found: dict[UUID, dict[str, OutcomeValue]] = {}
    outcomes = OutcomeDocument.get_pymongo_collection()
    for first in range(0, len(keys), BATCH):
        wanted = {"_id": {"$in": keys[first : first + BATCH]}}
        async for row in outcomes.find(wanted, {"periods": 1}, session=session, batch_size=BATCH + 1):
            found[row["_id"]] = msgspec.convert(row["periods"], dict[str, OutcomeValue])
    return found


def _newer(before: OutcomeValue | None, row: OutcomeRow, origin: Origin) -> OutcomeValue:
    """The value as it stands if it says the same: a file that is sent month by month makes no history."""
    if before is not None and before.value == row.value:
        return before
    earlier = []
    if before is not None:
        facts = {field: getattr(before, field) for field in EarlierValue.__struct_fields__}
        earlier = [*before.earlier, EarlierValue(**facts)]
    return OutcomeValue(
        value=row.value, import_id=origin.import_id, imported_at=origin.at, imported_by=origin.by, earlier=earlier
    )


def _document(key: UUID, row: OutcomeRow, figures: Figures, periods: dict[str, OutcomeValue]) -> OutcomeDocument:
    document: OutcomeDocument = OutcomeDocument.model_construct(
        id=key,
        programme_id=figures.programme_id,
        region_id=figures.regions[row.branch_id],
        branch_id=row.branch_id,
        figure=row.figure,
        periods=to_bson(periods),
    )
    return document


def _summary(file: OutcomeFile, merged: Merged) -> ImportSummary:
    values: dict[OutcomeKind, list[float]] = defaultdict(list)
    for row in file.rows:
        values[row.figure].append(row.value)
    return ImportSummary(
        rows=len(file.rows),
        empty=file.empty,
        branches=len({row.branch_id for row in file.rows}),
        added=merged.added,
        replaced=merged.replaced,
        unchanged=merged.unchanged,
        periods=sorted({row.period for row in file.rows}),
        figures={kind: FigureSpan(rows=len(of), low=min(of), high=max(of)) for kind, of in sorted(values.items())},
    )
