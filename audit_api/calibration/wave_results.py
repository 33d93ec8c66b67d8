"""Where each branch stands in each wave of fieldwork, worked out anew only when the audits of a wave have changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
import numpy as np

from audit_api.calibration.branch_audits import MadeSnapshot
from audit_api.calibration.keeping import keep, kept_id
from audit_api.calibration.league_cells import LeagueCells
from audit_api.calibration.league_sums import Cells
from audit_api.calibration.recency import window_start
from audit_api.calibration.standings import BranchResult, LeagueDay, results_of
from audit_api.documents import (
    BranchDocument,
    KeptComparisonDocument,
    SnapshotDocument,
    Totals,
    WaveDocument,
    WaveSpan,
)
from checklists.parameters import INDEX_VERSION
from checklists.waves import mean_of, wave_headline

DECIMALS = 3
AnySnapshot = SnapshotDocument | MadeSnapshot | None


async def waves_until(programme_id: UUID, as_of: datetime) -> list[WaveSpan]:
    """Those that are over and lie in the window whole: half a wave would compare who was visited early."""
    since = window_start(as_of)
    over = {"wave.starts_at": {"$gte": since}, "wave.ends_at": {"$lte": as_of}}
    found = WaveDocument.find({"wave.programme_id": programme_id, **over}).sort("wave.starts_at")
    return [
        WaveSpan(id=doc.id, name=doc.wave.name, starts_at=doc.wave.starts_at, ends_at=doc.wave.ends_at)
        async for doc in found
    ]


async def keep_waves(
    day: LeagueDay, sums: LeagueCells, branches: Mapping[UUID, BranchDocument], waves: Sequence[WaveSpan]
) -> None:
    """`sums` are of all versions; `waves`: those that its cells are numbered by."""
    ids = [kept_id(day.league, wave.id) for wave in waves]
    kept_before = {doc.id: doc async for doc in KeptComparisonDocument.find({"_id": {"$in": ids}})}
    for n, wave in enumerate(waves):
        cells, kept = sums.cells.only(sums.cells.wave == n), kept_before.get(ids[n])
        totals = _totals(cells)
        if _is_current(kept, wave, totals, calibrated=day.made is not None) or await _removed_meanwhile(wave):
            continue
        snapshot = await _snapshot_for(cells, day.made, kept)
        wave_day = LeagueDay(day.league, day.as_of, snapshot)
        results = _wave_results(wave_day, _restatable(cells, snapshot, sums), branches)
        await keep(wave_day, results, wave=wave, totals=totals, mean=_mean(results, snapshot))


def _is_current(kept: KeptComparisonDocument | None, wave: WaveSpan, totals: Totals, *, calibrated: bool) -> bool:
    """Nothing has changed since it was kept; a wave without audits need not be kept at all."""
    if kept is None:
        return not totals.audits
    with_snapshot = kept.snapshot_id is not None or not calibrated
    return with_snapshot and (kept.wave, kept.totals, kept.index_version) == (wave, totals, INDEX_VERSION)


async def _removed_meanwhile(wave: WaveSpan) -> bool:
    return await WaveDocument.get(wave.id) is None


async def _snapshot_for(cells: Cells, tonight: AnySnapshot, kept: KeptComparisonDocument | None) -> AnySnapshot:
    """Tonight's; the kept one where tonight's knows nothing of the wave, as its checklist is another now."""
    versions = {str(version) for version in np.unique(cells.version)}
    if kept is None or kept.snapshot_id is None or (tonight is not None and versions <= tonight.links.keys()):
        return tonight
    return await SnapshotDocument.get(kept.snapshot_id)


def _restatable(cells: Cells, snapshot: AnySnapshot, sums: LeagueCells) -> LeagueCells:
    """The audits of versions that the snapshot links, unweighted."""
    links = {int(version): link for version, link in snapshot.links.items()} if snapshot else sums.links
    return LeagueCells(unweighted(cells.only(np.isin(cells.version, list(links)))), sums.regions, links)


def _wave_results(day: LeagueDay, sums: LeagueCells, branches: Mapping[UUID, BranchDocument]) -> list[BranchResult]:
    """Without stages: one wave is too short to say how a branch works."""
    results = results_of(day, sums, branches, wave_headline)
    for result in results:
        result.standing.stage = None
    return results


def _mean(results: Sequence[BranchResult], snapshot: AnySnapshot) -> float | None:
    if snapshot is None:
        return None
    headlines = [result.standing.headline for result in results if result.standing.headline is not None]
    return mean_of(headlines, snapshot.snapshot)


def unweighted(cells: Cells) -> Cells:
    """Weights every audit equally. Levels are dropped, because they serve the stage, which a wave is too short for."""
    return msgspec.structs.replace(
        cells,
        weight=cells.audits,
        weighed_index=cells.index,
        weighed_percent=cells.percent,
        level_weights=np.zeros_like(cells.level_weights),
        weighed_levels=np.zeros_like(cells.weighed_levels),
    )


def _totals(cells: Cells) -> Totals:
    """Rounded: the database adds up in any order."""
    return Totals(
        audits=int(cells.audits.sum()),
        index=round(float(cells.index.sum()), DECIMALS),
        squares=round(float(cells.squares.sum()), DECIMALS),
        percent=round(float(cells.percent.sum()), DECIMALS),
    )
