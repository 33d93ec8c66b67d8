"""Two pages about a branch for a wall: what its page says, set by Typst."""

from pathlib import Path

import msgspec
import typst

from audit_api.access import branch_for
from audit_api.branch.indexes import BranchIndex, branch_index
from audit_api.branch.waiting_times import branch_waits
from audit_api.documents import BranchDocument, ChecklistVersionDocument, RegionDocument
from audit_api.documents.exports import BranchReportPages
from audit_api.exporting.figures import Figures
from audit_api.exporting.reading import Reading, moment_text
from audit_api.exporting.report_page import (
    BasisCard,
    CallbackBar,
    CostBar,
    CostsCard,
    PartBar,
    PartsCard,
    PercentCard,
    ReportPage,
    ResultCard,
    Scale,
    StageCard,
    Wait,
    WaitsCard,
)
from audit_api.exporting.report_trend import trend_card
from audit_api.exporting.wordings import Asked, read_asked
from checklists.branch_report import BranchReport
from checklists.headline import Headline
from checklists.quantiles import quantile
from checklists.waits import CallbackRecord, Waits

HERE = Path(__file__).parent
COSTS, PARTS, WAITS = 8, 14, 4
"""Rows of costs, of pillars with sections, and of waits that fit on the second page."""
NOTHING = "\N{EN DASH}"


class Pages(msgspec.Struct, frozen=True):
    """All that the two pages say, before it is put into words."""

    branch: BranchDocument
    region: str
    index: BranchIndex
    waits: Waits
    asked: Asked
    checklist: str


async def read_pages(reading: Reading, content: BranchReportPages) -> Pages:
    branch = await branch_for(reading.job.principal, content.branch)
    region = await RegionDocument.get(branch.branch.region_id)
    version = await ChecklistVersionDocument.latest(content.checklist)
    reading.progress.begin(1)
    asked = read_asked(version.definition if version else None, reading.words.language)
    return Pages(
        branch=branch,
        region=region.region.name if region else "",
        index=await branch_index(branch, content.checklist, reading.job.now),
        waits=await branch_waits(branch.id, content.checklist, reading.job.now),
        asked=asked,
        checklist=asked.title or content.checklist,
    )


def set_pages(reading: Reading, pages: Pages) -> bytes:
    """The two pages as a PDF with its fonts in it."""
    compiled = typst.compile(
        HERE / "branch_report.typ",
        root=HERE,
        font_paths=[HERE / "fonts"],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": msgspec.json.encode(report_page(reading, pages)).decode()},
    )
    if not isinstance(compiled, bytes):
        raise TypeError("one document was expected")
    reading.progress.count_one()
    return compiled


def report_page(reading: Reading, pages: Pages) -> ReportPage:
    words, figures = reading.words, Figures(reading.words)
    said, index, report = words.report, pages.index, pages.index.report
    tier = words.codes[f"tier.{pages.branch.branch.tier}"]
    return ReportPage(
        lang=words.language,
        title=pages.branch.branch.name,
        author=reading.job.principal.name,
        subtitle=" · ".join(filter(None, [pages.checklist, pages.region, f"{words.headings['tier']}: {tier}"])),
        date=figures.day(index.as_of),
        footer=_footer(reading, index),
        result=_result(said, figures, index),
        scale=_scale(index),
        peer_note=_peer_note(said, figures, index),
        percent=PercentCard(
            label=words.headings["score_pct"],
            figure=figures.percent(report.score_pct) if report else NOTHING,
            title=words.about["percent_and_index"],
            why=words.why_differ,
        ),
        stage=_stage(reading, index),
        basis=BasisCard(label=words.about["rests_on"], rows=_basis(reading, figures, report)),
        trend=trend_card(said, figures, index),
        costs=_costs(said, figures, pages),
        parts=_parts(said, figures, pages),
        waits=_waits(said, figures, pages),
    )


def _footer(reading: Reading, index: BranchIndex) -> str:
    about = reading.words.about
    written = f"{about['written_at']}: {moment_text(reading.job.now)} UTC"
    if index.snapshot_id is None or index.snapshot_as_of is None:
        return f"{about['snapshot']}: {about['no_snapshot']}. {written}. {reading.words.report['verdict']}"
    snapshot = f"{about['snapshot']}: {index.snapshot_id} ({index.snapshot_as_of:%Y-%m-%d})"
    return f"{snapshot}. {written}. {reading.words.report['verdict']}"


