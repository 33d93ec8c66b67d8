"""The nightly calibration: snapshots of every league, and the standing of every branch in it.

Safe to crash and to repeat: a snapshot is written before the standings that name it, and standings are replaced
one by one under their own ids. Runs in a process of its own (`python -m audit_api calibrate`), because a million
audits would keep a server busy for seconds.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
import numpy as np
from numpy.typing import NDArray

from audit_api.calibration.keeping import keep_month
from audit_api.calibration.league_falls import raise_falls
from audit_api.calibration.league_sums import Cells, checklists_of, read_cells
from audit_api.calibration.leagues import in_league, league_of
from audit_api.calibration.peer_parts import read_peer_parts
from audit_api.calibration.refreshing import refresh_standing
from audit_api.calibration.section_scores import comparable, fill_section_scores
from audit_api.calibration.standing_writes import Stamps, read_stamps, replace_standings
from audit_api.calibration.standings import LeagueDay, results_of, roll_ups_of
from audit_api.calibration.tallies import LeagueCells, snapshot_of
from audit_api.calibration.version_links import UNCHANGED, links_of
from audit_api.calibration.wave_results import keep_waves, waves_until
from audit_api.clock import midnight, now
from audit_api.documents import (
    BranchDocument,
    League,
    ProgrammeDocument,
    SectionScoresDocument,
    SnapshotDocument,
    StandingDocument,
    WaveSpan,
)
from checklists.parameters import CCI_1, INDEX_VERSION

Tell = Callable[[str], None]
Told = Callable[[int, int], Awaitable[None]]


async def _nobody(_: int, __: int) -> None:
    pass


class MadeLeague(msgspec.Struct, frozen=True):
    """`calibrated` is false for a league too small for a snapshot."""

    league: League
    calibrated: bool
    branches: int
    audits: int


class CalibrationReport(msgspec.Struct, kw_only=True):
    as_of: datetime
    leagues: int = 0
    calibrated: int = 0
    branches: int = 0
    audits: int = 0
    seconds: float = 0.0

    def count(self, made: MadeLeague) -> None:
        self.leagues += 1
        self.calibrated += made.calibrated
        self.branches += made.branches
        self.audits += made.audits


async def calibrate_everything(
    told: Told = _nobody, tell: Tell = lambda _: None, as_of: datetime | None = None
) -> CalibrationReport:
    """`as_of` is a midnight (UTC), today's unless it is history that is written down: then only a snapshot is made,
    and what is kept of a month that ended with it.

    `told` hears how many leagues are done, of how many that may have audits.
    """
    began, day = now(), as_of or midnight(now())
    report = CalibrationReport(as_of=day)
    work = await _planned(day)
    done, total = 0, sum(one.leagues for one in work)
    await told(0, total)
    for one in work:
        more = 0
        async for made in _calibrated(one):
            report.count(made)
            more += 1
            await told(done + more, total)
            tell(f"{one.checklist}, {made.league.tier}, {made.league.audience}: {made.branches} branches")
        done += one.leagues
    await told(total, total)
    report.seconds = (now() - began).total_seconds()
    return report


class _Work(msgspec.Struct, frozen=True):
    """One checklist of one programme, whose branches form so many `leagues`."""

    programme_id: UUID
    checklist: str
    places: dict[UUID, BranchDocument]
    leagues: int
    day: datetime
    present: bool
    waves: list[WaveSpan]


async def _planned(day: datetime) -> list[_Work]:
    work: list[_Work] = []
    async for programme in ProgrammeDocument.find_all():
        places = {doc.id: doc async for doc in BranchDocument.find({"branch.programme_id": programme.id})}
        leagues = len({(doc.branch.tier, doc.branch.audience) for doc in places.values()})
        present = day >= midnight(now())
        waves = await waves_until(programme.id, day) if present else []
        keys = await checklists_of(programme.id)
        work += [_Work(programme.id, key, places, leagues, day, present, waves) for key in keys]
    return work


async def _calibrated(work: _Work) -> AsyncIterator[MadeLeague]:
    """Every league of the checklist, one after the other."""
    checklist, places, day = work.checklist, work.places, work.day
    stamps = await read_stamps(checklist, places) if work.present else {}
    cells = await read_cells(work.programme_id, checklist, day, work.waves)
    found = _leagues(checklist, cells, places)
    if work.present:
        await _forget_all_but([league for league, _ in found], work.programme_id, checklist)
        await _replace_standings(checklist, [], _only(stamps, stamps.keys() - set(cells.branches)))
    if not found:
        return
    audits = {int(version): int(cells.audits[cells.version == version].sum()) for version in np.unique(cells.version)}
    links = await links_of(work.programme_id, checklist, audits, day)
    linked = cells.only(np.isin(cells.version, list(links.by_version)))
    regions = [places[branch].branch.region_id for branch in cells.branches]
    for league, members in found:
        sums = LeagueCells(linked.only(members[linked.branch]), regions, links.by_version)
        whole = sums
        if len(links.by_version) < len(audits):
            whole = LeagueCells(cells.only(members[cells.branch]), regions, dict.fromkeys(audits, UNCHANGED))
        before = _only(stamps, [cells.branches[n] for n in np.flatnonzero(members)])
        yield await _calibrate(league, sums, whole, work, _snapshot(league, sums, links.current, day), before)


async def _calibrate(
    league: League, sums: LeagueCells, whole: LeagueCells, work: _Work, made: SnapshotDocument | None, before: Stamps
) -> MadeLeague:
    """`whole` has the audits of all versions, `sums` those that can be restated. `before`: of the league's branches."""
    day = LeagueDay(league, work.day, made)
    if made is None:
        sums = whole  # own results are compared with nothing, so nothing need be restated
    found = results_of(day, sums, work.places)
    if made is not None:
        made.roll_ups = roll_ups_of(found, made.snapshot)
        made.peers = await read_peer_parts(league, sorted({one.standing.branch_id for one in found}), day.as_of)
        await made.insert()
    await keep_month(day, found)
    if work.present:
        await keep_waves(day, whole, work.places, work.waves)
        await _replace_present(day, [one.standing for one in found], before)
        if made is not None:
            await raise_falls(league, sums, work.places, made.snapshot, day.as_of)
    return MadeLeague(league, made is not None, len(found), int(sums.cells.audits.sum()))


