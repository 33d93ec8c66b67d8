"""What each question cost a branch under one checklist, costliest first."""

from collections.abc import Iterator

from audit_api.access import branch_for
from audit_api.branch.indexes import BranchIndex, branch_index
from audit_api.documents import ChecklistVersionDocument
from audit_api.documents.exports import ItemCostTable
from audit_api.exporting.reading import Reading
from audit_api.exporting.tables import Column, Row, Table
from audit_api.exporting.wordings import Asked, read_asked
from checklists.branch_report import ItemCost

COLUMNS = [
    Column("section", "text"),
    Column("question", "text"),
    Column("lost", "number"),
    Column("cost", "number"),
    Column("critical_cost", "number"),
    Column("score", "number"),
    Column("audits", "whole"),
    Column("item", "text"),
]


async def cost_table(reading: Reading, content: ItemCostTable) -> Table:
    branch = await branch_for(reading.job.principal, content.branch)
    index = await branch_index(branch, content.checklist, reading.job.now)
    version = await ChecklistVersionDocument.latest(content.checklist)
    items = index.report.items if index.report else []
    reading.progress.begin(len(items))
    asked = read_asked(version.definition if version else None, reading.words.language)
    return Table(
        name=reading.words.tables["item_costs"],
        columns=COLUMNS,
        headings=reading.headings(column.key for column in COLUMNS),
        words=reading.words.codes,
        about=[*reading.opening("item_costs"), *_about(reading, branch.branch.name, index)],
        facts=reading.facts([index.snapshot_id] if index.snapshot_id else []),
        rows=(_row(item, asked, index.lost) for item in reading.progress.counted(items)),
    )


def _about(reading: Reading, branch: str, index: BranchIndex) -> Iterator[tuple[str, str]]:
    words, report, lines = reading.words, index.report, index.lines
    yield reading.filtered("branch", branch)
    yield reading.filtered("checklist", index.league.checklist)
    if index.snapshot_id and index.snapshot_as_of:
        yield words.about["snapshot"], str(index.snapshot_id)
        yield words.about["as_of"], f"{index.snapshot_as_of:%Y-%m-%d}"
    else:
        yield words.about["snapshot"], words.about["no_snapshot"]
    if report is not None:
        yield words.headings["audits"], str(report.audits)
        yield words.headings["own"], f"{lines.own if lines else report.own:.1f}"
        yield words.headings["score_pct"], "" if report.score_pct is None else f"{report.score_pct:.1f}"
    yield words.about["percent_and_index"], words.why_differ


def _row(item: ItemCost, asked: Asked, lost: dict[str, float]) -> Row:
    section, question = asked.section(item.section), asked.item(item.key)
    printed = lost.get(item.key, 0.0)
    return [section, question, printed, item.cost, item.critical, item.score, len(item.audits), item.key]