def _result(said: dict[str, str], figures: Figures, index: BranchIndex) -> ResultCard:
    """The headline where there is one to compare with, else the own result, called so."""
    report, lines = index.report, index.lines
    if (top := _published(index)) and lines:
        interval = said["between"].format(low=figures.points(top.low), high=figures.points(top.high))
        figure = figures.points(lines.headline)
        return ResultCard(label=said["headline"], figure=figure, interval_label=said["interval"], interval=interval)
    note = said["too_few"].format(count=index.missing_audits) if index.missing_audits else said["small"]
    return ResultCard(label=said["own"], figure=figures.points(report.own) if report else NOTHING, note=note)


def _published(index: BranchIndex) -> Headline | None:
    top = index.report.headline if index.report else None
    return top if top and top.published else None


def _scale(index: BranchIndex) -> Scale | None:
    top = _published(index)
    return Scale(value=top.headline, low=top.low, high=top.high, peers=index.peer_mean) if top else None


def _peer_note(said: dict[str, str], figures: Figures, index: BranchIndex) -> str | None:
    if index.peer_mean is None:
        return None
    return f"{said['lines']} {said['peer_mean'].format(figures.points(index.peer_mean))}"


def _stage(reading: Reading, index: BranchIndex) -> StageCard:
    words, verdict = reading.words, index.stage
    label = words.headings["stage"]
    if verdict is None or _published(index) is None:
        return StageCard(label=label, name=NOTHING, verdict="")
    name = f"{verdict.stage} · {words.codes[f'stage.{verdict.stage}']}"
    if verdict.between is None:
        return StageCard(label=label, name=name, verdict=words.report["stage_confirmed"])
    return StageCard(label=label, name=name, verdict=words.report["stage_between"].format(*verdict.between))


def _basis(reading: Reading, figures: Figures, report: BranchReport | None) -> list[tuple[str, str]]:
    words = reading.words
    if report is None:
        return [(words.headings["audits"], "0")]
    rows = [(words.headings["audits"], str(report.audits))]
    if (top := report.headline) is not None:
        rows.append((words.headings["shoppers"], str(top.shoppers)))
        rows.append((words.headings["reliability"], figures.share(top.reliability)))
    rows.append((words.headings["own"], figures.points(report.own)))
    return rows


def _costs(said: dict[str, str], figures: Figures, pages: Pages) -> CostsCard:
    costly = sorted(
        ((key, points) for key, points in pages.index.lost.items() if points > 0), key=lambda pair: -pair[1]
    )
    bars = [
        CostBar(
            question=pages.asked.item(key),
            figure=f"\N{MINUS SIGN}{figures.points(points)}",
            share=points / costly[0][1],
        )
        for key, points in costly
    ]
    return CostsCard(label=said["costs"], explain=said["costs_explain"] if bars else said["no_costs"], items=bars)


def _parts(said: dict[str, str], figures: Figures, pages: Pages) -> PartsCard:
    report, peers = pages.index.report, pages.index.peers
    bars = []
    for part in report.pillars if report else []:
        peer = peers.pillars.get(part.key) if peers else None
        bars.append(_part(said[f"pillar.{part.key}"], part.score, peer, figures, pillar=True))
    for part in report.sections if report else []:
        peer = peers.sections.get(part.key) if peers else None
        bars.append(_part(pages.asked.section(part.key), part.score, peer, figures, pillar=False))
    return PartsCard(label=said["parts"], explain=said["parts_explain"] if peers else "", rows=bars[:PARTS])


def _part(name: str, share: float, peers: float | None, figures: Figures, *, pillar: bool) -> PartBar:
    return PartBar(
        name=name,
        share=share,
        figure=figures.share(share),
        peers=peers,
        peers_figure="" if peers is None else figures.share(peers),
        pillar=pillar,
    )


def _waits(said: dict[str, str], figures: Figures, pages: Pages) -> WaitsCard | None:
    durations = [
        Wait(
            question=pages.asked.item(one.key),
            median=figures.span(quantile(one.seconds, 0.5)),
            spread=said["spread"].format(most=figures.span(quantile(one.seconds, 0.9)), n=len(one.seconds)),
        )
        for one in pages.waits.durations[:WAITS]
    ]
    callbacks = [_callback(said, figures, pages.asked, record) for record in pages.waits.callbacks[:WAITS]]
    if not durations and not callbacks:
        return None
    return WaitsCard(label=said["waits"], durations=durations, callbacks=callbacks)


def _callback(said: dict[str, str], figures: Figures, asked: Asked, record: CallbackRecord) -> CallbackBar:
    share = record.kept / max(1, record.kept + record.late + record.broken)
    return CallbackBar(
        question=asked.item(record.key),
        figure=figures.share(share),
        share=share,
        counts=said["callbacks"].format(kept=record.kept, late=record.late, broken=record.broken),
    )
