"""The branches of a league, as the page that compares them shows them."""

from collections.abc import Iterator

from audit_api.comparison.compared import Comparison, KeptFacts, SnapshotFacts, compare
from audit_api.documents import ChecklistVersionDocument, ComparedBranch
from audit_api.documents.exports import ComparisonSort, ComparisonTable
from audit_api.exporting.comparison_order import wanted_in_order
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

SORTED_BY: dict[ComparisonSort, str] = {
    "headline": "headline",
    "name": "branch",
    "percent": "score_pct",
    "rank": "rank_best",
    "audits": "audits",
}
"""Order of a comparison -> the column that it sorts by."""


async def comparison_table(reading: Reading, content: ComparisonTable) -> Table:
    chosen = content.period or content.wave
    found = await compare(reading.job.principal, league_wanted(content), content.region, chosen)
    names = await read_names(reading.job)
    asked = await ChecklistVersionDocument.latest(content.checklist)
    channel = asked.definition.channel if asked else None
    branches = wanted_in_order(found.branches, content, reading.words.language, reading.database)
    reading.progress.begin(len(branches))
    return Table(
        name=reading.words.tables["comparison"],
        columns=COLUMNS,
        headings=reading.headings(column.key for column in COLUMNS),
        words=reading.words.codes,
        about=[*reading.opening("comparison"), *_about(reading, names, content, found, channel)],
        facts=reading.facts([found.snapshot.id] if found.snapshot else []),
        rows=(_row(branch, names) for branch in reading.progress.counted(branches)),
    )


def _about(
    reading: Reading, names: Names, content: ComparisonTable, found: Comparison, channel: str | None
) -> Iterator[tuple[str, str]]:
    words = reading.words
    yield from filter_lines(reading, names, content)
    yield reading.filtered("channel", words.codes[f"channel.{channel}"] if channel else None)
    yield from _slice_lines(reading, content, found.kept)
    yield from _order_lines(reading, content)
    if found.snapshot is not None:
        yield from _basis(reading, found.snapshot)
    elif found.kept is not None or (content.period or content.wave) is None:
        yield words.about["snapshot"], words.about["no_snapshot"]
    if found.kept is not None and found.kept.mean is not None:
        yield words.about["wave_mean"], f"{found.kept.mean:.1f}"
    yield words.about["percent_and_index"], words.why_differ


def _slice_lines(reading: Reading, content: ComparisonTable, kept: KeptFacts | None) -> Iterator[tuple[str, str]]:
    about = reading.words.about
    nothing = about["not_kept"]
    wave = f"{content.wave}: {nothing}" if content.wave else None
    period = content.period if kept or not content.period else f"{content.period}: {nothing}"
    if kept is not None and kept.wave is not None:
        since, until = moment_text(kept.wave.starts_at), moment_text(kept.wave.ends_at)
        wave = about["wave"].format(name=kept.wave.name, since=since, until=until)
    yield reading.filtered("wave", wave)
    yield reading.filtered("period", period)
    if kept is not None:
        yield about["worked_out"], moment_text(kept.made_at)
        yield about["rests_on"], about["audits_of_branches"].format(audits=kept.audits, branches=kept.branches)


def _order_lines(reading: Reading, content: ComparisonTable) -> Iterator[tuple[str, str]]:
    words = reading.words
    if content.search.strip():
        yield reading.filtered("search", content.search.strip())
    down = content.descending or content.sort is None
    column = words.headings[SORTED_BY[content.sort or "headline"]]
    yield words.headings["sort"], words.about["descending" if down else "ascending"].format(column)


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
        branch.missing_audits if top else None,  # of a league that is too small no audit of this branch is missing
        branch.last_audit_at,
        str(branch.branch_id),
        str(branch.region_id),
    ]
