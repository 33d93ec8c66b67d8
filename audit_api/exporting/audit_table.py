"""A row for each audit that the reader may see, latest first."""

from collections.abc import Iterator
from typing import Any

from audit_api.access import visible_audits
from audit_api.documents import AuditDocument
from audit_api.documents.exports import AnswerTable, AuditFilters, AuditTable
from audit_api.exporting.branch_search import searched_branches
from audit_api.exporting.reading import ROWS_AT_ONCE, Names, Reading, moment_text, read_names, snapshot_lines
from audit_api.exporting.tables import Column, Row, Table

COLUMNS = [
    Column("occurred_at", "moment"),
    Column("branch", "text"),
    Column("region", "text"),
    Column("programme", "text"),
    Column("checklist", "text"),
    Column("checklist_version", "whole"),
    Column("channel", "code"),
    Column("status", "code"),
    Column("revision", "whole"),
    Column("eligible", "yes_no"),
    Column("index", "number"),
    Column("score_pct", "number"),
    Column("failed_critical", "text"),
    Column("received_at", "moment"),
    Column("audit_id", "text"),
    Column("branch_id", "text"),
    Column("region_id", "text"),
    Column("programme_id", "text"),
]
NEEDED = {
    **dict.fromkeys(("programme_id", "region_id", "branch_id", "channel", "status", "occurred_at", "received_at"), 1),
    "checklist": "$submission.checklist",
    "revision": "$submission.revision",
    **{name: f"$scorecard.{name}" for name in ("eligible", "index", "score_pct", "failed_critical")},
}


async def audit_table(reading: Reading, content: AuditTable) -> Table:
    names, snapshots, about = await about_audits(reading, "audits", content)
    return Table(
        name=reading.words.tables["audits"],
        columns=COLUMNS,
        headings=reading.headings(column.key for column in COLUMNS),
        words=reading.words.codes,
        about=about,
        facts=snapshots,
        rows=(_row(audit, names) for audit in found_audits(reading, content, NEEDED)),
    )


async def about_audits(
    reading: Reading, table: str, content: AuditFilters
) -> tuple[Names, dict[str, str], list[tuple[str, str]]]:
    """Names of what is in the audits, facts about them, and lines that say the same."""
    names = await read_names(reading.job)
    of_branch = {"programme_id": content.programme, "region_id": content.region, "branch_id": content.branch}
    of_league = {"checklist": content.checklist, "tier": content.tier, "audience": content.audience}
    standing = {**of_branch, **{f"league.{name}": value for name, value in of_league.items()}}
    snapshots, lines = await snapshot_lines(reading, names, _given(standing))
    wanted = chosen_audits(reading, content)
    reading.progress.begin(await AuditDocument.get_pymongo_collection().count_documents(wanted))
    about = [*reading.opening(table), *_filters(reading, names, content), *lines]
    return (
        names,
        reading.facts(snapshots),
        [*about, (reading.words.about["percent_and_index"], reading.words.why_differ)],
    )


def chosen_audits(reading: Reading, content: AuditFilters) -> dict[str, Any]:
    chosen = {
        "programme_id": content.programme,
        "region_id": content.region,
        "branch_id": content.branch,
        "submission.checklist.key": content.checklist,
        "status": content.status,
        "occurred_at": _given({"$gte": content.since, "$lt": content.until}) or None,
    }
    # Who sums up answers would count those of an audit that was taken out of every result.
    counted = [{"status": {"$ne": "excluded"}}] if isinstance(content, AnswerTable) and not content.status else []
    return {"$and": [_given(chosen), *_at_branches(reading, content), *counted, visible_audits(reading.job.principal)]}


def _at_branches(reading: Reading, content: AuditFilters) -> Iterator[dict[str, Any]]:
    """What an audit does not say itself is looked up at its branch."""
    if not (content.tier or content.audience or content.search.strip()):
        return
    wanted = {
        "branch.programme_id": content.programme,
        "branch.region_id": content.region,
        "branch.tier": content.tier,
        "branch.audience": content.audience,
    }
    yield {"branch_id": {"$in": searched_branches(reading, _given(wanted), content.search)}}


def found_audits(reading: Reading, content: AuditFilters, needed: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The audits that the file is about, the latest first; progress counts them as they are written."""
    audits = reading.database[AuditDocument.get_collection_name()]
    rows = audits.find(chosen_audits(reading, content), needed, batch_size=ROWS_AT_ONCE)
    return reading.progress.counted(rows.sort([("occurred_at", -1), ("_id", -1)]))


def _filters(reading: Reading, names: Names, content: AuditFilters) -> Iterator[tuple[str, str]]:
    yield reading.filtered("programme", _name(names.programmes, content.programme))
    yield reading.filtered("region", _name(names.regions, content.region))
    yield reading.filtered("branch", _name(names.branches, content.branch))
    yield reading.filtered("checklist", content.checklist)
    yield reading.filtered("tier", content.tier and reading.words.codes[f"tier.{content.tier}"])
    yield reading.filtered("audience", content.audience and reading.words.codes[f"audience.{content.audience}"])
    if content.search.strip():
        yield reading.filtered("search", content.search.strip())
    yield reading.filtered("status", content.status and reading.words.codes[f"status.{content.status}"])
    for title, moment in (("since", content.since), ("until", content.until)):
        if moment is not None:
            yield reading.words.filter_name(reading.words.about[title]), moment_text(moment)


def _name(names: dict[Any, str], wanted: Any) -> str | None:
    return names.get(wanted, str(wanted)) if wanted else None


def _given(chosen: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in chosen.items() if value is not None}


def _row(audit: dict[str, Any], names: Names) -> Row:
    return [
        audit["occurred_at"],
        names.branches.get(audit["branch_id"]),
        names.regions.get(audit["region_id"]),
        names.programmes.get(audit["programme_id"]),
        audit["checklist"]["key"],
        audit["checklist"]["version"],
        audit["channel"],
        audit["status"],
        audit.get("revision"),
        audit.get("eligible"),
        audit.get("index"),
        audit.get("score_pct"),
        " ".join(audit.get("failed_critical") or []),
        audit["received_at"],
        str(audit["_id"]),
        str(audit["branch_id"]),
        str(audit["region_id"]),
        str(audit["programme_id"]),
    ]
