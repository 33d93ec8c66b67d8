"""The audits that a branch's result rests on, and the snapshot that corrects it."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from audit_api.calibration.leagues import LATEST, in_league
from audit_api.calibration.recency import window_start
from audit_api.documents import AuditDocument, League, PeerParts, SnapshotDocument
from checklists.branch_report import DatedScorecard
from checklists.linking import Link
from checklists.scoring import Scorecard
from checklists.snapshot import Snapshot

SNAPSHOT_PARTS = (
    "mean",
    "branch_variance",
    "region_variance",
    "shopper_variance",
    "rest_variance",
    "branches",
    "audits",
    "separable",
    "region_base",
)


class MadeSnapshot(msgspec.Struct, frozen=True):
    """The latest snapshot of a league, with the severities of the shoppers concerned only."""

    id: UUID = msgspec.field(name="_id")
    as_of: datetime
    links: dict[str, Link]
    snapshot: Snapshot
    peers: PeerParts | None = None


class BranchAudits(msgspec.Struct, frozen=True):
    """A branch's audits: `counted` of the last 364 days, `left_out` of versions that cannot be restated."""

    counted: list[DatedScorecard]
    left_out: int
    snapshot: MadeSnapshot | None
    last_audit_at: datetime | None


class _Found(msgspec.Struct, frozen=True):
    id: UUID = msgspec.field(name="_id")
    occurred_at: datetime
    shopper_id: UUID
    version: int
    scorecard: Scorecard


async def read_branch_audits(branch_id: UUID, league: League, today: datetime) -> BranchAudits:
    """The audits of a branch in its league, in two round trips; `today` is a midnight (UTC)."""
    found = await _finalised(branch_id, league.checklist, today)
    made = await latest_snapshot(league, {audit.shopper_id for audit in found})
    counted = [audit for audit in found if made is None or str(audit.version) in made.links]
    links = made.links if made else {}
    return BranchAudits(
        counted=[_dated(audit, links, today) for audit in counted],
        left_out=len(found) - len(counted),
        snapshot=made,
        last_audit_at=max((audit.occurred_at for audit in counted), default=None),
    )


async def _finalised(branch_id: UUID, checklist: str, today: datetime) -> list[_Found]:
    wanted = {
        "branch_id": branch_id,
        "status": "finalised",
        "occurred_at": {"$gte": window_start(today)},
        "submission.checklist.key": checklist,
        "scorecard.index": {"$gte": 0},
    }
    needed = {"occurred_at": 1, "shopper_id": 1, "version": "$submission.checklist.version", "scorecard": 1}
    rows = AuditDocument.get_pymongo_collection().find(wanted, needed)
    return msgspec.convert(await rows.to_list(), list[_Found])


async def latest_snapshot(league: League, shoppers: set[UUID]) -> MadeSnapshot | None:
    """With the severities of `shoppers`. None for a league that has none, or has become too small since."""
    parts = [*SNAPSHOT_PARTS, *(f"severities.{shopper}" for shopper in shoppers)]
    fields = {"as_of": 1, "links": 1, "peers": 1, "ended_at": 1} | {f"snapshot.{part}": 1 for part in parts}
    snapshots = SnapshotDocument.get_pymongo_collection()
    found = await snapshots.find_one(in_league(league), fields, sort=LATEST)
    if found is None or found.get("ended_at"):
        return None
    found["snapshot"].setdefault("severities", {})
    return msgspec.convert(found, MadeSnapshot)


def _dated(audit: _Found, links: dict[str, Link], today: datetime) -> DatedScorecard:
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
