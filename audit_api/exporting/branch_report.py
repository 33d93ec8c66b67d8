"""Two pages about a branch for a wall: what its page says, set by Typst."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import typst

from audit_api.access import branch_for
from audit_api.branch.indexes import BranchIndex, branch_index
from audit_api.branch.visits import branch_waits
from audit_api.documents import BranchDocument, ChecklistVersionDocument, RegionDocument
from audit_api.documents.exports import BranchReportPages
from audit_api.exporting.figures import Figures
from audit_api.exporting.reading import Reading, moment_text
from audit_api.exporting.wordings import Asked, read_asked
from checklists.branch_report import BranchReport, QuarterResult
from checklists.parameters import CCI_1
from checklists.quantiles import quantile
from checklists.waits import Waits

HERE = Path(__file__).parent
COSTS, PARTS, WAITS = 8, 14, 4
"""Rows of costs, of pillars with sections, and of waits that fit on the second page."""
QUARTERS, QUARTER = 4, timedelta(days=CCI_1.quarter_days)


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
        sys_inputs={"data": msgspec.json.encode(page_data(reading, pages)).decode()},
    )
    if not isinstance(compiled, bytes):
        raise TypeError("one document was expected")
    reading.progress.count_one()
    return compiled


def page_data(reading: Reading, pages: Pages) -> dict[str, Any]:
    words, figures = reading.words, Figures(reading.words)
    said, index, report = words.report, pages.index, pages.index.report
    tier = words.codes[f"tier.{pages.branch.branch.tier}"]
    return {
        "lang": words.language,
        "title": pages.branch.branch.name,
        "author": reading.job.principal.name,
        "subtitle": " · ".join(filter(None, [pages.checklist, pages.region, f"{words.headings['tier']}: {tier}"])),
        "date": figures.day(index.as_of),
        "footer": _footer(reading, index),
        "result": _result(said, figures, index),
        "scale": _scale(index),
        "peer_note": _peer_note(said, figures, index),
        "percent": {
            "label": words.headings["score_pct"],
            "figure": figures.percent(report.score_pct) if report else "\N{EN DASH}",
            "title": words.about["percent_and_index"],
            "why": words.why_differ,
        },
        "stage": _stage(reading, index),
        "basis": {"label": words.about["rests_on"], "rows": _basis(reading, figures, report)},
        "trend": _trend(said, figures, index),
        "costs": _costs(said, figures, pages),
        "parts": _parts(said, figures, pages),
        "waits": _waits(said, figures, pages),
    }


def _footer(reading: Reading, index: BranchIndex) -> str:
    about = reading.words.about
    written = f"{about['written_at']}: {moment_text(reading.job.now)} UTC"
    if index.snapshot_id is None or index.snapshot_as_of is None:
        return f"{about['snapshot']}: {about['no_snapshot']}. {written}. {reading.words.report['verdict']}"
    snapshot = f"{about['snapshot']}: {index.snapshot_id} ({index.snapshot_as_of:%Y-%m-%d})"
    return f"{snapshot}. {written}. {reading.words.report['verdict']}"


def _result(said: dict[str, str], figures: Figures, index: BranchIndex) -> dict[str, Any]:
    """The headline where there is one to compare with, else the own result, called so."""
    report, lines = index.report, index.lines
    top = report.headline if report else None
    if top and top.published and lines:
        interval = said["between"].format(low=figures.points(top.low), high=figures.points(top.high))
        shown = {"label": said["headline"], "figure": figures.points(lines.headline), "note": None}
        return {**shown, "interval_label": said["interval"], "interval": interval}
    own = figures.points(report.own) if report else "\N{EN DASH}"
    note = said["too_few"].format(count=index.missing_audits) if index.missing_audits else said["small"]
    return {"label": said["own"], "figure": own, "interval_label": "", "interval": None, "note": note}


def _scale(index: BranchIndex) -> dict[str, float | None] | None:
    top = index.report.headline if index.report else None
    if top is None or not top.published:
        return None
    return {"value": top.headline, "low": top.low, "high": top.high, "peers": index.peer_mean}


def _peer_note(said: dict[str, str], figures: Figures, index: BranchIndex) -> str | None:
    if index.peer_mean is None:
        return None
    return f"{said['lines']} {said['peer_mean'].format(figures.points(index.peer_mean))}"


def _stage(reading: Reading, index: BranchIndex) -> dict[str, str]:
    words, verdict = reading.words, index.stage
    label = words.headings["stage"]
    top = index.report.headline if index.report else None
    if verdict is None or top is None or not top.published:
        return {"label": label, "name": "\N{EN DASH}", "verdict": ""}
    name = f"{verdict.stage} · {words.codes[f'stage.{verdict.stage}']}"
    if verdict.between is None:
        return {"label": label, "name": name, "verdict": words.report["stage_confirmed"]}
    first, last = verdict.between
    return {"label": label, "name": name, "verdict": words.report["stage_between"].format(first, last)}


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


def _trend(said: dict[str, str], figures: Figures, index: BranchIndex) -> dict[str, Any]:
    found = {one.back: one for one in index.report.quarters} if index.report else {}
    latest = found[0].trend if 0 in found else None
    detectable = said["detectable"].format(figures.points(latest.smallest_detectable)) if latest else None
    quarters = [_quarter(figures, index, back, found.get(back)) for back in reversed(range(QUARTERS))]
    return {
        "label": said["trend"],
        "quarters": quarters,
        "verdict": _verdict(said, figures, found.get(0)),
        "detectable": detectable,
    }


def _quarter(figures: Figures, index: BranchIndex, back: int, found: QuarterResult | None) -> dict[str, Any]:
    last = index.as_of - back * QUARTER
    first = last - QUARTER + timedelta(days=1)
    return {
        "label": f"{figures.short_day(first)} \N{EN DASH} {figures.short_day(last)}",
        "value": found.mean if found else None,
        "figure": figures.points(found.mean) if found else "",
        "note": figures.audits(found.audits if found else 0),
    }


def _verdict(said: dict[str, str], figures: Figures, latest: QuarterResult | None) -> str:
    if latest is None or latest.trend is None:
        return said["no_quarter_before"]
    if not latest.trend.visible:
        return said["no_change"]
    change = latest.trend.change
    return said["rose" if change > 0 else "fell"].format(figures.points(abs(change)))


def _costs(said: dict[str, str], figures: Figures, pages: Pages) -> dict[str, Any]:
    lost = sorted(pages.index.lost.items(), key=lambda pair: -pair[1])
    shown = [(key, points) for key, points in lost if points > 0][:COSTS]
    most = shown[0][1] if shown else 1.0
    items = [
        {"question": pages.asked.item(key), "figure": f"\N{MINUS SIGN}{figures.points(points)}", "share": points / most}
        for key, points in shown
    ]
    return {"label": said["costs"], "explain": said["costs_explain"] if items else said["no_costs"], "items": items}


def _parts(said: dict[str, str], figures: Figures, pages: Pages) -> dict[str, Any]:
    report, peers = pages.index.report, pages.index.peers
    rows = []
    for part in report.pillars if report else []:
        peer = peers.pillars.get(part.key) if peers else None
        rows.append(_part(said[f"pillar.{part.key}"], part.score, peer, figures, pillar=True))
    for part in report.sections if report else []:
        peer = peers.sections.get(part.key) if peers else None
        rows.append(_part(pages.asked.section(part.key), part.score, peer, figures))
    return {"label": said["parts"], "explain": said["parts_explain"] if peers else "", "rows": rows[:PARTS]}


def _part(name: str, share: float, peers: float | None, figures: Figures, *, pillar: bool = False) -> dict[str, Any]:
    peer = "" if peers is None else figures.share(peers)
    figure = figures.share(share)
    return {"name": name, "share": share, "figure": figure, "peers": peers, "peers_figure": peer, "pillar": pillar}


def _waits(said: dict[str, str], figures: Figures, pages: Pages) -> dict[str, Any] | None:
    durations = [
        {
            "question": pages.asked.item(one.key),
            "median": figures.span(quantile(one.seconds, 0.5)),
            "spread": said["spread"].format(most=figures.span(quantile(one.seconds, 0.9)), n=len(one.seconds)),
        }
        for one in pages.waits.durations[:WAITS]
    ]
    callbacks = []
    for record in pages.waits.callbacks[:WAITS]:
        share = record.kept / max(1, record.kept + record.late + record.broken)
        counts = said["callbacks"].format(kept=record.kept, late=record.late, broken=record.broken)
        name = pages.asked.item(record.key)
        callbacks.append({"question": name, "figure": figures.share(share), "share": share, "counts": counts})
    if not durations and not callbacks:
        return None
    return {"label": said["waits"], "durations": durations, "callbacks": callbacks}
