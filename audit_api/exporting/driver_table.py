"""The sections of a league's checklist by importance, with how well each is done."""

from collections.abc import Iterator

from audit_api.comparison.driver_reports import DriverReport, driver_report
from audit_api.documents import ChecklistVersionDocument
from audit_api.documents.exports import DriverTable
from audit_api.exporting.league_lines import filter_lines, league_wanted
from audit_api.exporting.reading import Names, Reading, read_names, snapshot_lines
from audit_api.exporting.tables import Column, Row, Table
from audit_api.exporting.wordings import Asked, read_asked
from checklists.drivers import Driver

COLUMNS = [
    Column("section", "text"),
    Column("importance", "number"),
    Column("performance", "number"),
    Column("quadrant", "code"),
    Column("source", "code"),
    Column("sure", "yes_no"),
    Column("section_key", "text"),
]


async def driver_table(reading: Reading, content: DriverTable) -> Table:
    league = league_wanted(content)
    found = await driver_report(reading.job.principal, league, content.region, content.figure)
    names = await read_names(reading.job)
    version = await ChecklistVersionDocument.latest(content.checklist) if found.drivers else None
    asked = read_asked(version.definition if version else None, reading.words.language)
    of_league = {f"league.{name}": getattr(league, name) for name in league.__struct_fields__}
    snapshots, lines = await snapshot_lines(reading, names, of_league)
    reading.progress.begin(len(found.drivers))
    return Table(
        name=reading.words.tables["drivers"],
        columns=COLUMNS,
        headings=reading.headings(column.key for column in COLUMNS),
        words=reading.words.codes,
        about=[*reading.opening("drivers"), *_about(reading, names, content, found), *lines],
        facts=reading.facts(snapshots),
        rows=(_row(one, asked) for one in reading.progress.counted(found.drivers)),
    )


def _about(reading: Reading, names: Names, content: DriverTable, found: DriverReport) -> Iterator[tuple[str, str]]:
    words = reading.words
    yield from filter_lines(reading, names, content)
    source = words.codes[f"figure.{found.figure}" if found.figure else "source.weights"]
    yield words.headings["source"], source
    if found.figure:
        yield words.about["measured"], str(found.measured)
    yield words.headings["branches"], str(len(found.branches))


def _row(one: Driver, asked: Asked) -> Row:
    return [
        asked.section(one.key),
        one.importance,
        one.performance,
        one.quadrant,
        one.source,
        one.sure,
        one.key,
    ]
