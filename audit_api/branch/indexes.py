"""A branch's index under one checklist: its headline, what it is made of, and how it has moved."""

from datetime import datetime
from uuid import UUID

import msgspec

from audit_api.calibration.branch_audits import read_branch_audits
from audit_api.calibration.leagues import league_of
from audit_api.clock import midnight
from audit_api.documents import BranchDocument, League, PeerParts, StandingDocument
from audit_api.documents.standings import RankedPlace
from checklists.branch_report import BranchReport, DatedScorecard, branch_report
from checklists.headline import Headline, audits_until_published, branch_sums
from checklists.rounding import rounded_to_sum
from checklists.stage import StageVerdict, stage_verdict


class PrintedLines(msgspec.Struct, kw_only=True):
    """Lines with one decimal, so that own + version_change + severity + peer_pull = headline as printed."""

    own: float
    version_change: float
    severity: float
    peer_pull: float
    headline: float


class BranchIndex(msgspec.Struct, kw_only=True):
    """`report` is None without an eligible audit in the window. `snapshot_id` is None where the league is too small.

    `left_out` counts audits of checklist versions that cannot be restated on the current one. `separable` is false
    where nobody is corrected for severity. `missing_audits` are those until the branch is compared. `lost` are the
    index points that each item cost, ceilings included, by key: one decimal, rounded so that 100 minus all of them is
    the own result as printed.
    """

    league: League
    as_of: datetime
    snapshot_id: UUID | None
    snapshot_as_of: datetime | None
    peer_mean: float | None
    peers: PeerParts | None
    separable: bool | None
    report: BranchReport | None
    lines: PrintedLines | None
    stage: StageVerdict | None
    place: RankedPlace | None
    missing_audits: int
    lost: dict[str, float]
    left_out: int


async def branch_index(branch: BranchDocument, checklist: str, now: datetime) -> BranchIndex:
    """Recomputed from the audits, so that it never drifts from them."""
    league = league_of(branch.branch, checklist)
    read = await read_branch_audits(branch.id, league, midnight(now))
    made = read.snapshot
    report = branch_report(read.counted, made.snapshot if made else None)
    top = report.headline if report else None
    lines = _lines(top) if top else None
    standing = await StandingDocument.find_one({"branch_id": branch.id, "league.checklist": checklist})
    return BranchIndex(
        league=league,
        as_of=midnight(now),
        snapshot_id=made.id if made else None,
        snapshot_as_of=made.as_of if made else None,
        peer_mean=made.snapshot.mean if made else None,
        peers=made.peers if made else None,
        separable=made.snapshot.separable if made else None,
        report=report,
        lines=lines,
        stage=_stage(report) if report else None,
        place=standing.place if standing else None,
        missing_audits=audits_until_published(*_counts(read.counted)),
        lost=_lost(report, lines.own if lines else report.own) if report else {},
        left_out=read.left_out,
    )


def _counts(audits: list[DatedScorecard]) -> tuple[int, int, float]:
    sums = branch_sums(audit.dated for audit in audits)
    return (sums.audits, len(sums.shopper_weights), sums.weight) if sums else (0, 0, 0.0)


def _lost(report: BranchReport, own: float) -> dict[str, float]:
    costs = {item.key: item.cost + item.critical for item in report.items if item.cost + item.critical > 0}
    return dict(zip(costs, rounded_to_sum(list(costs.values()), 100 - own), strict=True))


def _lines(top: Headline) -> PrintedLines:
    own, change, severity, pull = rounded_to_sum(
        [top.own, top.version_change, top.severity, top.peer_pull], top.headline
    )
    # Not `round(x, 1)`, which may see another tenth than the lines were rounded to.
    headline = round(top.headline * 10) / 10
    return PrintedLines(own=own, version_change=change, severity=severity, peer_pull=pull, headline=headline)


def _stage(report: BranchReport) -> StageVerdict | None:
    top = report.headline
    if top is None:
        return None
    return stage_verdict(top.headline, top.low, top.high, report.levels.get("2"), report.levels.get("3"))
