"""What a branch's result from several checklists is made of: a row for each, and the result among the first lines."""

from collections.abc import Iterator

from audit_api.access import branch_for
from audit_api.branch.mixed_results import BranchMix, MixedChecklist, branch_mix
from audit_api.documents.exports import MixTable
from audit_api.exporting.reading import Reading
from audit_api.exporting.tables import Column, Row, Table

COLUMNS = [
    Column("checklist", "text"),
    Column("share", "number"),
    Column("published", "yes_no"),
    Column("headline", "number"),
    Column("low", "number"),
    Column("high", "number"),
    Column("audits", "whole"),
    Column("missing_audits", "whole"),
    Column("snapshot_id", "text"),
]


async def mix_table(reading: Reading, content: MixTable) -> Table:
    branch = await branch_for(reading.job.principal, content.branch)
    mix = await branch_mix(branch)
    reading.progress.begin(len(mix.parts))
    return Table(
        name=reading.words.tables["mix"],
        columns=COLUMNS,
        headings=reading.headings(column.key for column in COLUMNS),
        words=reading.words.codes,
        about=[*reading.opening("mix"), reading.filtered("branch", branch.branch.name), *_result(reading, mix)],
        facts=reading.facts([part.snapshot_id for part in mix.parts if part.snapshot_id]),
        rows=(_row(part) for part in reading.progress.counted(mix.parts)),
    )


def _result(reading: Reading, mix: BranchMix) -> Iterator[tuple[str, str]]:
    words, whole = reading.words, mix.combined
    for part in mix.parts:
        if part.snapshot_id:
            yield words.about["snapshot"], f"{part.snapshot_id} ({part.checklist})"
    if whole is None:
        yield words.headings["headline"], words.about["no_combined" if mix.parts else "no_mix"]
        return
    yield words.headings["headline"], f"{whole.headline:.1f}"
    yield words.headings["low"], f"{whole.low:.1f}"
    yield words.headings["high"], f"{whole.high:.1f}"
    yield words.headings["stage"], words.codes[f"stage.{whole.stage.stage}"]


def _row(part: MixedChecklist) -> Row:
    top = part.headline
    published = top if top and top.published else None
    return [
        part.checklist,
        part.share,
        published is not None,
        published.headline if published else None,
        published.low if published else None,
        published.high if published else None,
        top.audits if top else None,
        top.missing_audits if top else None,
        str(part.snapshot_id) if part.snapshot_id else None,
    ]
