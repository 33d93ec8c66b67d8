"""The alerts that the reader may see and has not muted, the latest first, as the desk lists them."""

from collections.abc import Iterator

from audit_api.alerts.lists import SHOWN, AlertWish, OfficeAlert, alert_page, count_alerts
from audit_api.documents.exports import AlertTable
from audit_api.exporting.reading import ROWS_AT_ONCE, Names, Reading, in_pages, read_names, snapshot_lines
from audit_api.exporting.tables import Column, Row, Table
from audit_api.exporting.wordings import said_in

COLUMNS = [
    Column("raised_at", "moment"),
    Column("rule", "code"),
    Column("branch", "text"),
    Column("region", "text"),
    Column("checklist", "text"),
    Column("questions", "text"),
    Column("suspicions", "text"),
    Column("change", "number"),
    Column("smallest_detectable", "number"),
    Column("read", "yes_no"),
    Column("items", "text"),
    Column("alert_id", "text"),
    Column("audit_id", "text"),
    Column("branch_id", "text"),
    Column("region_id", "text"),
]


async def alert_table(reading: Reading, content: AlertTable) -> Table:
    principal = reading.job.principal
    wish = AlertWish(unread=content.unread, rule=content.rule, branch=content.branch)
    names = await read_names(reading.job)
    snapshots, lines = await snapshot_lines(reading, names, {"branch_id": content.branch} if content.branch else {})
    reading.progress.begin(await count_alerts(principal, wish))

    async def page(cursor: str | None) -> tuple[list[OfficeAlert], str | None]:
        found = await alert_page(principal, wish, ROWS_AT_ONCE, cursor)
        return found.alerts, found.next

    return Table(
        name=reading.words.tables["alerts"],
        columns=COLUMNS,
        headings=reading.headings(column.key for column in COLUMNS),
        words=reading.words.codes,
        about=[*reading.opening("alerts"), *_about(reading, names, content), *lines],
        facts=reading.facts(snapshots),
        rows=(_row(reading, one, names) for one in reading.progress.counted(in_pages(reading.job, page))),
    )


def _about(reading: Reading, names: Names, content: AlertTable) -> Iterator[tuple[str, str]]:
    words = reading.words
    yield reading.filtered("region", None)
    yield reading.filtered("branch", names.branch(content.branch))
    yield reading.filtered("rule", content.rule and words.codes[f"rule.{content.rule}"])
    yield reading.filtered("read", words.about["unread_only"] if content.unread else None)
    yield words.about["about"], words.about["of_last_days"].format(days=SHOWN.days)


def _row(reading: Reading, one: OfficeAlert, names: Names) -> Row:
    return [
        one.raised_at,
        one.rule,
        one.branch_name,
        names.regions.get(one.region_id),
        one.checklist,
        "; ".join(said_in(item.text, reading.words.language) or item.key for item in one.items),
        " ".join(one.suspicions),
        one.change,
        one.smallest_detectable,
        one.read,
        " ".join(item.key for item in one.items),
        str(one.id),
        str(one.audit_id),
        str(one.branch_id),
        str(one.region_id),
    ]
