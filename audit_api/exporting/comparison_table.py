"""The branches of a league, as the page that compares them shows them."""

from collections.abc import Iterator

from audit_api.compared import Comparison, SnapshotFacts, compare
from audit_api.documents import ComparedBranch
from audit_api.documents.exports import ComparisonTable
from audit_api.exporting.league_lines import filter_lines, league_wanted
from audit_api.exporting.reading import Names, Reading, moment_text, read_names
from audit_api.exporting.tables import Column, Row, Table

COLUMNS = [
    Column("branch", "text"),
    Column("region", "text"),
    Column("competitor", "yes_no"),
    Column("group", "whole"),
    Column("rank_best", "whole"),
    Column("rank_worst", "whole"),
    Column("rank_of", "whole"),
    Column("headline", "number"),
    Column("low", "number"),
    Column("high", "number"),
    Column("own", "number"),
    Column("score_pct", "number"),
    Column("stage", "code"),
    Column("stage_confirmed", "yes_no"),
    Column("reliability", "number"),
    Column("audits", "whole"),
    Column("shoppers", "whole"),
    Column("missing_audits", "whole"),
    Column("last_audit_at", "moment"),
    Column("branch_id", "text"),
    Column("region_id", "text"),
]


async def comparison_table(reading: Reading, content: ComparisonTable) -> Table:
    found = await compare(reading.job.principal, league_wanted(content), content.region)
    names = await read_names(reading.job)
    reading.progress.begin(len(found.branches))
    return Table(
        name=reading.words.tables["comparison"],
        columns=COLUMNS,
        headings=reading.headings(column.key for column in COLUMNS),
        words=reading.words.codes,
        about=[*reading.opening("comparison"), *_about(reading, names, content, found)],
        facts=reading.facts([found.snapshot.id] if found.snapshot else []),
        rows=(_row(branch, names) for branch in reading.progress.counted(found.branches)),
    )


def _about(reading: Reading, names: Names, content: ComparisonTable, found: Comparison) -> Iterator[tuple[str, str]]:
    words = reading.words
    yield from filter_lines(reading, names, content)
    if found.snapshot is None:
        yield words.about["snapshot"], words.about["no_snapshot"]
    else:
        yield from _basis(reading, found.snapshot)
    yield words.about["percent_and_index"], words.why_differ


def _basis(reading: Reading, snapshot: SnapshotFacts) -> Iterator[tuple[str, str]]:
    about = reading.words.about
    yield about["snapshot"], str(snapshot.id)
    yield about["as_of"], f"{snapshot.as_of:%Y-%m-%d}"
    yield about["calibrated"], moment_text(snapshot.made_at)
    yield about["index_version"], snapshot.index_version
    yield about["rests_on"], about["audits_of_branches"].format(audits=snapshot.audits, branches=snapshot.branches)
    yield about["peer_mean"], f"{snapshot.mean:.1f}"


def _row(branch: ComparedBranch, names: Names) -> Row:
    top, place, stage = branch.headline, branch.place, branch.stage
    published = top if top and top.published else None
    return [
        branch.branch_name,
        names.regions.get(branch.region_id),
        branch.competitor,
        place.standing.group if place else None,
        place.standing.best if place else None,
        place.standing.worst if place else None,
        place.of if place else None,
        published.headline if published else None,
        published.low if published else None,
        published.high if published else None,
        branch.own,
        branch.score_pct,
        str(stage.stage) if stage and published else None,
        stage.confirmed if stage and published else None,
        top.reliability if top else None,
        branch.audits,
        top.shoppers if top else None,
        branch.missing_audits,
        branch.last_audit_at,
        str(branch.branch_id),
        str(branch.region_id),
    ]
