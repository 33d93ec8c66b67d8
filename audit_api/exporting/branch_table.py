"""The branches that the reader may see, by name."""

from collections.abc import Iterator
from typing import Any

from audit_api.access import listed_branches
from audit_api.documents import BranchDocument
from audit_api.documents.exports import BranchTable
from audit_api.exporting.branch_search import searched_branches
from audit_api.exporting.reading import ROWS_AT_ONCE, Names, Reading, read_names, snapshot_lines
from audit_api.exporting.tables import Column, Row, Table

COLUMNS = [
    Column("branch", "text"),
    Column("region", "text"),
    Column("programme", "text"),
    Column("tier", "code"),
    Column("audience", "code"),
    Column("address", "text"),
    Column("time_zone", "text"),
    Column("competitor", "yes_no"),
    Column("branch_id", "text"),
    Column("region_id", "text"),
    Column("programme_id", "text"),
]


async def branch_table(reading: Reading, content: BranchTable) -> Table:
    chosen = {"programme_id": content.programme, "region_id": content.region}
    chosen = {name: value for name, value in chosen.items() if value is not None}
    wanted: dict[str, Any] = {
        "$and": [listed_branches(reading.job.principal), {f"branch.{name}": value for name, value in chosen.items()}]
    }
    if content.search.strip():
        wanted = {"_id": {"$in": searched_branches(reading, wanted, content.search)}}
    names = await read_names(reading.job)
    snapshots, lines = await snapshot_lines(reading, names, chosen)
    reading.progress.begin(await BranchDocument.get_pymongo_collection().count_documents(wanted))
    programme = names.programmes.get(content.programme) if content.programme else None
    region = names.regions.get(content.region, str(content.region)) if content.region else None
    filters = [reading.filtered("programme", programme), reading.filtered("region", region)]
    filters += [reading.filtered("search", content.search.strip())] if content.search.strip() else []
    return Table(
        name=reading.words.tables["branches"],
        columns=COLUMNS,
        headings=reading.headings(column.key for column in COLUMNS),
        words=reading.words.codes,
        about=[*reading.opening("branches"), *filters, *lines],
        facts=reading.facts(snapshots),
        rows=_rows(reading, names, wanted),
    )


def _rows(reading: Reading, names: Names, wanted: dict[str, Any]) -> Iterator[Row]:
    branches = reading.database[BranchDocument.get_collection_name()]
    found = branches.find(wanted, batch_size=ROWS_AT_ONCE).sort([("branch.name", 1), ("_id", 1)])
    for row in reading.progress.counted(found):
        branch = row["branch"]
        yield [
            branch["name"],
            names.regions.get(branch["region_id"]),
            names.programmes.get(branch["programme_id"]),
            branch["tier"],
            branch.get("audience", "external"),
            branch.get("address", ""),
            branch["time_zone"],
            branch.get("competitor", False),
            str(row["_id"]),
            str(branch["region_id"]),
            str(branch["programme_id"]),
        ]
