"""Which results of a league have fallen by the snapshot that was just made, and telling who runs those branches.

Nothing is read for the rule itself: the sums of a calibration are by quarter. Only of branches that fell, the latest
audit is looked up.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import numpy as np

from audit_api.calibration.falls import fall_id, store_alerts, told_lately
from audit_api.calibration.league_cells import LeagueCells
from audit_api.calibration.league_sums import Cells, counted_audits
from audit_api.calibration.recency import Floats
from audit_api.clock import now
from audit_api.documents import AlertDocument, AuditDocument, BranchDocument, League
from checklists.alerts import Finding, fall_of
from checklists.definition import ChecklistRef
from checklists.parameters import CCI_1
from checklists.snapshot import Snapshot
from checklists.trend import Quarter, trend

LATEST, BEFORE = 0, 1


async def raise_falls(
    league: League, sums: LeagueCells, places: Mapping[UUID, BranchDocument], snapshot: Snapshot, day: datetime
) -> int:
    """Raises an alert for each branch that fell; tells how many. None about competitors: there is nobody to alarm."""
    at = now()
    fell = fallen(sums, snapshot)
    own = [branch for branch in fell if not places[branch].branch.competitor]
    if not own:
        return 0
    untold = set(own) - await told_lately(own, league.checklist, at)
    latest = await _latest_audits(league, untold, day)
    alerts = [_alert(places[branch], audit, fell[branch], league, at) for branch, audit in latest.items()]
    await store_alerts(alerts)
    await _withdraw_void(alerts)
    return len(alerts)


def fallen(sums: LeagueCells, snapshot: Snapshot) -> dict[UUID, Finding]:
    """The branches whose result fell between the latest two quarters by the trend rule, with the finding."""
    cells, corrected = sums.cells, _corrected(sums, snapshot)
    found = {}
    for number in _suspects(cells, corrected, snapshot):
        branch = cells.branches[number]
        before, latest = (_quarter(cells, corrected, number, back) for back in (BEFORE, LATEST))
        if finding := fall_of(trend(before, latest, snapshot)):
            found[branch] = finding
    return found


def _corrected(sums: LeagueCells, snapshot: Snapshot) -> Floats:
    """Sums of the indexes of each cell, restated on the current version and freed of severity."""
    cells = sums.cells
    severity = np.array([snapshot.severity_of(shopper).points for shopper in cells.shoppers])
    corrected: Floats = cells.index + cells.audits * (sums.offsets - severity[cells.shopper])
    return corrected


def _suspects(cells: Cells, corrected: Floats, snapshot: Snapshot) -> list[int]:
    """Positions of branches that may have fallen: what shoppers add to the spread only makes it less sure."""
    size = len(cells.branches)
    counts, totals = np.zeros((2, size)), np.zeros((2, size))
    for back in (LATEST, BEFORE):
        of_quarter = cells.quarter == back
        counts[back] = np.bincount(cells.branch[of_quarter], cells.audits[of_quarter], size)
        totals[back] = np.bincount(cells.branch[of_quarter], corrected[of_quarter], size)
    enough = counts.min(axis=0) >= CCI_1.trend_audits
    n, total = counts[:, enough], totals[:, enough]
    change = total[LATEST] / n[LATEST] - total[BEFORE] / n[BEFORE]
    luck = CCI_1.trend_z**2 * snapshot.rest_variance * (1 / n[LATEST] + 1 / n[BEFORE])
    # A little wider: it is decided elsewhere.
    fell = (change < 0) & (change**2 >= luck * (1 - 1e-9))
    return [int(number) for number in np.flatnonzero(enough)[fell]]


def _quarter(cells: Cells, corrected: Floats, branch: int, back: int) -> Quarter:
    rows = np.flatnonzero((cells.branch == branch) & (cells.quarter == back))
    audits = float(cells.audits[rows].sum())
    shares: dict[UUID, float] = {}
    for row in rows.tolist():
        shopper = cells.shoppers[cells.shopper[row]]
        shares[shopper] = shares.get(shopper, 0.0) + float(cells.audits[row]) / audits
    return Quarter(mean=float(corrected[rows].sum()) / audits, audits=int(audits), shares=shares)


async def _latest_audits(league: League, branches: set[UUID], day: datetime) -> dict[UUID, dict[str, object]]:
    """For each of these branches its latest audit; who fell was audited in the latest quarter."""
    wanted = counted_audits(league.programme_id, day)
    wanted |= {"submission.checklist.key": league.checklist, "branch_id": {"$in": list(branches)}}
    # For the index of the branches: few of them have fallen.
    del wanted["programme_id"]
    pipeline: list[dict[str, object]] = [
        {"$match": wanted},
        {"$sort": {"occurred_at": -1, "_id": -1}},
        {"$group": {"_id": "$branch_id", "audit": {"$first": "$_id"}, "ref": {"$first": "$submission.checklist"}}},
    ]
    rows = await (await AuditDocument.get_pymongo_collection().aggregate(pipeline)).to_list()
    return {row["_id"]: row for row in rows}


async def _withdraw_void(alerts: list[AlertDocument]) -> None:
    """Those whose audit was taken out of the results while they were made."""
    named = [alert.audit_id for alert in alerts]
    final = {"_id": {"$in": named}, "status": "finalised"}
    void = set(named) - set(await AuditDocument.get_pymongo_collection().distinct("_id", final))
    if void:
        branches = [alert.branch_id for alert in alerts]
        these = {"branch_id": {"$in": branches}, "audit_id": {"$in": list(void)}}
        await AlertDocument.get_pymongo_collection().delete_many(these)


def _alert(
    place: BranchDocument, audit: Mapping[str, object], finding: Finding, league: League, at: datetime
) -> AlertDocument:
    ref, audit_id = audit["ref"], audit["audit"]
    assert isinstance(ref, dict) and isinstance(audit_id, UUID)  # noqa: S101 - as audits are stored
    return AlertDocument(
        id=fall_id(place.id, league.checklist, at),
        programme_id=place.branch.programme_id,
        region_id=place.branch.region_id,
        branch_id=place.id,
        audit_id=audit_id,
        checklist=ChecklistRef(key=ref["key"], version=ref["version"]),
        finding=finding,
        raised_at=at,
        stored_at=at,
    )
