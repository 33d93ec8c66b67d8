"""Outcome figures: how each goes with the index of a league, what lies behind it, and the imported values."""

from collections.abc import Iterator
from typing import Any

from audit_api.access import listed_branches
from audit_api.documents import BranchDocument, OutcomeDocument
from audit_api.documents.exports import OutcomeFigureTable, OutcomePointTable, OutcomeTable
from audit_api.exporting.league_lines import filter_lines, league_wanted, snapshot_lines_of
from audit_api.exporting.reading import ROWS_AT_ONCE, Names, Reading, read_names, snapshot_lines
from audit_api.exporting.tables import Column, Row, Table
from audit_api.outcomes.correlations import FigureResult, OutcomeResults, outcome_results

GOING_ALONG = [
    Column("figure", "code"),
    Column("verdict", "code"),
    Column("rho", "number"),
    Column("low", "number"),
    Column("high", "number"),
    Column("branches", "whole"),
    Column("more_is_better", "yes_no"),
]
POINTS = [
    Column("figure", "code"),
    Column("branch", "text"),
    Column("headline", "number"),
    Column("monthly", "number"),
    Column("branch_id", "text"),
]
FIGURES = [
    Column("branch", "text"),
    Column("region", "text"),
    Column("programme", "text"),
    Column("figure", "code"),
    Column("period", "text"),
    Column("amount", "number"),
    Column("imported_at", "moment"),
    Column("branch_id", "text"),
    Column("region_id", "text"),
    Column("programme_id", "text"),
]


async def outcome_table(reading: Reading, content: OutcomeTable | OutcomePointTable) -> Table:
    """The table of a league: a row for each figure, or for each branch that has both index and figure."""
    found = await outcome_results(reading.job.principal, league_wanted(content), content.region)
    name, columns = ("outcomes", GOING_ALONG) if isinstance(content, OutcomeTable) else ("outcome_points", POINTS)
    rows = [_going_along(one, found) for one in found.figures] if columns is GOING_ALONG else list(_points(found))
    names = await read_names(reading.job)
    reading.progress.begin(len(rows))
    return Table(
        name=reading.words.tables[name],
        columns=columns,
        headings=reading.headings(column.key for column in columns),
        words=reading.words.codes,
        about=[*reading.opening(name), *filter_lines(reading, names, content), *_basis(reading, found)],
        facts=reading.facts([found.snapshot_id] if found.snapshot_id else []),
        rows=reading.progress.counted(rows),
    )


def _basis(reading: Reading, found: OutcomeResults) -> Iterator[tuple[str, str]]:
    about = reading.words.about
    yield from snapshot_lines_of(reading, found.snapshot_id, found.as_of)
    yield about["months"], " \N{EN DASH} ".join(found.months)
    yield about["about"], about["not_cause"]


def _going_along(one: FigureResult, found: OutcomeResults) -> Row:
    told = one.correlation
    silent = "too_few" if one.branches < found.needed else "alike"
    return [
        one.figure,
        told.verdict if told else silent,
        told.rho if told else None,
        told.low if told else None,
        told.high if told else None,
        one.branches,
        one.more_is_better,
    ]


def _points(found: OutcomeResults) -> Iterator[Row]:
    for one in found.figures:
        for point in one.points:
            yield [one.figure, point.branch_name, point.index, point.value, str(point.branch_id)]


async def figure_table(reading: Reading, content: OutcomeFigureTable) -> Table:
    """A row for each imported value, branch by branch in the order of their ids."""
    wanted = {
        "_id": content.branch,
        "branch.programme_id": content.programme,
        "branch.region_id": content.region,
        "branch.tier": content.tier,
        "branch.audience": content.audience,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    of_branches: dict[str, Any] = {"$and": [listed_branches(reading.job.principal), given]}
    branches = await BranchDocument.get_pymongo_collection().distinct("_id", of_branches)
    names = await read_names(reading.job)
    place = {"programme_id": content.programme, "region_id": content.region, "branch_id": content.branch}
    snapshots, lines = await snapshot_lines(reading, names, {key: one for key, one in place.items() if one})
    reading.progress.begin(await _count(branches))
    return Table(
        name=reading.words.tables["outcome_figures"],
        columns=FIGURES,
        headings=reading.headings(column.key for column in FIGURES),
        words=reading.words.codes,
        about=[*reading.opening("outcome_figures"), *_filters(reading, names, content), *lines],
        facts=reading.facts(snapshots),
        rows=reading.progress.counted(_figures(reading, names, branches)),
    )


async def _count(branches: list[Any]) -> int:
    values = {"$size": {"$objectToArray": "$periods"}}
    summed: list[dict[str, Any]] = [
        {"$match": {"branch_id": {"$in": branches}}},
        {"$group": {"_id": None, "values": {"$sum": values}}},
    ]
    found = await (await OutcomeDocument.get_pymongo_collection().aggregate(summed)).to_list()
    return int(found[0]["values"]) if found else 0


def _filters(reading: Reading, names: Names, content: OutcomeFigureTable) -> Iterator[tuple[str, str]]:
    codes = reading.words.codes
    yield reading.filtered("programme", names.programme(content.programme))
    yield reading.filtered("tier", content.tier and codes[f"tier.{content.tier}"])
    yield reading.filtered("audience", content.audience and codes[f"audience.{content.audience}"])
    yield reading.filtered("region", names.region(content.region))
    yield reading.filtered("branch", names.branch(content.branch))


def _figures(reading: Reading, names: Names, branches: list[Any]) -> Iterator[Row]:
    outcomes = reading.database[OutcomeDocument.get_collection_name()]
    found = outcomes.find({"branch_id": {"$in": branches}}, batch_size=ROWS_AT_ONCE)
    for row in found.sort([("branch_id", 1), ("figure", 1)]):
        for period, kept in sorted(row["periods"].items()):
            yield [
                names.branches.get(row["branch_id"]),
                names.regions.get(row["region_id"]),
                names.programmes.get(row["programme_id"]),
                row["figure"],
                period,
                kept["value"],
                kept["imported_at"],
                str(row["branch_id"]),
                str(row["region_id"]),
                str(row["programme_id"]),
            ]
