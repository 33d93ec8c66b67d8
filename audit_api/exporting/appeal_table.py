"""The appeals that the reader may see, the latest first, as the desk lists them."""

from collections.abc import Iterator

from audit_api.appeals.lists import AppealEntry, AppealWish, appeal_page, count_appeals
from audit_api.documents.exports import AppealTable
from audit_api.exporting.reading import (
    ROWS_AT_ONCE,
    Names,
    Reading,
    in_pages,
    moment_text,
    read_names,
    snapshot_lines,
)
from audit_api.exporting.tables import Column, Row, Table

COLUMNS = [
    Column("made_at", "moment"),
    Column("state", "code"),
    Column("branch", "text"),
    Column("region", "text"),
    Column("programme", "text"),
    Column("checklist", "text"),
    Column("checklist_version", "whole"),
    Column("occurred_at", "moment"),
    Column("finalised_at", "moment"),
    Column("items", "text"),
    Column("reason", "text"),
    Column("manager", "text"),
    Column("files", "whole"),
    Column("decided_at", "moment"),
    Column("decision_reason", "text"),
    Column("reviewer", "text"),
    Column("appeal_id", "text"),
    Column("audit_id", "text"),
    Column("branch_id", "text"),
    Column("region_id", "text"),
    Column("programme_id", "text"),
]


async def appeal_table(reading: Reading, content: AppealTable) -> Table:
    principal, wish = reading.job.principal, _wish(content)
    names = await read_names(reading.job)
    place = {"programme_id": content.programme, "region_id": content.region, "branch_id": content.branch}
    standing = {**place, "league.checklist": content.checklist}
    snapshots, lines = await snapshot_lines(reading, names, {key: one for key, one in standing.items() if one})
    reading.progress.begin(await count_appeals(principal, wish))

    async def page(cursor: str | None) -> tuple[list[AppealEntry], str | None]:
        found = await appeal_page(principal, wish, ROWS_AT_ONCE, cursor)
        return found.appeals, found.next

    return Table(
        name=reading.words.tables["appeals"],
        columns=COLUMNS,
        headings=reading.headings(column.key for column in COLUMNS),
        words=reading.words.codes,
        about=[*reading.opening("appeals"), *_about(reading, names, content), *lines],
        facts=reading.facts(snapshots),
        rows=(_row(one, names) for one in reading.progress.counted(in_pages(reading.job, page))),
    )


def _wish(content: AppealTable) -> AppealWish:
    return AppealWish(
        state=content.state,
        programme=content.programme,
        region=content.region,
        branch=content.branch,
        checklist=content.checklist,
        since=content.since,
        until=content.until,
    )


def _about(reading: Reading, names: Names, content: AppealTable) -> Iterator[tuple[str, str]]:
    words = reading.words
    yield reading.filtered("state", content.state and words.codes[f"state.{content.state}"])
    yield reading.filtered("programme", names.programme(content.programme))
    yield reading.filtered("region", names.region(content.region))
    yield reading.filtered("branch", names.branch(content.branch))
    yield reading.filtered("checklist", content.checklist)
    for title, moment in (("finalised_since", content.since), ("finalised_until", content.until)):
        if moment is not None:
            yield words.filter_name(words.about[title]), moment_text(moment)


def _row(one: AppealEntry, names: Names) -> Row:
    decision = one.decision
    return [
        one.made_at,
        one.state,
        one.branch_name,
        names.regions.get(one.region_id),
        names.programmes.get(one.programme_id),
        one.checklist.key,
        one.checklist.version,
        one.occurred_at,
        one.finalised_at,
        " ".join(one.items),
        one.reason,
        one.manager_name,
        len(one.photos) + len(one.papers),
        decision.at if decision else None,
        decision.reason if decision else None,
        one.reviewer_name,
        str(one.id),
        str(one.audit_id),
        str(one.branch_id),
        str(one.region_id),
        str(one.programme_id),
    ]
