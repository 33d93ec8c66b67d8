"""The action items that the reader may see, the earliest due date first, as the desk lists them."""

from collections.abc import Iterator
from datetime import datetime

from audit_api.actions.lists import StoredAction, Wish, action_page, count_actions
from audit_api.documents.exports import ActionTable
from audit_api.exporting.reading import ROWS_AT_ONCE, Names, Reading, in_pages, read_names, snapshot_lines
from audit_api.exporting.tables import Column, Row, Table
from audit_api.exporting.wordings import said_in

COLUMNS = [
    Column("branch", "text"),
    Column("region", "text"),
    Column("checklist", "text"),
    Column("question", "text"),
    Column("plan", "text"),
    Column("owner", "text"),
    Column("due_on", "text"),
    Column("state", "code"),
    Column("overdue", "yes_no"),
    Column("created_at", "moment"),
    Column("done_at", "moment"),
    Column("effect", "code"),
    Column("effect_complete", "yes_no"),
    Column("before", "number"),
    Column("after", "number"),
    Column("change", "number"),
    Column("smallest_detectable", "number"),
    Column("item", "text"),
    Column("action_id", "text"),
    Column("branch_id", "text"),
    Column("region_id", "text"),
]


async def action_table(reading: Reading, content: ActionTable) -> Table:
    principal = reading.job.principal
    wish = Wish(state=content.state, region=content.region, branch=content.branch, overdue=content.overdue)
    names = await read_names(reading.job)
    place = {"region_id": content.region, "branch_id": content.branch}
    snapshots, lines = await snapshot_lines(reading, names, {key: one for key, one in place.items() if one})
    reading.progress.begin(await count_actions(principal, wish, reading.job.now.date()))

    async def page(cursor: str | None) -> tuple[list[StoredAction], str | None]:
        found = await action_page(principal, wish, ROWS_AT_ONCE, cursor)
        return found.actions, found.next

    return Table(
        name=reading.words.tables["actions"],
        columns=COLUMNS,
        headings=reading.headings(column.key for column in COLUMNS),
        words=reading.words.codes,
        about=[*reading.opening("actions"), *_about(reading, names, content), *lines],
        facts=reading.facts(snapshots),
        rows=(_row(reading, one, names) for one in reading.progress.counted(in_pages(reading.job, page))),
    )


def _about(reading: Reading, names: Names, content: ActionTable) -> Iterator[tuple[str, str]]:
    words = reading.words
    yield reading.filtered("state", content.state and words.codes[f"state.{content.state}"])
    yield reading.filtered("region", names.region(content.region))
    yield reading.filtered("branch", names.branch(content.branch))
    yield reading.filtered("overdue", words.about["yes"] if content.overdue else None)


def _row(reading: Reading, one: StoredAction, names: Names) -> Row:
    effect = one.effect
    return [
        one.branch_name,
        names.regions.get(one.region_id),
        one.checklist,
        said_in(one.item_text, reading.words.language) or one.item,
        one.plan,
        one.owner,
        one.due_on.isoformat(),
        one.state,
        one.overdue,
        one.created_at,
        _done_at(one),
        effect.verdict if effect else None,
        effect.complete if effect else None,
        effect.before.mean if effect else None,
        effect.after.mean if effect else None,
        effect.change if effect else None,
        effect.smallest_detectable if effect else None,
        one.item,
        str(one.id),
        str(one.branch_id),
        str(one.region_id),
    ]


def _done_at(one: StoredAction) -> datetime | None:
    return one.history[-1].at if one.state == "done" else None
