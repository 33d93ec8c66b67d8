"""The page of one branch: its headline, what it is made of, and how it has moved."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from litestar import get
from litestar.params import FromPath, FromQuery

from audit_api.access import DESK, branch_for
from audit_api.documents import AuditDocument, BranchDocument, League, SnapshotDocument, StandingDocument
from audit_api.documents.standings import Place
from audit_api.injected import CurrentPrincipal
from audit_api.leagues import in_league
from audit_api.problems import documented
from checklists.branch_report import BranchReport, DatedScorecard, branch_report
from checklists.linking import Link
from checklists.parameters import CCI_1
from checklists.printed import rounded_to_sum
from checklists.scoring import Scorecard
from checklists.snapshot import Snapshot
from checklists.stage import StageVerdict, stage_verdict


class PrintedLines(msgspec.Struct, kw_only=True):
    """One decimal, rounded so that own + version_change + severity + peer_pull = headline as printed."""

    own: float
    version_change: float
    severity: float
    peer_pull: float
    headline: float


class BranchIndex(msgspec.Struct, kw_only=True):
    """`report` is None without an eligible audit in the window. `snapshot_id` is None where the league is too small.

    `left_out` counts audits of checklist versions that cannot be restated on the current one.
    """

    league: League
    as_of: datetime
    snapshot_id: UUID | None
    snapshot_as_of: datetime | None
    peer_mean: float | None
    report: BranchReport | None
    lines: PrintedLines | None
    stage: StageVerdict | None
    place: Place | None
    left_out: int


class Dated(msgspec.Struct):
    """An audit as far as the report needs it."""

    id: UUID = msgspec.field(name="_id")
    occurred_at: datetime
    shopper_id: UUID
    version: int
    scorecard: Scorecard


@get(
    "/api/branches/{branch_id:uuid}/index",
    access=DESK,
    tags=["Comparison"],
    summary="A branch's index under one checklist, from its own audits and the latest calibration",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_branch_index(
    principal: CurrentPrincipal, branch_id: FromPath[UUID], checklist: FromQuery[str]
) -> BranchIndex:
    branch = await branch_for(principal, branch_id)
    return await branch_index(branch, checklist, datetime.now(UTC))


async def branch_index(branch: BranchDocument, checklist: str, now: datetime) -> BranchIndex:
    """Recomputed from the audits, so that it never drifts from them."""
    facts = branch.branch
    league = League(programme_id=facts.programme_id, checklist=checklist, tier=facts.tier, audience=facts.audience)
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    audits = await _audits(branch.id, checklist, today)
    made = await _snapshot(league, {audit.shopper_id for audit in audits})
    links = msgspec.convert(made["links"], dict[str, Link]) if made else {}
    counted = [audit for audit in audits if made is None or str(audit.version) in links]
    snapshot = msgspec.convert(made["snapshot"], Snapshot) if made else None
    report = branch_report([_dated(audit, links, today) for audit in counted], snapshot)
    standing = await StandingDocument.find_one({"branch_id": branch.id, "league.checklist": checklist})
    return BranchIndex(
        league=league,
        as_of=today,
        snapshot_id=made["_id"] if made else None,
        snapshot_as_of=made["as_of"] if made else None,
        peer_mean=snapshot.mean if snapshot else None,
        report=report,
        lines=_lines(report) if report else None,
        stage=_stage(report) if report else None,
        place=standing.place if standing else None,
        left_out=len(audits) - len(counted),
    )


async def _audits(branch_id: UUID, checklist: str, today: datetime) -> list[Dated]:
    wanted = {
        "branch_id": branch_id,
        "status": "finalised",
        "occurred_at": {"$gte": today - timedelta(days=CCI_1.window_days - 1)},
        "submission.checklist.key": checklist,
        "scorecard.index": {"$gte": 0},
    }
    needed = {"occurred_at": 1, "shopper_id": 1, "version": "$submission.checklist.version", "scorecard": 1}
    rows = AuditDocument.get_pymongo_collection().find(wanted, needed)
    return msgspec.convert(await rows.to_list(), list[Dated])


async def _snapshot(league: League, shoppers: set[UUID]) -> dict[str, Any] | None:
    """The latest, with the severities of these shoppers only."""
    parts: tuple[str, ...] = (
        "mean",
        "branch_variance",
        "region_variance",
        "shopper_variance",
        "rest_variance",
        "branches",
        "audits",
    )
    parts += ("separable", "region_base", *(f"severities.{shopper}" for shopper in shoppers))
    fields = {"as_of": 1, "links": 1} | {f"snapshot.{part}": 1 for part in parts}
    found = await SnapshotDocument.get_pymongo_collection().find_one(in_league(league), fields, sort=[("made_at", -1)])
    if found is not None:
        found["snapshot"].setdefault("severities", {})
    return found


def _dated(audit: Dated, links: dict[str, Link], today: datetime) -> DatedScorecard:
    # An audit from a phone whose clock runs ahead counts as today's.
    age = max(0, (today.date() - audit.occurred_at.astimezone(UTC).date()).days)
    link = links.get(str(audit.version))
    return DatedScorecard(
        audit_id=audit.id,
        age_days=age,
        shopper=audit.shopper_id,
        card=audit.scorecard,
        offset=link.offset if link else 0.0,
    )


def _lines(report: BranchReport) -> PrintedLines | None:
    top = report.headline
    if top is None:
        return None
    own, change, severity, pull = rounded_to_sum(
        [top.own, top.version_change, top.severity, top.peer_pull], top.headline
    )
    return PrintedLines(
        own=own, version_change=change, severity=severity, peer_pull=pull, headline=round(top.headline, 1)
    )


def _stage(report: BranchReport) -> StageVerdict | None:
    top = report.headline
    if top is None:
        return None
    return stage_verdict(top.headline, top.low, top.high, report.levels.get("2"), report.levels.get("3"))


ROUTES = [read_branch_index]
