"""The quarters of a branch's report: a dot for each, and what they say together."""

from datetime import timedelta

from audit_api.branch.indexes import BranchIndex
from audit_api.exporting.figures import Figures
from audit_api.exporting.report_page import QuarterDot, TrendCard
from checklists.branch_report import QuarterResult
from checklists.parameters import CCI_1

QUARTERS, QUARTER = CCI_1.window_days // CCI_1.quarter_days, timedelta(days=CCI_1.quarter_days)


def trend_card(said: dict[str, str], figures: Figures, index: BranchIndex) -> TrendCard:
    results = {result.back: result for result in index.report.quarters} if index.report else {}
    latest = results.get(0)
    change = latest.trend if latest else None
    return TrendCard(
        label=said["trend"],
        quarters=[_dot(figures, index, back, results.get(back)) for back in reversed(range(QUARTERS))],
        verdict=_verdict(said, figures, latest),
        detectable=said["detectable"].format(figures.points(change.smallest_detectable)) if change else None,
    )


def _dot(figures: Figures, index: BranchIndex, back: int, result: QuarterResult | None) -> QuarterDot:
    last = index.as_of - back * QUARTER
    first = last - QUARTER + timedelta(days=1)
    return QuarterDot(
        label=f"{figures.short_day(first)} \N{EN DASH} {figures.short_day(last)}",
        value=result.mean if result else None,
        figure=figures.points(result.mean) if result else "",
        note=figures.audits(result.audits if result else 0),
    )


def _verdict(said: dict[str, str], figures: Figures, latest: QuarterResult | None) -> str:
    if latest is None or latest.trend is None:
        return said["no_quarter_before"]
    if not latest.trend.visible:
        return said["no_change"]
    change = latest.trend.change
    return said["rose" if change > 0 else "fell"].format(figures.points(abs(change)))
