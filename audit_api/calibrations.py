"""The nightly calibration: snapshots of every league, and the standing of every branch in it.

Safe to crash and to repeat: a snapshot is written before the standings that name it, and standings are replaced
one by one under their own ids. Runs in a process of its own (`python -m audit_api calibrate`), because a million
audits would keep a server busy for seconds.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from pymongo import ReplaceOne

from audit_api.clock import midnight, now
from audit_api.documents import BranchDocument, League, ProgrammeDocument, SnapshotDocument, StandingDocument
from audit_api.league_sums import Cell, checklists_of, read_cells
from audit_api.leagues import in_league, league_of
from audit_api.peer_parts import read_peer_parts
from audit_api.standings import roll_ups_of, standings_of
from audit_api.tallies import LeagueCells, snapshot_of
from audit_api.version_links import links_of
from checklists.parameters import CCI_1, INDEX_VERSION

BATCH = 1000
Tell = Callable[[str], None]


class CalibrationReport(msgspec.Struct, frozen=True, kw_only=True):
    as_of: datetime
    leagues: int
    calibrated: int
    branches: int
    audits: int
    seconds: float


async def calibrate_everything(as_of: datetime | None = None, tell: Tell = lambda _: None) -> CalibrationReport:
    """`as_of` is a midnight (UTC), today's unless it is history that is written down."""
    began, day = now(), as_of or midnight(now())
    leagues = calibrated = branches = audits = 0
    async for programme in ProgrammeDocument.find_all():
        places = {doc.id: doc async for doc in BranchDocument.find({"branch.programme_id": programme.id})}
        for checklist in await checklists_of(programme.id, day):
            cells = await read_cells(programme.id, checklist, day)
            links = await links_of(programme.id, checklist, {cell.key.version for cell in cells}, day)
            for league, own in _leagues(checklist, cells, places):
                linked = [cell for cell in own if cell.key.version in links.by_version]
                sums = LeagueCells(linked, {id: doc.branch.region_id for id, doc in places.items()}, links.by_version)
                made = _snapshot(league, sums, links.current, day)
                found = standings_of(league, sums, places, day, made)
                if made is not None:
                    made.roll_ups = roll_ups_of(found, made.snapshot)
                    made.peers = await read_peer_parts(league, sorted({one.branch_id for one in found}), day)
                    await made.insert()
                written = await _write(found, league)
                leagues, calibrated = leagues + 1, calibrated + (made is not None)
                branches, audits = branches + written, audits + sum(cell.audits for cell in linked)
                tell(f"{checklist}, {league.tier}, {league.audience}: {written} branches")
    seconds = (now() - began).total_seconds()
    return CalibrationReport(
        as_of=day, leagues=leagues, calibrated=calibrated, branches=branches, audits=audits, seconds=seconds
    )


def _leagues(checklist: str, cells: list[Cell], places: dict[UUID, BranchDocument]) -> list[tuple[League, list[Cell]]]:
    own: dict[League, list[Cell]] = defaultdict(list)
    for cell in cells:
        own[league_of(places[cell.key.branch_id].branch, checklist)].append(cell)
    return sorted(own.items(), key=lambda pair: (pair[0].tier, pair[0].audience))


def _snapshot(league: League, sums: LeagueCells, current: int, day: datetime) -> SnapshotDocument | None:
    """None for a league too small to say anything about it."""
    if len({cell.key.branch_id for cell in sums.cells}) < CCI_1.calibrated_branches:
        return None
    return SnapshotDocument(
        id=uuid4(),
        league=league,
        as_of=day,
        made_at=now(),
        index_version=INDEX_VERSION,
        current_version=current,
        links={str(version): link for version, link in sums.links.items()},
        snapshot=snapshot_of(sums),
    )


async def _write(found: list[StandingDocument], league: League) -> int:
    """Replaces the league's standings, and drops those of branches that have left it."""
    collection = StandingDocument.get_pymongo_collection()
    for first in range(0, len(found), BATCH):
        batch = [one.as_stored() for one in found[first : first + BATCH]]
        await collection.bulk_write([ReplaceOne({"_id": row["_id"]}, row, upsert=True) for row in batch], ordered=False)
    await collection.delete_many(in_league(league) | {"_id": {"$nin": [one.id for one in found]}})
    return len(found)
