"""Where each branch stands in each wave of fieldwork, worked out anew only when the audits of a wave have changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import numpy as np

from audit_api.calibration.branch_audits import MadeSnapshot
from audit_api.calibration.keeping import keep, kept_id
from audit_api.calibration.league_sums import Cells
from audit_api.calibration.standings import BranchResult, LeagueDay, results_of
from audit_api.calibration.tallies import LeagueCells
from audit_api.documents import (
    BranchDocument,
    KeptComparisonDocument,
    SnapshotDocument,
    Totals,
    WaveDocument,
    WaveSpan,
)
from checklists.parameters import CCI_1, INDEX_VERSION
from checklists.waves import mean_of, wave_headline

DECIMALS = 3
Judging = SnapshotDocument | MadeSnapshot | None


async def waves_until(programme_id: UUID, as_of: datetime) -> list[WaveSpan]:
    """Those that are over and lie in the window whole: half a wave would compare who was visited early."""
    since = as_of - timedelta(days=CCI_1.window_days - 1)
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
    known = {doc.id: doc async for doc in KeptComparisonDocument.find({"_id": {"$in": ids}})}
    for n, wave in enumerate(waves):
        own = sums.cells.only(sums.cells.wave == n)
        totals, before = _totals(own), known.get(ids[n])
        if not totals.audits and before is None:
            continue
        if before is not None and _stands(before, wave, totals, day.made is not None):
            continue
        if await WaveDocument.get(wave.id) is None:  # removed meanwhile
            continue
        judge = await _judge(before, own, day.made)
        judged = LeagueDay(day.league, day.as_of, judge)
        links = {int(version): link for version, link in judge.links.items()} if judge else sums.links
        inside = own.only(np.isin(own.version, list(links)))
        found = _wave_results(judged, LeagueCells(alike(inside), sums.regions, links), branches)
        headlines = [one.standing.headline for one in found if one.standing.headline is not None]
        mean = mean_of(headlines, judge.snapshot) if judge else None
        await keep(judged, found, wave=wave, totals=totals, mean=mean)


async def _judge(before: KeptComparisonDocument | None, own: Cells, made: Judging) -> Judging:
    """Tonight's snapshot; that of before where tonight's knows nothing of the wave, as its checklist is another now."""
    versions = {str(version) for version in np.unique(own.version)}
    if before is None or before.snapshot_id is None or (made is not None and versions <= made.links.keys()):
        return made
    return await SnapshotDocument.get(before.snapshot_id)


def _wave_results(day: LeagueDay, sums: LeagueCells, branches: Mapping[UUID, BranchDocument]) -> list[BranchResult]:
    """Without stages: one wave is too short to say how a branch works."""
    found = results_of(day, sums, branches, wave_headline)
    for one in found:
        one.standing.stage = None
    return found


def alike(cells: Cells) -> Cells:
    """Every audit as heavy as any other. Levels are not known so."""
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


def _stands(before: KeptComparisonDocument, wave: WaveSpan, totals: Totals, calibrated: bool) -> bool:
    judged = before.snapshot_id is not None or not calibrated
    return judged and (before.wave, before.totals, before.index_version) == (wave, totals, INDEX_VERSION)
