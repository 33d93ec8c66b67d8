"""The nightly calibration: snapshots of every league, and the standing of every branch in it.

Safe to crash and to repeat: a snapshot is written before the standings that name it, and standings are replaced
one by one under their own ids. Runs in a process of its own (`python -m audit_api calibrate`), because a million
audits would keep a server busy for seconds.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
import numpy as np
from numpy.typing import NDArray

from audit_api.calibration.keeping import keep_month
from audit_api.calibration.league_cells import LeagueCells, snapshot_of
from audit_api.calibration.league_sums import Cells, checklists_of, read_cells
from audit_api.calibration.leagues import league_of
from audit_api.calibration.peer_parts import read_peer_parts
from audit_api.calibration.present import CalibratedLeague, read_present
from audit_api.calibration.standings import BranchResult, LeagueDay, results_of, roll_ups_of
from audit_api.calibration.version_links import UNCHANGED, links_of
from audit_api.calibration.wave_results import waves_until
from audit_api.clock import midnight, now
from audit_api.documents import BranchDocument, League, ProgrammeDocument, SnapshotDocument, WaveSpan
from checklists.parameters import CCI_1, INDEX_VERSION

LogLine = Callable[[str], None]
OnProgress = Callable[[int, int], Awaitable[None]]
"""Hears how many leagues are done, of how many that may have audits."""


async def no_progress(_: int, __: int) -> None:
    pass


def no_line(_: str) -> None:
    pass


class CalibrationReport(msgspec.Struct, kw_only=True):
    as_of: datetime
    leagues: int = 0
    calibrated: int = 0
    branches: int = 0
    audits: int = 0
    seconds: float = 0.0

    def count(self, league: CalibratedLeague) -> None:
        self.leagues += 1
        self.calibrated += league.day.made is not None
        self.branches += len(league.results)
        self.audits += int(league.sums.cells.audits.sum())


async def calibrate_everything(on_progress: OnProgress = no_progress, log_line: LogLine = no_line) -> CalibrationReport:
    """Snapshots as of today's midnight (UTC), and with them the present is replaced."""
    began, today = now(), midnight(now())
    report = CalibrationReport(as_of=today)
    checklists = await _audited_checklists()
    done, total = 0, sum(checklist.leagues for checklist in checklists)
    await on_progress(0, total)
    for checklist in checklists:
        waves = await waves_until(checklist.programme_id, today)
        present = await read_present(checklist.programme_id, checklist.key, checklist.branches, waves)
        audits = await _read(checklist, today, waves)
        await present.forget_all_but([league for league, _ in audits.leagues], audits.cells.branches)
        found = 0
        async for league in calibrate_checklist(audits):
            await present.publish(league)
            report.count(league)
            found += 1
            await on_progress(done + found, total)
            log_line(_line(league))
        done += checklist.leagues
    await on_progress(total, total)
    report.seconds = (now() - began).total_seconds()
    return report


async def write_history(as_of: datetime, log_line: LogLine) -> CalibrationReport:
    """Only snapshots as of a midnight (UTC) that is past, and what is kept of a month that ended with it."""
    began, report = now(), CalibrationReport(as_of=as_of)
    for checklist in await _audited_checklists():
        async for league in calibrate_checklist(await _read(checklist, as_of)):
            report.count(league)
            log_line(_line(league))
    report.seconds = (now() - began).total_seconds()
    return report


def _line(league: CalibratedLeague) -> str:
    named = league.day.league
    return f"{named.checklist}, {named.tier}, {named.audience}: {len(league.results)} branches"


class _Checklist(msgspec.Struct, frozen=True):
    """One that a programme has audits of. The programme's branches form so many `leagues`."""

    programme_id: UUID
    key: str
    branches: Mapping[UUID, BranchDocument]
    leagues: int


class _ChecklistAudits(msgspec.Struct, frozen=True):
    """The audits of the window, and the leagues with any: each with the branches in it, by their positions."""

    checklist: _Checklist
    as_of: datetime
    cells: Cells
    leagues: list[tuple[League, NDArray[np.bool_]]]


async def _audited_checklists() -> list[_Checklist]:
    checklists: list[_Checklist] = []
    async for programme in ProgrammeDocument.find_all():
        branches = {doc.id: doc async for doc in BranchDocument.find({"branch.programme_id": programme.id})}
        leagues = len({(doc.branch.tier, doc.branch.audience) for doc in branches.values()})
        keys = await checklists_of(programme.id)
        checklists += [_Checklist(programme.id, key, branches, leagues) for key in keys]
    return checklists


async def _read(checklist: _Checklist, as_of: datetime, waves: Sequence[WaveSpan] = ()) -> _ChecklistAudits:
    cells = await read_cells(checklist.programme_id, checklist.key, as_of, waves)
    of_branch = [league_of(checklist.branches[branch].branch, checklist.key) for branch in cells.branches]
    ordered = sorted(set(of_branch), key=lambda league: (league.tier, league.audience))
    leagues = [(league, np.array([own == league for own in of_branch])) for league in ordered]
    return _ChecklistAudits(checklist, as_of, cells, leagues)


async def calibrate_checklist(audits: _ChecklistAudits) -> AsyncIterator[CalibratedLeague]:
    """Every league with audits, one after the other."""
    if not audits.leagues:
        return
    checklist, cells = audits.checklist, audits.cells
    versions = {int(version): int(cells.audits[cells.version == version].sum()) for version in np.unique(cells.version)}
    links = await links_of(checklist.programme_id, checklist.key, versions, audits.as_of)
    linked = cells.only(np.isin(cells.version, list(links.by_version)))
    regions = [checklist.branches[branch].branch.region_id for branch in cells.branches]
    for league, members in audits.leagues:
        restatable = LeagueCells(linked.only(members[linked.branch]), regions, links.by_version)
        all_versions = restatable
        if len(links.by_version) < len(versions):
            all_versions = LeagueCells(cells.only(members[cells.branch]), regions, dict.fromkeys(versions, UNCHANGED))
        snapshot = _snapshot(league, restatable, links.current, audits.as_of)
        day = LeagueDay(league, audits.as_of, snapshot)
        # Own results are compared with nothing, so nothing need be restated.
        sums = all_versions if snapshot is None else restatable
        results = await _results(day, snapshot, sums, checklist.branches)
        branch_ids = [cells.branches[n] for n in np.flatnonzero(members)]
        yield CalibratedLeague(day, branch_ids, sums, all_versions, results)


async def _results(
    day: LeagueDay, snapshot: SnapshotDocument | None, sums: LeagueCells, branches: Mapping[UUID, BranchDocument]
) -> list[BranchResult]:
    """Stores the snapshot, and what is kept of a month that ended."""
    results = results_of(day, sums, branches)
    if snapshot is not None:
        snapshot.roll_ups = roll_ups_of(results, snapshot.snapshot)
        branch_ids = sorted({result.standing.branch_id for result in results})
        snapshot.peers = await read_peer_parts(day.league, branch_ids, day.as_of)
        await snapshot.insert()
    await keep_month(day, results)
    return results


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
