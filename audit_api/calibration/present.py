"""The present: the standings of branches under one checklist, replaced by what a calibration has found."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from audit_api.calibration.league_cells import LeagueCells
from audit_api.calibration.league_falls import raise_falls
from audit_api.calibration.leagues import in_league
from audit_api.calibration.refreshing import refresh_standing
from audit_api.calibration.section_scores import comparable, fill_section_scores
from audit_api.calibration.standing_writes import Stamps, read_stamps, replace_standings
from audit_api.calibration.standings import BranchResult, LeagueDay
from audit_api.calibration.wave_results import keep_waves
from audit_api.clock import now
from audit_api.documents import (
    BranchDocument,
    League,
    SectionScoresDocument,
    SnapshotDocument,
    StandingDocument,
    WaveSpan,
)


class CalibratedLeague(msgspec.Struct, frozen=True):
    """What a calibration has found. `branch_ids` have audits; `sums` are of those that the results rest on,
    `all_versions` also of those that cannot be restated.
    """

    day: LeagueDay
    branch_ids: list[UUID]
    sums: LeagueCells
    all_versions: LeagueCells
    results: list[BranchResult]


class Present(msgspec.Struct, frozen=True):
    """`waves`: those that the cells of the calibration are numbered by. `stamps` are from before it read the audits."""

    programme_id: UUID
    checklist: str
    branches: Mapping[UUID, BranchDocument]
    waves: Sequence[WaveSpan]
    stamps: Stamps

    async def forget_all_but(self, leagues: Sequence[League], audited: Collection[UUID]) -> None:
        """Nothing is known any more of `leagues` and branches without an audit in the window."""
        rest: dict[str, Any] = {"league.programme_id": self.programme_id, "league.checklist": self.checklist}
        if leagues:
            rest["$nor"] = [in_league(league) for league in leagues]
        await SectionScoresDocument.get_pymongo_collection().delete_many(rest)
        await _end_series(rest)
        await self._replace_standings([], self.stamps.keys() - set(audited))

    async def publish(self, league: CalibratedLeague) -> None:
        day, made = league.day, league.day.made
        await keep_waves(day, league.all_versions, self.branches, self.waves)
        if made is None:
            # What an earlier night found out about a league that is too small now is not the present.
            await _end_series(in_league(day.league))
        standings = [result.standing for result in league.results]
        versions = comparable(made.links) if made else None
        await fill_section_scores(day.league, {one.branch_id: one.id for one in standings}, versions, day.as_of)
        await self._replace_standings(standings, league.branch_ids)
        if made is not None:
            renewed = {"$set": {"standings_at": now()}}
            await SnapshotDocument.get_pymongo_collection().update_one({"_id": made.id}, renewed)
            await raise_falls(day.league, league.sums, self.branches, made.snapshot, day.as_of)

    async def _replace_standings(self, standings: list[StandingDocument], branch_ids: Iterable[UUID]) -> None:
        """Of `branch_ids`. What was decided about an audit after the audits were read counts as well."""
        before = {branch: self.stamps[branch] for branch in branch_ids if branch in self.stamps}
        for branch in await replace_standings(self.checklist, standings, before):
            await refresh_standing(branch, self.checklist)


async def read_present(
    programme_id: UUID, checklist: str, branches: Mapping[UUID, BranchDocument], waves: Sequence[WaveSpan]
) -> Present:
    """To be read before the audits are."""
    return Present(programme_id, checklist, branches, waves, await read_stamps(checklist, branches))


async def _end_series(wanted: dict[str, Any]) -> None:
    ended = {"$set": {"ended_at": now()}}
    await SnapshotDocument.get_pymongo_collection().update_many(wanted | {"ended_at": None}, ended)