async def _replace_present(day: LeagueDay, standings: list[StandingDocument], before: Stamps) -> None:
    league, made = day.league, day.made
    if made is None:
        await _end_series(league)
    versions = comparable(made.links) if made else None
    await fill_section_scores(league, {one.branch_id: one.id for one in standings}, versions, day.as_of)
    await _replace_standings(league.checklist, standings, before)
    if made is not None:
        told = {"$set": {"standings_at": now()}}
        await SnapshotDocument.get_pymongo_collection().update_one({"_id": made.id}, told)


async def _replace_standings(checklist: str, standings: list[StandingDocument], before: Stamps) -> None:
    """What was decided about an audit after the night had read the audits counts as well."""
    for branch in await replace_standings(checklist, standings, before):
        await refresh_standing(branch, checklist)


def _only(stamps: Stamps, branches: Iterable[UUID]) -> Stamps:
    return {branch: stamps[branch] for branch in branches if branch in stamps}


async def _forget_all_but(leagues: list[League], programme_id: UUID, checklist: str) -> None:
    """Of leagues without an audit in the window nothing is known any more. Their standings are dropped apart."""
    wanted: dict[str, Any] = {"league.programme_id": programme_id, "league.checklist": checklist}
    if leagues:
        wanted["$nor"] = [in_league(league) for league in leagues]
    await SectionScoresDocument.get_pymongo_collection().delete_many(wanted)
    await SnapshotDocument.get_pymongo_collection().update_many(wanted | {"ended_at": None}, _ended())


async def _end_series(league: League) -> None:
    """What an earlier night found out about a league that is too small now must not be taken for the present."""
    still = in_league(league) | {"ended_at": None}
    await SnapshotDocument.get_pymongo_collection().update_many(still, _ended())


def _ended() -> dict[str, Any]:
    return {"$set": {"ended_at": now()}}


def _leagues(
    checklist: str, cells: Cells, places: dict[UUID, BranchDocument]
) -> list[tuple[League, NDArray[np.bool_]]]:
    """Each with the branches that are in it, by their positions."""
    of_branch = [league_of(places[branch].branch, checklist) for branch in cells.branches]
    ordered = sorted(set(of_branch), key=lambda league: (league.tier, league.audience))
    return [(league, np.array([one == league for one in of_branch])) for league in ordered]


def _snapshot(league: League, sums: LeagueCells, current: int, day: datetime) -> SnapshotDocument | None:
    """None for a league too small to say anything about it."""
    if len(np.unique(sums.cells.branch)) < CCI_1.calibrated_branches:
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
